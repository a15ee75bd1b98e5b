//! Messages as other programs write and read them: the bytes of a frame, schemas that are pinned, messages without a Rust type, and
//! what a failed read says.

use avro_entity::{
    AvroDecode, AvroEncode, AvroEntity, AvroSchema, Error, ErrorKind, Limits, MemoryStore, Registry, RegistryReader,
    RegistryWriter, Schema, SingleObjectReader, SingleObjectWriter,
};
use std::borrow::Cow;
use std::sync::Mutex;

/// Gives out numbers from 1, in the order in which schemas come.
#[derive(Default)]
struct Numbered(Mutex<Vec<Schema>>);

impl Registry for Numbered {
    fn schema(&self, id: u32) -> Result<Option<Schema>, Error> {
        Ok(self.0.lock().unwrap().get((id as usize).wrapping_sub(1)).cloned())
    }

    fn id(&self, _subject: &str, schema: &Schema) -> Result<u32, Error> {
        let mut schemas = self.0.lock().unwrap();
        if let Some(at) = schemas.iter().position(|known| known == schema) {
            return Ok(at as u32 + 1);
        }
        schemas.push(schema.clone());
        Ok(schemas.len() as u32)
    }
}

impl Numbered {
    fn of(schema: &str) -> Numbered {
        Numbered(Mutex::new(vec![Schema::parse(schema).unwrap()]))
    }
}

/// The header of the first number.
const FIRST: [u8; 5] = [0, 0, 0, 0, 1];

fn frame(datum: &[u8]) -> Vec<u8> {
    [&FIRST, datum].concat()
}

mod bytes {
    use super::*;
    use avro_entity::Encoder;
    use avro_entity::schema::{Kind, LogicalType, NodeId, SchemaBuilder};

    /// A decimal of two places, by hand: what is `bytes` with a logical type.
    #[derive(Debug, PartialEq)]
    struct Cents(i8);

    impl AvroSchema for Cents {
        fn build(builder: &mut SchemaBuilder) -> NodeId {
            builder.logical(Kind::Bytes, LogicalType::Decimal { precision: 2, scale: 2 })
        }

        fn type_name() -> Cow<'static, str> {
            "Cents".into()
        }
    }

    impl AvroEncode for Cents {
        fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
            encoder.write_bytes(&self.0.to_be_bytes());
            Ok(())
        }
    }

    #[derive(AvroEntity, Debug, PartialEq)]
    struct Wrapped {
        bytes: Vec<u8>,
    }

    /// That `value` is the message `datum` behind the header of its schema, and that it is read from there again.
    fn is_framed<T: AvroSchema + AvroEncode + for<'de> AvroDecode<'de> + PartialEq + std::fmt::Debug>(
        value: &T,
        datum: &[u8],
    ) {
        let registry = Numbered::default();
        let message = RegistryWriter::<T>::new(&registry, "s-value").unwrap().to_vec(value).unwrap();
        assert_eq!(message, frame(datum), "{value:?}");
        let reader = RegistryReader::new(registry);
        assert_eq!(&reader.read::<T>(&message).unwrap(), value);
        let mut again = reader.read::<T>(&message).unwrap();
        reader.read_into(&mut again, &message).unwrap();
        assert_eq!(&again, value);
    }

    #[test]
    fn bytes_are_the_whole_message_as_they_are_in_java() {
        for len in [0, 1, 2, 15, 16, 17, 63, 64, 100, 10_000] {
            let bytes = vec![2; len];
            is_framed(&bytes, &bytes);
            is_framed(&::bytes::Bytes::from(bytes.clone()), &bytes);
        }
        let registry = Numbered::default();
        let message = RegistryWriter::<Cents>::new(&registry, "s-value").unwrap().to_vec(&Cents(-2)).unwrap();
        assert_eq!(message, frame(&[0xfe]));
        assert_eq!(RegistryReader::new(registry).read::<Vec<u8>>(&message).unwrap(), [0xfe]);
    }

    #[test]
    fn bytes_inside_of_something_and_all_else_are_as_avro_has_them() {
        is_framed(&Some(vec![7u8, 8]), &[2, 4, 7, 8]);
        is_framed(&vec![vec![7u8, 8]], &[2, 4, 7, 8, 0]);
        is_framed(&Wrapped { bytes: vec![7, 8] }, &[4, 7, 8]);
        is_framed(&"hi".to_owned(), &[4, b'h', b'i']);
        is_framed(&[7u8, 8], &[7, 8]);
    }

    #[test]
    fn a_single_object_message_has_the_length() {
        let message = SingleObjectWriter::<[u8]>::new().unwrap().to_vec(&[7, 8]).unwrap();
        assert_eq!(message[10..], [4, 7, 8]);
        assert_eq!(SingleObjectReader::new(MemoryStore::new()).read::<&[u8]>(&message).unwrap(), [7, 8]);
    }

    #[test]
    fn bare_bytes_are_read_as_all_that_bytes_are_read_as() {
        let reader = RegistryReader::new(Numbered::of(r#""bytes""#));
        let message = frame(b"hello");
        let bytes: &[u8] = reader.read(&message).unwrap();
        assert_eq!((bytes, bytes.as_ptr()), (&b"hello"[..], message[5..].as_ptr()));
        assert!(matches!(reader.read(&message).unwrap(), Cow::<[u8]>::Borrowed(b"hello")));
        assert_eq!(reader.read::<Option<Vec<u8>>>(&message).unwrap().unwrap(), b"hello");
        assert_eq!(reader.read::<&str>(&message).unwrap(), "hello");
        assert_eq!(reader.read::<String>(&message).unwrap(), "hello");
        let mut text = String::with_capacity(64);
        reader.read_into(&mut text, &message).unwrap();
        assert_eq!((text.as_str(), text.capacity()), ("hello", 64));
        assert_eq!(reader.read::<Cow<'_, str>>(&frame(b"")).unwrap(), "");

        let decimals = Numbered::of(r#"{"type": "bytes", "logicalType": "big-decimal"}"#);
        assert_eq!(RegistryReader::new(decimals).read::<Vec<u8>>(&frame(&[2, 5, 2])).unwrap(), [2, 5, 2]);
    }

    #[test]
    fn bare_bytes_that_are_no_text_no_such_type_or_too_long_are_refused_where_they_begin() {
        let reader = |limits| RegistryReader::new(Numbered::of(r#""bytes""#)).with_limits(limits);
        let message = frame(b"hell\xff");
        let error = reader(Limits::DEFAULT).read::<String>(&message).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::Utf8, Some(5)));
        let error = reader(Limits::DEFAULT).read::<&str>(&message).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::Utf8, Some(5)));
        let error = reader(Limits::DEFAULT).read::<i64>(&message).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::Resolution, Some(5)));
        for most in [5, 4] {
            let kind = (most == 4).then_some(ErrorKind::Limit);
            for limits in [
                Limits { value_bytes: most, ..Limits::DEFAULT },
                Limits { datum_bytes: most as u64, ..Limits::DEFAULT },
            ] {
                let read = reader(limits).read::<Vec<u8>>(&message);
                assert_eq!(read.err().map(|error| error.kind()), kind, "{most}");
            }
        }
    }
}
