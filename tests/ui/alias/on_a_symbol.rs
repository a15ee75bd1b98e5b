use avro_entity::AvroEntity;

#[derive(AvroEntity)]
enum Tier {
    #[avro(alias = "Gratis")]
    Free,
    Paid,
}

fn main() {}
