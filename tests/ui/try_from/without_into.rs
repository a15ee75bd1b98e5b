use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(try_from = "i64")]
struct Even(i64);

#[derive(AvroEntity)]
#[avro(into = "i64")]
struct Odd(i64);

#[derive(AvroEntity)]
#[avro(try_from = 5, into = "i64")]
struct Third(i64);

fn main() {}
