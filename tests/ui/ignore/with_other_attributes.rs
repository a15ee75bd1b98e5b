use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Account {
    #[avro(ignore, name = "x")]
    a: i32,
    #[avro(ignore, alias = "y")]
    b: i32,
    #[avro(ignore, meta(x = 1))]
    c: i32,
    #[avro(ignore, order = "ignore")]
    d: i32,
    #[avro(ignore, required)]
    e: Option<i32>,
    #[avro(ignore, timestamp = "millis")]
    f: std::time::SystemTime,
}

fn main() {}
