use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Sorted {
    #[avro(order = "up")]
    a: i32,
    #[avro(order)]
    b: i32,
    #[avro(order = "ignore", order = "ignore")]
    c: i32,
}

fn main() {}
