//! Types as their text: `string` through `Display` and `FromStr`.

use super::repr::{DecodeAs, EncodeAs, SchemaAs, Stringable, plain};
use crate::decode::AvroDecode;
use crate::encode::{AvroEncode, Branches};
use crate::error::{Error, ErrorKind};
use crate::schema::{AvroSchema, Kind, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use std::any::type_name;
use std::borrow::Cow;
use std::fmt::{Display, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// The text of a value, written into `text` in place of what it holds.
pub(super) fn show<T: Display + ?Sized>(value: &T, text: &mut String) -> Result<(), Error> {
    text.clear();
    write!(text, "{value}")
        .map_err(|_| Error::new(ErrorKind::Custom, format!("the `Display` of `{}` failed", type_name::<T>())))
}

/// The value of a text, which begins at `at`.
pub(super) fn parse<T: FromStr<Err: Display>>(text: &str, at: u64) -> Result<T, Error> {
    text.parse().map_err(|error| {
        let expected = type_name::<T>();
        Error::new(ErrorKind::Custom, format!("expected the text of a `{expected}`: {error}")).at_offset(at)
    })
}

impl<T: Display + ?Sized> SchemaAs<Stringable> for T {
    fn build_as(builder: &mut SchemaBuilder) -> NodeId {
        builder.node(Kind::String)
    }
}

impl<T: Display + ?Sized> EncodeAs<Stringable> for T {
    fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        let mut text = String::new();
        show(self, &mut text).map_err(|error| error.at_offset(encoder.written() as u64))?;
        encoder.write_str(&text);
        Ok(())
    }
}

impl<'de, T: Display + FromStr<Err: Display>> DecodeAs<'de, Stringable> for T {
    const MIN_BYTES_AS: usize = 1;

    fn decode_as(decoder: &mut Decoder<'de>) -> Result<T, Error> {
        let at = decoder.offset();
        parse(decoder.read_str()?, at)
    }
}

plain! {
    IpAddr as Stringable, "string";
    Ipv4Addr as Stringable, "string";
    Ipv6Addr as Stringable, "string";
}
#[cfg(feature = "url")]
plain! {
    url::Url as Stringable, "string";
}

#[cfg(test)]
mod tests {
    use super::super::proof::{Represented, holds, reads_not, writes_not};
    use super::*;
    use crate::types::repr::Each;
    use std::collections::BTreeMap;
    use std::fmt;

    type AsText<T> = Represented<T, Stringable>;

    #[test]
    fn addresses_are_strings() {
        holds(IpAddr::from([127, 0, 0, 1]), r#""string""#, b"\x12127.0.0.1");
        holds(Ipv4Addr::LOCALHOST, r#""string""#, b"\x12127.0.0.1");
        holds(Ipv6Addr::LOCALHOST, r#""string""#, b"\x06::1");
        let message = "byte 0: expected the text of a `core::net::ip_addr::Ipv4Addr`: invalid IPv4 address syntax";
        reads_not::<Ipv4Addr>(b"\x06::1", ErrorKind::Custom, message);
    }

    #[cfg(feature = "url")]
    #[test]
    fn urls_are_strings() {
        let url = url::Url::parse("https://example.net/a?b=c").unwrap();
        holds(url, r#""string""#, b"\x32https://example.net/a?b=c");
        let message = "byte 0: expected the text of a `url::Url`: relative URL without a base";
        reads_not::<url::Url>(b"\x02a", ErrorKind::Custom, message);
    }

    #[test]
    fn integers_wider_than_long_are_text() {
        let text = "340282366920938463463374607431768211455";
        holds(AsText::of(u128::MAX), r#""string""#, [&[78], text.as_bytes()].concat().as_slice());
        let message = "byte 0: expected the text of a `u128`: invalid digit found in string";
        reads_not::<AsText<u128>>(b"\x04-1", ErrorKind::Custom, message);
    }

    #[test]
    fn containers_hand_the_representation_on() {
        type Inside<T> = Represented<T, Each<Stringable>>;
        holds(Inside::of(Some(7u128)), r#"["null","string"]"#, b"\x02\x027");
        holds(Inside::of(Box::new(7u128)), r#""string""#, b"\x027");
        holds(Inside::of(vec![7u128]), r#"{"type":"array","items":"string"}"#, b"\x02\x027\x00");
        let map = BTreeMap::from([(String::from("a"), 7u128)]);
        holds(Inside::of(map), r#"{"type":"map","values":"string"}"#, b"\x02\x02a\x027\x00");
        type Deeper = Represented<Vec<Option<u128>>, Each<Each<Stringable>>>;
        holds(
            Deeper::of(vec![None, Some(7)]),
            r#"{"type":"array","items":["null","string"]}"#,
            b"\x04\x00\x02\x027\x00",
        );
    }

    #[test]
    fn a_display_that_fails_is_an_error() {
        #[derive(Debug, PartialEq)]
        struct Broken;
        impl Display for Broken {
            fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                Err(fmt::Error)
            }
        }
        let name = type_name::<Broken>();
        writes_not(&AsText::of(Broken), ErrorKind::Custom, &format!("byte 0: the `Display` of `{name}` failed"));
    }
}
