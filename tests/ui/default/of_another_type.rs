use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Settings {
    #[avro(default = "many")]
    count: i32,
    #[avro(default = 5)]
    name: String,
}

fn main() {}
