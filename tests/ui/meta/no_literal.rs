use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(meta(a = 'c', b = NAME, c = json("{"), d = json(1), e = -"x", f))]
struct Account {
    #[avro(meta)]
    id: i32,
    #[avro(meta = "x")]
    key: i32,
}

fn main() {}
