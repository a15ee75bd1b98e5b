use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Timings {
    #[avro(duration = "seconds")]
    a: std::time::Duration,
    #[avro(duration)]
    b: std::time::Duration,
    #[avro(duration = 5)]
    c: std::time::Duration,
}

fn main() {}
