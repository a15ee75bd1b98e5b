use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Bill {
    #[avro(decimal(precision = 2, scale = 3))]
    total: rust_decimal::Decimal,
    #[avro(decimal(precision = 0))]
    none: rust_decimal::Decimal,
}

fn main() {}
