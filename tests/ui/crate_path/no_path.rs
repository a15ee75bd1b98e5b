use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(crate = 1)]
struct Account {
    id: i32,
}

#[derive(AvroEntity)]
#[avro(crate)]
struct Person {
    id: i32,
}

fn main() {}
