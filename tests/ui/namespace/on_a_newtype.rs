use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(namespace = "a")]
struct Id(i64);

#[derive(AvroEntity)]
struct Account {
    #[avro(namespace = "a")]
    id: i32,
}

fn main() {}
