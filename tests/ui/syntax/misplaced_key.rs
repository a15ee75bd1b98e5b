use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(flatten, order = "ignore")]
struct Account {
    #[avro(namespace = "a", root, repr = "enum")]
    id: i32,
    tier: Tier,
}

#[derive(AvroEntity)]
enum Tier {
    #[avro(private, with = packed)]
    Free,
}

fn main() {}
