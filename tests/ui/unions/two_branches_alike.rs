use avro_entity::AvroEntity;

#[derive(AvroEntity)]
enum Value {
    Name(String),
    Text(String),
    Number(i32),
}

fn main() {}
