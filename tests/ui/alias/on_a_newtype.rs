use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(alias = "Key")]
struct Id(i64);

#[derive(AvroEntity)]
enum Value {
    #[avro(alias = "Words")]
    Text(String),
    Number(i64),
}

fn main() {}
