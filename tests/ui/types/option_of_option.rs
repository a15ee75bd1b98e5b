use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Account {
    nickname: Option<Option<String>>,
    boxed: Option<Box<Option<i32>>>,
}

fn main() {}
