use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Konto {
    größe: i32,
}

fn main() {}
