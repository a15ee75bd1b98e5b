use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Account {
    #[avro(type_meta(items = "x", logicalType = "date"))]
    id: i32,
    #[avro(type_meta(a = 1, a = 2))]
    key: i32,
}

fn main() {}
