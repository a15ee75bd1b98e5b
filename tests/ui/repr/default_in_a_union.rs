use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(repr = "union")]
enum Event {
    Moved,
    #[avro(default)]
    Stopped,
}

fn main() {}
