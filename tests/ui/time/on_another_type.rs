use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Opening {
    #[avro(time = "millis")]
    opens: i32,
}

fn main() {}
