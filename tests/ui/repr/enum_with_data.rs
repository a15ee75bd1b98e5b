use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(repr = "enum")]
enum Event {
    Moved { x: i32 },
    Stopped,
}

fn main() {}
