use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(error)]
enum Failure {
    Full,
    Empty,
}

#[derive(AvroEntity)]
#[avro(error)]
struct Code(i32);

fn main() {}
