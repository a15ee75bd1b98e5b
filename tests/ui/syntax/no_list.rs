use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro]
struct Account {
    #[avro = "id"]
    id: i32,
    #[avro("id")]
    key: i32,
    #[avro(name = "x" alias = "y")]
    email: String,
}

fn main() {}
