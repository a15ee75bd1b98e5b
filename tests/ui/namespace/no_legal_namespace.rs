use avro_entity::AvroEntity;

#[derive(AvroEntity)]
#[avro(namespace = "a..b")]
struct A {
    id: i32,
}

#[derive(AvroEntity)]
#[avro(namespace = "a-b")]
struct B {
    id: i32,
}

#[derive(AvroEntity)]
#[avro(namespace = 1)]
struct C {
    id: i32,
}

#[derive(AvroEntity)]
#[avro(namespace)]
struct E {
    id: i32,
}

fn main() {}
