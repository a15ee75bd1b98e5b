use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Settings {
    #[avro(default)]
    count: Inner,
}

#[derive(AvroEntity)]
struct Inner {
    x: i32,
}

fn main() {}
