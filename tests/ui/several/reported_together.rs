use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(name = "my account", colour = "red")]
struct Account {
    #[avro(name = "e-mail", alias = "a b")]
    email: String,
    #[avro(default = -1)]
    count: u32,
    nickname: Option<Option<String>>,
    wide: i128,
    #[avro(timestamp = "seconds")]
    created: std::time::SystemTime,
    #[avro(required)]
    tier: i32,
}

fn main() {}
