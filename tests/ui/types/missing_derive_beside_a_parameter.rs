use avro_entity::AvroEntity;

struct Foreign;

#[derive(AvroEntity)]
struct Borrowed<'a> {
    name: &'a str,
    foreign: Foreign,
}

#[derive(AvroEntity)]
struct Page<T, const N: usize> {
    items: [T; N],
    foreign: Option<Foreign>,
}

#[derive(AvroEntity)]
enum Either<L> {
    Left(L),
    Foreign(Foreign),
}

fn main() {}
