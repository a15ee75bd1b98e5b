use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Settings {
    #[avro(default = 5, default = 6)]
    count: i32,
}

fn main() {}
