use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Packet {
    #[avro(fixed = "Mac")]
    from: String,
}

fn main() {}
