use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Order(#[avro(flatten)] Audit);

#[derive(AvroEntity)]
struct Audit {
    by: String,
}

fn main() {}
