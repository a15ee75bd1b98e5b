use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(alias = "Account")]
struct Account {
    #[avro(alias = "id")]
    id: i32,
}

fn main() {}
