use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(rename_all = "camelCase")]
struct Point(i32, i32);

#[derive(AvroEntity)]
#[avro(rename_all = "camelCase")]
struct Nothing;

// Serde takes it.
#[derive(AvroEntity, serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct OfSerde(i32, i32);

fn main() {}
