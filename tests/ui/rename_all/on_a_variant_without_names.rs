use avro_entity::AvroEntity;

#[derive(AvroEntity)]
enum Payment {
    #[avro(rename_all = "camelCase")]
    Free,
    #[avro(rename_all = "camelCase")]
    Split(i64, i64),
    #[avro(rename_all = "camelCase")]
    Card { card_number: String },
}

fn main() {}
