use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(name = "Key")]
struct Id(i64);

#[derive(AvroEntity)]
enum Value {
    #[avro(name = "Words")]
    Text(String),
    Number(i64),
}

fn main() {}
