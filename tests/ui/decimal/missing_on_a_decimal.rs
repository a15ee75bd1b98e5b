use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Bill {
    total: rust_decimal::Decimal,
}

fn main() {}
