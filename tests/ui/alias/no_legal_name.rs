use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(alias = "net..User")]
struct Account {
    #[avro(alias = "e-mail")]
    email: String,
    #[avro(alias = "a.b")]
    dotted: String,
}

fn main() {}
