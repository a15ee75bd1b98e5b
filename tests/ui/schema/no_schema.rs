use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Row {
    #[avro(schema = "{")]
    a: String,
    #[avro(schema = 5)]
    b: String,
    #[avro(schema_file = 5)]
    c: String,
}

fn main() {}
