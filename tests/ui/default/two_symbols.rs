use avro_entity::AvroEntity;

#[derive(AvroEntity)]
enum Tier {
    #[avro(default)]
    Free,
    #[avro(default)]
    Paid,
}

fn main() {}
