use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(default)]
struct Settings {
    count: i32,
}

fn main() {}
