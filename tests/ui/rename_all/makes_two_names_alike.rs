use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(rename_all = "camelCase")]
struct Account {
    first_name: String,
    firstName: String,
}

fn main() {}
