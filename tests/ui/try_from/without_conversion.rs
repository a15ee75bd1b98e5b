use avro_entity::AvroEntity;

#[derive(AvroEntity, Clone)]
#[avro(try_from = "i64", into = "i64")]
struct Even(i64);

fn main() {}
