use avro_entity::AvroEntity;

#[derive(AvroEntity)]
enum Event {
    #[avro(default)]
    Moved { x: i32 },
    Stopped,
}

fn main() {}
