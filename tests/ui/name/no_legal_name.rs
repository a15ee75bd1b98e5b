use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(name = "my account")]
struct Account {
    #[avro(name = "e-mail")]
    email: String,
    #[avro(name = "")]
    empty: String,
    #[avro(name = "a.b")]
    dotted: String,
    #[avro(name = "1st")]
    first: String,
}

fn main() {}
