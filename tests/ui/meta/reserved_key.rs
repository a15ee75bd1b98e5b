use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(meta(type = "x", fields = 1, namespace = "a", aliases = true))]
struct Account {
    #[avro(meta(default = 1, order = "x", doc = "d"))]
    id: i32,
    #[avro(meta(logicalType = "date"))]
    day: i32,
}

fn main() {}
