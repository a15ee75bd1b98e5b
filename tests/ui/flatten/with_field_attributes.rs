use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Order {
    #[avro(flatten, name = "x")]
    a: Audit,
    #[avro(flatten, alias = "y")]
    b: Audit,
    #[avro(flatten, default)]
    c: Audit,
    #[avro(flatten, meta(x = 1))]
    d: Audit,
}

#[derive(AvroEntity, Default)]
struct Audit {
    by: String,
}

fn main() {}
