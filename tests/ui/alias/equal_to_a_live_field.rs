use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Account {
    id: i32,
    #[avro(alias = "id")]
    key: i32,
}

fn main() {}
