use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Bill {
    #[avro(decimal(precision = 12, scale = 2))]
    total: String,
}

fn main() {}
