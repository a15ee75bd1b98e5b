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

mod failures {
    use super::*;
    use avro_entity::to_vec;

    #[derive(AvroEntity, Debug, Default, PartialEq)]
    struct Leg {
        carrier: String,
        seats: i32,
    }

    #[derive(AvroEntity, Debug, Default, PartialEq)]
    struct Flight {
        legs: Vec<Leg>,
    }

    /// What both readers say of one datum: its text behind the name of the schema, kind, and offset behind the header.
    fn said(store_has_it: bool, datum: &[u8]) -> [(String, ErrorKind, Option<u64>); 2] {
        let registry = Numbered::default();
        let store = MemoryStore::new();
        if store_has_it {
            registry.id("s-value", <Vec<i32>>::schema()).unwrap();
            store.insert_type::<Vec<i32>>().unwrap();
        }
        let fingerprint = <Vec<i32>>::schema().crc64();
        let single = [&[0xc3, 1], &fingerprint.to_le_bytes()[..], datum].concat();
        let framed = frame(datum);
        let mut into = vec!["a".to_owned()];
        let by_registry = RegistryReader::new(registry);
        let errors = [
            by_registry.read::<Vec<String>>(&framed).unwrap_err(),
            by_registry.read_into(&mut into, &framed).unwrap_err(),
        ];
        assert_eq!(errors[0].to_string(), errors[1].to_string());
        let [first, _] = errors;
        assert_eq!((first.schema_id(), first.schema_fingerprint()), (Some(1), None));

        let by_store = SingleObjectReader::new(store);
        let errors =
            [by_store.read::<Vec<String>>(&single).unwrap_err(), by_store.read_into(&mut into, &single).unwrap_err()];
        assert_eq!(errors[0].to_string(), errors[1].to_string());
        let [second, _] = errors;
        assert_eq!((second.schema_id(), second.schema_fingerprint()), (None, Some(fingerprint)));

        let of = |error: &Error, key: &str, header: u64| {
            let text = error.to_string();
            let rest = text.strip_prefix(&format!("schema {key}")).unwrap_or_else(|| panic!("{text}"));
            (rest.to_owned(), error.kind(), error.offset().map(|offset| offset - header))
        };
        // As its bytes stand in the message.
        let digits: String = single[2..10].iter().map(|byte| format!("{byte:02x}")).collect();
        [of(&first, "1", 5), of(&second, &digits, 10)]
    }

    #[test]
    fn a_schema_that_is_not_known_is_told_from_a_frame_that_is_none() {
        for (_, kind, offset) in said(false, &[0]) {
            assert_eq!((kind, offset), (ErrorKind::UnknownSchema, None));
        }
        let none = [RegistryReader::new(Numbered::default()).read::<i64>(&[1, 0, 0, 0, 1, 2])]
            .into_iter()
            .chain([SingleObjectReader::new(MemoryStore::new()).read::<i64>(&[1, 0, 0, 0, 1, 2])]);
        for error in none.map(Result::unwrap_err) {
            assert_eq!((error.kind(), error.offset()), (ErrorKind::Frame, Some(0)));
            assert_eq!((error.schema_id(), error.schema_fingerprint()), (None, None));
        }
    }

    #[test]
    fn a_datum_that_is_not_read_names_the_schema_it_was_written_under() {
        for (text, kind, offset) in said(true, &[2, 6, 0]) {
            assert_eq!((kind, offset), (ErrorKind::Resolution, Some(1)));
            assert!(text.ends_with("`int` is not read as `string`"), "{text}");
        }
        for (_, kind, offset) in said(true, &[0, 0]) {
            assert_eq!((kind, offset), (ErrorKind::TrailingBytes, Some(1)));
        }
    }

    #[test]
    fn the_schema_stands_in_front_of_the_way_to_the_value() {
        let registry = Numbered::default();
        registry.id("flights-value", Flight::schema()).unwrap();
        let flight = Flight { legs: vec![Leg::default(), Leg { carrier: "AA".to_owned(), seats: 100 }] };
        let mut datum = to_vec(&flight).unwrap();
        let at = datum.iter().position(|byte| *byte == b'A').unwrap();
        datum[at] = 0xff;
        let error = RegistryReader::new(registry).read::<Flight>(&frame(&datum)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Utf8);
        assert!(error.to_string().starts_with("schema 1, Flight.legs[1].carrier at byte 8: "), "{error}");
    }

    /// A registry that is not there.
    struct Away;

    impl Registry for Away {
        fn schema(&self, _: u32) -> Result<Option<Schema>, Error> {
            Err(std::io::Error::other("no route").into())
        }

        fn id(&self, _: &str, _: &Schema) -> Result<u32, Error> {
            Err(std::io::Error::other("no route").into())
        }
    }

    #[test]
    fn a_registry_that_cannot_be_asked_is_neither_and_names_the_schema_as_well() {
        let error = RegistryReader::new(Away).read::<i64>(&frame(&[2])).unwrap_err();
        assert_eq!((error.kind(), error.schema_id()), (ErrorKind::Io, Some(1)));
        assert_eq!(error.to_string(), "schema 1: no route");
    }
}

mod pinned {
    use super::*;

    /// Today's, and what consumers were built with.
    #[derive(AvroEntity, Debug)]
    #[avro(name = "Order")]
    struct Today {
        note: Option<String>,
        id: i32,
        coupon: String,
    }

    #[derive(AvroEntity, Debug, PartialEq)]
    #[avro(name = "Order")]
    struct Old {
        id: i64,
        note: Option<String>,
        #[avro(default = 3)]
        priority: i32,
    }

    fn today() -> Today {
        Today { note: Some("n".to_owned()), id: 7, coupon: "c".to_owned() }
    }

    fn old() -> Old {
        Old { id: 7, note: Some("n".to_owned()), priority: 3 }
    }

    #[test]
    fn a_message_under_a_pinned_schema_is_byte_for_byte_what_the_old_type_writes() {
        let by_fingerprint = SingleObjectWriter::<Today>::pinned(Old::schema()).unwrap();
        let message = by_fingerprint.to_vec(&today()).unwrap();
        assert_eq!(message, SingleObjectWriter::new().unwrap().to_vec(&old()).unwrap());
        // The old consumer has no store but its own schema.
        assert_eq!(SingleObjectReader::new(MemoryStore::new()).read::<Old>(&message).unwrap(), old());

        let registry = Numbered::default();
        let plain = RegistryWriter::<Old>::new(&registry, "orders-value").unwrap();
        let by_number = RegistryWriter::<Today>::pinned(&registry, "orders-value", Old::schema()).unwrap();
        let mut out = vec![9];
        by_number.write(&today(), &mut out).unwrap();
        assert_eq!(out[1..], plain.to_vec(&old()).unwrap());
        assert_eq!(registry.0.lock().unwrap().len(), 1, "today's schema is not registered");
    }

    #[test]
    fn a_schema_that_cannot_hold_all_is_refused_and_never_registered() {
        let registry = Numbered::default();
        let error = RegistryWriter::<Option<i64>>::pinned(&registry, "s-value", i64::schema()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Resolution);
        assert!(error.message().starts_with("not all data can be written under the pinned schema"), "{error}");
        assert!(registry.0.lock().unwrap().is_empty());
        let error = SingleObjectWriter::<Option<i64>>::pinned(i64::schema()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Resolution);
    }

    #[test]
    fn a_value_that_fails_leaves_nothing_behind() {
        let mut out = vec![1];
        let registry = Numbered::default();
        let wide = RegistryWriter::<u64>::pinned(&registry, "s-value", f64::schema()).unwrap();
        assert_eq!(wide.write(&u64::MAX, &mut out).unwrap_err().kind(), ErrorKind::Range);
        let wide = SingleObjectWriter::<u64>::pinned(f64::schema()).unwrap();
        assert_eq!(wide.write(&u64::MAX, &mut out).unwrap_err().kind(), ErrorKind::Range);
        assert_eq!(out, [1]);
    }

    #[test]
    fn text_that_is_pinned_to_bytes_has_no_length() {
        let registry = Numbered::default();
        let writer = RegistryWriter::<str>::pinned(&registry, "s-value", <[u8]>::schema()).unwrap();
        assert_eq!(writer.to_vec("hi").unwrap(), frame(b"hi"));
        let registry = Numbered::default();
        let writer = RegistryWriter::<[u8]>::pinned(&registry, "s-value", <Option<Vec<u8>>>::schema()).unwrap();
        assert_eq!(writer.to_vec(b"hi").unwrap(), frame(&[2, 4, b'h', b'i']));
    }
}

mod without_a_type {
    use super::*;
    use avro_entity::resolve::{Mode, PlanCache};
    use avro_entity::{Transcoder, generic, registry_parts, single_object_parts};
    use serde_json::json;

    #[derive(AvroEntity)]
    struct Event {
        id: i64,
        tags: Vec<Option<String>>,
    }

    /// The schema, value and place of the datum that readers find in both kinds of messages of `value`.
    fn opened<T: AvroSchema + AvroEncode>(value: &T) -> [(Schema, serde_json::Value, u64); 2] {
        let (registry, store) = (Numbered::default(), MemoryStore::new());
        store.insert_type::<T>().unwrap();
        let framed = RegistryWriter::<T>::new(&registry, "s-value").unwrap().to_vec(value).unwrap();
        let single = SingleObjectWriter::<T>::new().unwrap().to_vec(value).unwrap();
        let (by_number, by_fingerprint) = (RegistryReader::new(registry), SingleObjectReader::new(store));
        let json = [by_number.read_json(&framed).unwrap(), by_fingerprint.read_json(&single).unwrap()];
        let opened = [by_number.open(&framed).unwrap(), by_fingerprint.open(&single).unwrap()];
        let mut expected = json.into_iter();
        opened.map(|(schema, mut decoder)| {
            let at = decoder.offset();
            let json = generic::to_json(&schema, &mut decoder).unwrap();
            assert_eq!(Some(&json), expected.next().as_ref());
            decoder.finish().unwrap();
            (schema, json, at)
        })
    }

    #[test]
    fn a_message_is_opened_with_the_schema_it_was_written_under() {
        let event = Event { id: 7, tags: vec![None, Some("a".to_owned())] };
        let json = json!({"id": 7, "tags": [null, {"string": "a"}]});
        let schema = Event::schema();
        // Offsets count from the front of the message.
        assert_eq!(opened(&event), [(schema.clone(), json.clone(), 5), (schema.clone(), json, 10)]);
    }

    #[test]
    fn bytes_are_opened_with_their_length_and_without() {
        let [framed, single] = opened(&vec![1u8, 2]).map(|(_, json, _)| json);
        assert_eq!((framed, single), (json!("\u{1}\u{2}"), json!("\u{1}\u{2}")));

        let decimal = Numbered::of(r#"{"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 1}"#);
        let reader = RegistryReader::new(decimal);
        let message = frame(&[5]);
        let (schema, decoder) = reader.open(&message).unwrap();
        let other = r#"{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}"#;
        let plan = PlanCache::new().get(&schema, &Schema::parse(other).unwrap());
        assert_eq!(plan.to_json(&mut decoder.clone(), Mode::Convert).unwrap(), json!("2"), "0.5 is 50 hundredths");

        let mut out = Vec::new();
        let mut transcoded = decoder.clone();
        transcoded.start_datum();
        Transcoder::new(&schema, &schema).transcode_next(&mut transcoded, &mut out).unwrap();
        assert_eq!(out, [2, 5], "outside of the frame there is a length");
        assert!(transcoded.is_empty());
        let error = decoder.clone().read_long().unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::Malformed, Some(5)));
    }

    #[test]
    fn what_goes_on_behind_the_datum_is_no_message_and_names_its_schema() {
        let reader = RegistryReader::new(Numbered::of(r#""long""#));
        let error = reader.read_json(&frame(&[2, 4])).unwrap_err();
        assert_eq!((error.kind(), error.offset(), error.schema_id()), (ErrorKind::TrailingBytes, Some(6), Some(1)));
        let error = reader.open(&[0, 0, 0, 0, 9, 2]).unwrap_err();
        assert_eq!((error.kind(), error.schema_id()), (ErrorKind::UnknownSchema, Some(9)));
        let message = SingleObjectWriter::new().unwrap().to_vec(&7i64).unwrap();
        let error = SingleObjectReader::new(MemoryStore::new()).open(&message).unwrap_err();
        let fingerprint = i64::schema().crc64();
        assert_eq!((error.kind(), error.schema_fingerprint()), (ErrorKind::UnknownSchema, Some(fingerprint)));
    }

    #[test]
    fn the_parts_of_a_message_put_together_are_the_message() {
        let message = [0, 1, 2, 3, 4, 5, 6];
        let (id, datum) = registry_parts(&message).unwrap();
        assert_eq!((id, datum), (0x0102_0304, &[5, 6][..]));
        let message = SingleObjectWriter::<str>::new().unwrap().to_vec("hi").unwrap();
        let (fingerprint, datum) = single_object_parts(&message).unwrap();
        assert_eq!([&[0xc3, 1], &fingerprint.to_le_bytes()[..], datum].concat(), message);
        assert_eq!(registry_parts(&message).unwrap_err().kind(), ErrorKind::Frame);
        assert_eq!(single_object_parts(&[0, 1, 2]).unwrap_err().kind(), ErrorKind::Frame);
    }
}
