use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(name = "A", name = "B")]
struct Account {
    #[avro(name = "x")]
    #[avro(name = "y")]
    id: i32,
}

fn main() {}
