use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Times {
    #[avro(timestamp = "seconds")]
    a: std::time::SystemTime,
    #[avro(timestamp)]
    b: std::time::SystemTime,
    #[avro(timestamp = "millis", timestamp = "micros")]
    c: std::time::SystemTime,
}

fn main() {}
