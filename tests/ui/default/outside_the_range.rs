use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Settings {
    #[avro(default = -1)]
    a: u32,
    #[avro(default = 300)]
    b: u8,
    #[avro(default = 3_000_000_000)]
    c: Option<i32>,
}

fn main() {}
