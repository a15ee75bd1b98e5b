use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(root)]
struct Id(i64);

#[derive(AvroEntity)]
#[avro(root)]
enum Event {
    Moved { x: i32 },
    Text(String),
}

fn main() {}
