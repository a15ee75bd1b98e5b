use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(rename_all = "kebab-case")]
struct A {
    id: i32,
}

#[derive(AvroEntity)]
#[avro(rename_all = "SCREAMING-KEBAB-CASE")]
enum B {
    X,
}

#[derive(AvroEntity)]
#[avro(rename_all = "camel")]
struct C {
    id: i32,
}

#[derive(AvroEntity)]
#[avro(rename_all = true)]
struct E {
    id: i32,
}

fn main() {}
