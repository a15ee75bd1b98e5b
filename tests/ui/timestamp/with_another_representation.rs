use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Times {
    #[avro(timestamp = "millis", time = "millis")]
    a: std::time::SystemTime,
    #[avro(timestamp = "millis", with = packed)]
    b: std::time::SystemTime,
}

fn main() {}
