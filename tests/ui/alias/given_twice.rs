use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Account {
    #[avro(alias = "mail", alias = "mail")]
    email: String,
}

#[derive(AvroEntity)]
#[avro(alias = "User")]
#[avro(alias = "User")]
struct Person {
    id: i32,
}

fn main() {}
