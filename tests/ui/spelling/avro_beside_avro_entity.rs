use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro_entity(name = "User")]
#[avro(root)]
struct Account {
    #[avro(required)]
    id: Option<i32>,
}

fn main() {}
