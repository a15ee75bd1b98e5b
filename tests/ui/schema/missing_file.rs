use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Row {
    #[avro(schema_file = "no/such/file.avsc")]
    a: String,
}

fn main() {}
