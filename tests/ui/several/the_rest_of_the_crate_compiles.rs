use avro_entity::{AvroDecode, AvroEncode, AvroEntity, AvroSchema};

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(nam = "User")]
struct Account<'a, T: Clone> {
    name: &'a str,
    #[avro(default = -1)]
    count: u32,
    value: T,
}

#[derive(AvroEntity)]
struct Outer<'a> {
    account: Account<'a, i32>,
    list: Vec<Account<'a, String>>,
}

fn write(account: &Account<'_, i32>) -> Result<Vec<u8>, avro_entity::Error> {
    let _ = Account::<'_, i32>::schema();
    avro_entity::to_vec(account)
}

fn read<'a>(bytes: &'a [u8]) -> Result<Outer<'a>, avro_entity::Error> {
    avro_entity::from_slice(bytes)
}

fn entity<T: AvroSchema + AvroEncode + for<'de> AvroDecode<'de>>() {}

#[derive(AvroEntity)]
#[avro(colour = "red")]
enum Tier {
    Free,
}

fn main() {
    entity::<Tier>();
    let _ = write(&Account { name: "a", count: 1, value: 2 });
    let _ = read(&[]);
}
