use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Timings {
    #[avro(duration = "millis")]
    total: String,
}

fn main() {}
