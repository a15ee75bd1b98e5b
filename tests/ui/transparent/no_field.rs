use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(transparent)]
struct Nothing {}

#[derive(AvroEntity)]
#[avro(transparent)]
struct Unit;

#[derive(AvroEntity)]
#[avro(transparent)]
enum Tier {
    Free,
}

fn main() {}
