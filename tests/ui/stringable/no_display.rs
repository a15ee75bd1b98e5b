use avro_entity::AvroEntity;

pub struct Tail;

#[derive(AvroEntity)]
struct Plane {
    #[avro(stringable)]
    tail: Tail,
}

fn main() {}
