use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Bill {
    #[avro(decimal)]
    a: rust_decimal::Decimal,
    #[avro(decimal(scale = 2))]
    b: rust_decimal::Decimal,
    #[avro(decimal(precision = "12"))]
    c: rust_decimal::Decimal,
    #[avro(decimal(precision = 12, digits = 2))]
    d: rust_decimal::Decimal,
    #[avro(decimal(precision = 12, precision = 2))]
    e: rust_decimal::Decimal,
    #[avro(decimal(any_scale, scale = 2))]
    f: rust_decimal::Decimal,
    #[avro(decimal(any_scale), fixed = "Amount")]
    g: rust_decimal::Decimal,
    #[avro(decimal(precision = "12", scale = 2))]
    h: rust_decimal::Decimal,
    #[avro(decimal(precision = 12 scale = 2))]
    i: rust_decimal::Decimal,
}

fn main() {}
