use avro_entity::AvroEntity;

struct Session;

#[derive(AvroEntity)]
struct Account {
    id: i32,
    #[avro(ignore)]
    session: Session,
}

fn main() {}
