use avro_entity::AvroEntity;

#[derive(AvroEntity, serde::Serialize, serde::Deserialize)]
struct Account {
    #[serde(rename(serialize = "a", deserialize = "b"))]
    id: i32,
}

fn main() {}
