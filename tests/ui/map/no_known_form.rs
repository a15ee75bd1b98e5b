use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Stock {
    #[avro(map = "pairs")]
    a: std::collections::BTreeMap<i32, i32>,
    #[avro(map)]
    b: std::collections::BTreeMap<i32, i32>,
}

fn main() {}
