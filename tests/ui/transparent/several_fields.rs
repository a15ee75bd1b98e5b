use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(transparent)]
struct Account {
    id: i32,
    name: String,
}

fn main() {}
