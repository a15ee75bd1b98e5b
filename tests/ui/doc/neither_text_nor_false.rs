use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(doc = true)]
struct Account {
    #[avro(doc = 5)]
    id: i32,
    #[avro(doc)]
    name: String,
}

fn main() {}
