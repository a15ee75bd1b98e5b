use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Account {
    #[avro(exact)]
    id: i32,
    #[avro(exact, stringable)]
    key: i128,
}

fn main() {}
