use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(meta(a = 1))]
struct Id(i64);

#[derive(AvroEntity)]
enum Tier {
    #[avro(meta(a = 1))]
    Free,
    Paid,
}

#[derive(AvroEntity)]
#[avro(meta(a = 1))]
enum Value {
    #[avro(meta(a = 1))]
    Text(String),
    Number(i64),
}

fn main() {}
