use avro_entity::AvroEntity;

#[derive(AvroEntity, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Account {
    user_id: i32,
    #[serde(rename = "@type")]
    kind: i32,
}

fn main() {}
