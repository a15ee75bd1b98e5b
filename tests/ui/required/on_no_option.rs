use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Account {
    #[avro(required)]
    id: i32,
    #[avro(required, default)]
    name: Option<String>,
    #[avro(required = 1)]
    email: Option<String>,
}

fn main() {}
