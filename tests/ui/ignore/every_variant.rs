use avro_entity::AvroEntity;

#[derive(AvroEntity)]
enum Event {
    #[avro(ignore)]
    Moved,
    #[avro(ignore)]
    Stopped,
}

fn main() {}
