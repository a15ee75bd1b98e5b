use avro_entity::AvroEntity;

#[derive(AvroEntity)]
union Bits {
    number: u32,
    bytes: [u8; 4],
}

fn main() {}
