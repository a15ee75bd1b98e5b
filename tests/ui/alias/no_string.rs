use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Account {
    #[avro(alias = 1)]
    a: i32,
    #[avro(alias)]
    b: i32,
    #[avro(alias("c"))]
    c: i32,
}

fn main() {}
