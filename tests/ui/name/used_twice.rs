use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Account {
    id: i32,
    #[avro(name = "id")]
    key: i32,
}

#[derive(AvroEntity)]
enum Tier {
    Free,
    #[avro(name = "Free")]
    Gratis,
}

fn main() {}
