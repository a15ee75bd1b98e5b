use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Opening {
    #[avro(time = "nanos")]
    a: chrono::NaiveTime,
    #[avro(time)]
    b: chrono::NaiveTime,
}

fn main() {}
