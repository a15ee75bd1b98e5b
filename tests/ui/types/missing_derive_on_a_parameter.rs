use avro_entity::AvroEntity;

struct Address;

#[derive(AvroEntity)]
struct Page<T> {
    items: Vec<T>,
}

fn schema() {
    <Page<Address> as avro_entity::AvroSchema>::schema();
}

fn main() {}
