use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Timings {
    total: std::time::Duration,
}

fn main() {}
