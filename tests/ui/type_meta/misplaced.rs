use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(type_meta(a = 1))]
struct Account {
    id: i32,
}

fn main() {}
