use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Settings {
    #[avro(default_json = "{")]
    count: i32,
    #[avro(default_json = 5)]
    size: i32,
    #[avro(default_json)]
    depth: i32,
}

fn main() {}
