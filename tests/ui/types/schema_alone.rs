use avro_entity::{AvroEntity, AvroSchema};

#[derive(AvroSchema)]
struct Address {
    street: String,
}

#[derive(AvroEntity)]
struct Account {
    addresses: Vec<Address>,
}

fn main() {}
