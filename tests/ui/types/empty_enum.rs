use avro_entity::AvroEntity;

#[derive(AvroEntity)]
enum Never {}

fn main() {}
