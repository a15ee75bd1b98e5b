use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Plane {
    #[avro(stringable, timestamp = "millis")]
    a: std::time::SystemTime,
    #[avro(stringable, decimal(precision = 3))]
    b: rust_decimal::Decimal,
    #[avro(stringable = "yes")]
    c: i128,
}

fn main() {}
