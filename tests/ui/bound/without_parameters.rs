use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(bound = "")]
struct Name<'a> {
    text: &'a str,
}

fn main() {}
