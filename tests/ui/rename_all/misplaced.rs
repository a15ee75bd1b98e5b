use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(rename_all = "camelCase")]
struct Id(i64);

#[derive(AvroEntity)]
struct Account {
    #[avro(rename_all = "camelCase")]
    id: i32,
}

#[derive(AvroEntity)]
enum Tier {
    #[avro(rename_all = "camelCase")]
    Free,
    Paid,
}

fn main() {}
