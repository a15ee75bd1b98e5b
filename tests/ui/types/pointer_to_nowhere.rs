use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Raw {
    pointer: *const u8,
    function: fn(i32) -> i32,
}

fn main() {}
