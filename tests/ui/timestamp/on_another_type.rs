use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Times {
    #[avro(timestamp = "millis")]
    at: i64,
}

fn main() {}
