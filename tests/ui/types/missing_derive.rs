use avro_entity::AvroEntity;

struct Address {
    street: String,
}

#[derive(AvroEntity)]
struct Account {
    address: Address,
    others: Vec<Address>,
}

fn main() {}
