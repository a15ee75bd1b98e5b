use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(repr = "tagged")]
enum Event {
    Moved,
}

#[derive(AvroEntity)]
#[avro(repr)]
enum Other {
    Moved,
}

#[derive(AvroEntity)]
#[avro(repr = "union")]
struct Account {
    id: i32,
}

fn main() {}
