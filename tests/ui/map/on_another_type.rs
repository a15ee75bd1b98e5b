use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Stock {
    #[avro(map = "entries")]
    list: Vec<i32>,
}

fn main() {}
