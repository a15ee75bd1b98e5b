use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Account {
    #[avro(alias = "mail")]
    email: String,
    #[avro(alias = "mail")]
    post: String,
}

fn main() {}
