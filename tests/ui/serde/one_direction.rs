use avro_entity::AvroEntity;

#[derive(AvroEntity, serde::Serialize, serde::Deserialize)]
struct Account {
    #[serde(skip_serializing)]
    password: String,
    #[serde(skip_deserializing)]
    #[avro(name = "login_count")]
    logins: i64,
    #[serde(skip_serializing)]
    #[avro(ignore)]
    captcha: String,
    #[serde(skip_serializing, skip_deserializing)]
    cache: Vec<u8>,
    event: Event,
}

#[derive(AvroEntity, serde::Serialize, serde::Deserialize)]
enum Event {
    #[serde(skip_deserializing)]
    Merged { into: i64 },
    Closed,
}

fn main() {
    <Account as avro_entity::AvroSchema>::schema();
}
