use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Host {
    #[avro(with = 5)]
    a: i32,
    #[avro(with)]
    b: i32,
}

fn main() {}
