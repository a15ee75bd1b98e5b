use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(meta(a = 1, b = 2), meta(a = 3))]
struct Account {
    id: i32,
}

fn main() {}
