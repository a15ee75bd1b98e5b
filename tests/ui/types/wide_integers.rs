use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Numbers {
    signed: i128,
    unsigned: Option<u128>,
}

fn main() {}
