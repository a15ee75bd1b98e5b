//! Text: `string`.

use super::sequence;
use crate::decode::AvroDecode;
use crate::encode::AvroEncode;
use crate::error::{Error, ErrorKind};
use crate::schema::{AvroSchema, Kind, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

macro_rules! text {
    ($($type:ty, |$value:ident| $text:expr $(, $hook:item)?;)*) => {$(
        impl AvroSchema for $type {
            fn build(builder: &mut SchemaBuilder) -> NodeId {
                builder.node(Kind::String)
            }

            fn type_name() -> Cow<'static, str> {
                "string".into()
            }
        }

        impl AvroEncode for $type {
            #[inline]
            fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                let $value = self;
                encoder.write_str($text);
                Ok(())
            }

            $($hook)?
        }
    )*};
}

// `&str`, `Box<str>`, `Arc<str>`, `Rc<str>` and `Cow<str>` are written as the pointers to `str` that they are.
text! {
    str, |text| text;
    String, |text| text, fn encode_slice(items: &[String], encoder: &mut Encoder<'_>) -> Result<(), Error> {
        sequence::encode_many(items, encoder)
    };
    char, |letter| letter.encode_utf8(&mut [0; 4]);
}

impl<'de> AvroDecode<'de> for String {
    const MIN_BYTES: usize = 1;
    const OWNED: Option<crate::ReadOwned<Self>> = None;
    const VACANT: Option<String> = Some(String::new());

    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<String, Error> {
        decoder.read_string()
    }

    #[inline]
    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        decoder.read_string_into(self)
    }

    fn decode_vec_into(items: &mut Vec<String>, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        sequence::decode_many(items, decoder, Decoder::read_short_strings)
    }
}

impl<'de: 'a, 'a> AvroDecode<'de> for &'a str {
    const MIN_BYTES: usize = 1;
    const OWNED: Option<crate::ReadOwned<Self>> = None;
    const VACANT: Option<&'a str> = Some("");

    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<&'a str, Error> {
        decoder.read_str()
    }

    fn decode_vec_into(items: &mut Vec<&'a str>, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        items.clear();
        sequence::decode_many(items, decoder, Decoder::read_strs)
    }
}

impl<'de: 'a, 'a> AvroDecode<'de> for Cow<'a, str> {
    const MIN_BYTES: usize = 1;
    const OWNED: Option<crate::ReadOwned<Self>> = None;

    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Cow<'a, str>, Error> {
        decoder.read_str().map(Cow::Borrowed)
    }
}

/// Text of a fixed length: the same text again needs no allocation.
macro_rules! shared {
    ($($pointer:ident)*) => {$(
        impl<'de> AvroDecode<'de> for $pointer<str> {
            const MIN_BYTES: usize = 1;
            const OWNED: Option<crate::ReadOwned<Self>> = None;

            fn decode(decoder: &mut Decoder<'de>) -> Result<$pointer<str>, Error> {
                decoder.read_str().map($pointer::from)
            }

            fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
                let text = decoder.read_str()?;
                if **self != *text {
                    *self = text.into();
                }
                Ok(())
            }
        }
    )*};
}

shared!(Box Rc Arc);

impl<'de> AvroDecode<'de> for char {
    const MIN_BYTES: usize = 1;
    const OWNED: Option<crate::ReadOwned<Self>> = None;

    fn decode(decoder: &mut Decoder<'de>) -> Result<char, Error> {
        let at = decoder.offset();
        let mut letters = decoder.read_str()?.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => Ok(letter),
            (None, _) => Err(not_one_char(0, at)),
            (Some(_), Some(_)) => Err(not_one_char(2 + letters.count(), at)),
        }
    }
}

#[cold]
fn not_one_char(found: usize, at: u64) -> Error {
    Error::new(ErrorKind::Length, format!("a `char` is a string of one character, found {found}")).at_offset(at)
}

#[cfg(test)]
mod tests {
    use super::super::proof::{holds, reads_not};
    use crate::{ErrorKind, decode_into, from_slice, to_vec};
    use std::borrow::Cow;
    use std::rc::Rc;
    use std::sync::Arc;

    #[test]
    fn text_of_every_owner_is_string() {
        let bytes = [6, b'f', b'o', b'o'];
        holds(String::from("foo"), r#""string""#, &bytes);
        holds(Box::<str>::from("foo"), r#""string""#, &bytes);
        holds(Rc::<str>::from("foo"), r#""string""#, &bytes);
        holds(Arc::<str>::from("foo"), r#""string""#, &bytes);
        assert_eq!(to_vec("foo").unwrap(), bytes);
        assert_eq!(to_vec(&Cow::Borrowed("foo")).unwrap(), bytes);
    }

    #[test]
    fn borrowed_text_is_the_text_in_the_input() {
        let bytes = *b"\x06foo";
        let text: &str = from_slice(&bytes).unwrap();
        assert_eq!(text.as_ptr(), bytes[1..].as_ptr());
        let text: Cow<'_, str> = from_slice(&bytes).unwrap();
        assert!(matches!(text, Cow::Borrowed("foo")));
    }

    #[test]
    fn a_string_is_read_into_its_own_allocation() {
        let mut text = String::with_capacity(100);
        let before = text.as_ptr();
        decode_into(&mut text, b"\x06foo").unwrap();
        assert_eq!((text.as_str(), text.as_ptr()), ("foo", before));
    }

    #[test]
    fn shared_text_stays_shared_while_it_is_the_same() {
        let mut text = Arc::<str>::from("foo");
        let other = Arc::clone(&text);
        decode_into(&mut text, b"\x06foo").unwrap();
        assert!(Arc::ptr_eq(&text, &other));
        decode_into(&mut text, b"\x06bar").unwrap();
        assert_eq!((&*text, &*other), ("bar", "foo"));
    }

    #[test]
    fn a_char_is_a_string_of_one_character() {
        holds('a', r#""string""#, b"\x02a");
        holds('🛫', r#""string""#, "\x08🛫".as_bytes());
        let length = ErrorKind::Length;
        reads_not::<char>(&[0], length, "byte 0: a `char` is a string of one character, found 0");
        reads_not::<char>(b"\x06foo", length, "byte 0: a `char` is a string of one character, found 3");
    }

    #[test]
    fn text_that_is_not_utf8_is_refused() {
        let message = "byte 0: a string is UTF-8: invalid utf-8 sequence of 1 bytes from index 0";
        reads_not::<String>(&[2, 0xff], ErrorKind::Utf8, message);
        reads_not::<Arc<str>>(&[2, 0xff], ErrorKind::Utf8, message);
        reads_not::<char>(&[2, 0xff], ErrorKind::Utf8, message);
    }
}
