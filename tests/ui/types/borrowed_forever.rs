use avro_entity::{AvroEncode, AvroEntity, AvroSchema};
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(AvroEntity)]
struct Event {
    kind: &'static str,
    parts: Option<Vec<&'static [u8]>>,
    pair: (Cow<'static, str>, i32),
    shared: Box<[Cow<'static, [i64]>]>,
    labels: BTreeMap<Cow<'static, str>, Cow<'static, str>>,
    inner: Cow<'static, Vec<Cow<'static, str>>>,
    #[avro(ignore)]
    ignored: &'static str,
}

#[derive(AvroEntity, Clone)]
#[avro(try_from = "Cow<'static, str>", into = "Cow<'static, str>")]
struct Name(String);

impl From<Cow<'static, str>> for Name {
    fn from(text: Cow<'static, str>) -> Name {
        Name(text.into_owned())
    }
}

impl From<Name> for Cow<'static, str> {
    fn from(name: Name) -> Cow<'static, str> {
        name.0.into()
    }
}

#[derive(AvroSchema, AvroEncode)]
struct Written {
    kind: &'static str,
}

fn main() {}
