use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(name = Account)]
struct Account {
    #[avro(name)]
    id: i32,
    #[avro(name("x"))]
    key: i32,
}

fn main() {}
