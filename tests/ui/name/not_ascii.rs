use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Konto {
    größe: i32,
    ü: i32,
}

fn main() {}
