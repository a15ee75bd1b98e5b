use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(name = "a.B", namespace = "c")]
struct B {
    id: i32,
}

fn main() {}
