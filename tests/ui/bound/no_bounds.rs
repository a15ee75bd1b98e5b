use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(bound = "T")]
struct Page<T> {
    items: Vec<T>,
}

#[derive(AvroEntity)]
#[avro(bound(serialize = "T: Copy"))]
struct List<T> {
    items: Vec<T>,
}

fn main() {}
