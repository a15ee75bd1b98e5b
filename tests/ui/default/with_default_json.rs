use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Settings {
    #[avro(default = 5, default_json = "5")]
    count: i32,
}

fn main() {}
