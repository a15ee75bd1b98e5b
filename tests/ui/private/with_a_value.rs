use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Person {
    #[avro(private = "yes")]
    a: String,
    #[avro(private(true))]
    b: String,
    #[avro(private, private)]
    c: String,
}

#[derive(AvroEntity)]
#[avro(private)]
struct Secret {
    id: i32,
}

fn main() {}
