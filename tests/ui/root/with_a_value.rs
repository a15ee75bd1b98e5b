use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(root = "yes")]
struct Account {
    id: i32,
}

#[derive(AvroEntity)]
#[avro(root, root)]
struct Person {
    id: i32,
}

fn main() {}
