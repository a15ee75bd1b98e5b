use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(transparent, name = "Key", alias = "Id", meta(a = 1))]
struct Id {
    value: i64,
}

fn main() {}
