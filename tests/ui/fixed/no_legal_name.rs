use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Packet {
    #[avro(fixed = "a-b")]
    a: [u8; 6],
    #[avro(fixed)]
    b: [u8; 6],
    #[avro(fixed = 6)]
    c: [u8; 6],
}

fn main() {}
