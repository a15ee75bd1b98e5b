use avro_entity::AvroEntity;

#[derive(AvroEntity)]
enum Tier {
    Free,
    #[avro(ignore, default)]
    Paid,
}

fn main() {}
