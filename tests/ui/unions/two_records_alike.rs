use avro_entity::AvroEntity;

#[derive(AvroEntity)]
enum Value {
    Point { x: i32 },
    #[avro(name = "Point")]
    Place { y: i32 },
}

fn main() {}
