use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(nmae = "User")]
struct Account {
    #[avro(aliass = "mail")]
    email: String,
    #[avro(skip)]
    cache: i32,
    #[avro(colour = "red")]
    tier: Tier,
}

#[derive(AvroEntity)]
enum Tier {
    #[avro(rename = "FREE")]
    Free,
}

fn main() {}
