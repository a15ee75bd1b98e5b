use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Row {
    #[avro(schema = r#""string""#, schema_file = "row.avsc")]
    a: String,
}

fn main() {}
