//! `fixed = "Name"`, and byte arrays without it.

use super::{decode_error, refusal_of, round_trip, schema_of};
use avro_entity::{AvroEntity, ErrorKind};

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(namespace = "net")]
struct Packet {
    #[avro(fixed = "Mac")]
    from: [u8; 6],
    #[avro(fixed = "Mac")]
    to: Option<[u8; 6]>,
    #[avro(fixed = "other.Checksum")]
    sum: [u8; 2],
    tag: [u8; 1],
    list: Vec<[u8; 1]>,
}

#[test]
fn a_fixed_has_the_name_of_its_attribute_or_of_its_record_and_field() {
    insta::assert_snapshot!(schema_of::<Packet>(), @r#"
    {
      "type": "record",
      "name": "Packet",
      "namespace": "net",
      "fields": [
        {
          "name": "from",
          "type": {
            "type": "fixed",
            "name": "Mac",
            "size": 6
          }
        },
        {
          "name": "to",
          "type": [
            "null",
            "Mac"
          ],
          "default": null
        },
        {
          "name": "sum",
          "type": {
            "type": "fixed",
            "name": "Checksum",
            "namespace": "other",
            "size": 2
          }
        },
        {
          "name": "tag",
          "type": {
            "type": "fixed",
            "name": "Packet_tag",
            "size": 1
          }
        },
        {
          "name": "list",
          "type": {
            "type": "array",
            "items": {
              "type": "fixed",
              "name": "Packet_list",
              "size": 1
            }
          }
        }
      ]
    }
    "#);
    let bytes = round_trip(&[
        Packet { from: [1; 6], to: None, sum: [2, 3], tag: [4], list: vec![[5], [6]] },
        Packet { from: [0; 6], to: Some([9; 6]), sum: [0, 0], tag: [0], list: vec![] },
    ]);
    assert_eq!(bytes[0], [1, 1, 1, 1, 1, 1, 0, 2, 3, 4, 4, 5, 6, 0]);
    let short = decode_error::<Packet>(&bytes[0][..3]);
    assert_eq!((short.kind(), short.path().as_str()), (ErrorKind::UnexpectedEnd, "Packet.from"));
}

#[derive(AvroEntity, Debug)]
struct Clash {
    #[avro(fixed = "Key")]
    short: [u8; 4],
    #[avro(fixed = "Key")]
    long: [u8; 8],
}

#[test]
fn one_name_for_two_sizes_is_refused() {
    insta::assert_snapshot!(refusal_of::<Clash>(), @r#"Clash.long: `fixed = "Key"` stands on another field with another size or logical type"#);
}
