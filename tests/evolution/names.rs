//! Names and aliases of fields and types.

use crate::proof::{becomes, is_refused};
use crate::versions;
use avro_entity::ErrorKind;

#[test]
fn a_field_is_renamed_in_the_schema_and_keeps_its_data() {
    versions! {
        struct Old { #[avro(name = "mail")] email: String }
        #[avro(name = "Old")]
        struct New { #[avro(name = "e_mail", alias = "mail")] email: String }
    }
    becomes(&Old { email: "m".into() }, &New { email: "m".into() });
}

#[test]
fn a_chain_of_aliases_reads_every_version() {
    versions! {
        struct First { a: i32, other: String }
        #[avro(name = "First")]
        struct Second { #[avro(alias = "a")] b: i32, other: String }
        #[avro(name = "First")]
        struct Third { other: String, #[avro(alias = "b", alias = "a")] c: i64 }
    }
    let third = Third { other: "o".into(), c: 1 };
    becomes(&First { a: 1, other: "o".into() }, &third);
    becomes(&Second { b: 1, other: "o".into() }, &third);
}

#[test]
fn two_fields_that_swap_their_names_do_not_swap_their_data() {
    versions! {
        struct Old { a: String, b: i32 }
        #[avro(name = "Old")]
        struct New { #[avro(name = "b", alias = "x")] second: i32, #[avro(name = "a", alias = "y")] first: String }
    }
    becomes(&Old { a: "s".into(), b: 7 }, &New { second: 7, first: "s".into() });
}

#[test]
fn all_fields_take_another_case() {
    versions! {
        struct Old { first_name: String, last_name: String }
        #[avro(name = "Old", rename_all = "camelCase")]
        struct New { #[avro(alias = "last_name")] last_name: String, #[avro(alias = "first_name")] first_name: String }
    }
    becomes(
        &Old { first_name: "f".into(), last_name: "l".into() },
        &New { last_name: "l".into(), first_name: "f".into() },
    );
}

#[test]
fn a_type_is_renamed_and_moves_to_another_namespace() {
    versions! {
        #[avro(namespace = "old.place")]
        struct User { id: i32 }
        #[avro(namespace = "new.place", alias = "old.place.User")]
        struct Account { id: i32 }
    }
    becomes(&User { id: 3 }, &Account { id: 3 });
}

#[test]
fn a_type_keeps_its_name_in_another_namespace() {
    versions! {
        #[avro(namespace = "old.place")]
        struct Inner { id: i32 }
        #[avro(namespace = "old.place")]
        struct Old { one: Inner, many: Vec<Inner> }
        #[avro(name = "Inner", namespace = "new.place")]
        struct InnerNew { id: i64 }
        #[avro(name = "Old", namespace = "new.place")]
        struct New { many: Vec<InnerNew>, one: InnerNew }
    }
    let inner = |id| InnerNew { id };
    becomes(&Old { one: Inner { id: 1 }, many: vec![Inner { id: 2 }] }, &New { many: vec![inner(2)], one: inner(1) });
}

#[test]
fn a_relative_alias_is_of_the_namespace_of_its_type() {
    versions! {
        #[avro(namespace = "a.b")]
        enum Size { Small, Large }
        #[avro(namespace = "a.b", alias = "Size")]
        enum Extent { Large, Small }
    }
    becomes(&Size::Small, &Extent::Small);
}

#[test]
fn a_fixed_is_renamed() {
    versions! {
        struct Old { #[avro(fixed = "Digest")] digest: [u8; 4] }
        #[avro(name = "Old")]
        struct New { #[avro(fixed = "net.example.Digest")] digest: [u8; 4], added: Option<bool> }
    }
    becomes(&Old { digest: [1, 2, 3, 4] }, &New { digest: [1, 2, 3, 4], added: None });
}

#[test]
fn a_type_of_another_name_is_refused_where_it_stands() {
    versions! {
        struct Inner { id: i32 }
        struct Old { first: bool, inner: Vec<Inner> }
        struct Other { id: i32 }
        #[avro(name = "Old")]
        struct New { inner: Vec<Other> }
    }
    is_refused::<_, New>(
        &Old { first: true, inner: vec![Inner { id: 1 }] },
        ErrorKind::Resolution,
        "Old.inner[0] at byte 2: record `Inner` is another type than record `Other` and none of its aliases; if it is the \
         same, add the alias `\"Inner\"`",
    );
    let empty = Old { first: true, inner: vec![] };
    let plan = avro_entity::resolve::resolve(
        <Old as avro_entity::AvroSchema>::schema(),
        <New as avro_entity::AvroSchema>::schema(),
    );
    let bytes = avro_entity::to_vec(&empty).unwrap();
    assert_eq!(plan.read::<New>(&mut avro_entity::Decoder::new(&bytes)).unwrap(), New { inner: vec![] });
}

/// The null namespace is no part of a name, so an alias in a namespace needs a sign for it.
#[test]
fn a_record_without_namespace_is_read_under_the_alias_that_the_error_names() {
    versions! {
        #[avro(name = "topLevelRecord")]
        struct OfSpark { id: i32 }
        #[avro(namespace = "net.shop")]
        struct Order { id: i32 }
        #[avro(name = "Order", namespace = "net.shop", alias = ".topLevelRecord")]
        struct Aliased { id: i32 }
    }
    is_refused::<_, Order>(
        &OfSpark { id: 1 },
        ErrorKind::Resolution,
        "byte 0: record `topLevelRecord` is another type than record `net.shop.Order` and none of its aliases; if it is the same, \
         add the alias `\".topLevelRecord\"`",
    );
    becomes(&OfSpark { id: 1 }, &Aliased { id: 1 });
}

#[test]
fn an_alias_of_two_minds_is_refused_and_hides_behind_no_default() {
    versions! {
        struct Old { x: i32, y: i32 }
        #[avro(name = "Old")]
        struct New { #[avro(alias = "x", alias = "y", default = 9)] z: i32 }
    }
    is_refused::<_, New>(
        &Old { x: 1, y: 2 },
        ErrorKind::Resolution,
        "Old.z at byte 0: the aliases of `z` name two fields of the writer, `x` and `y`",
    );
}

#[test]
fn serde_names_and_aliases_evolve_too() {
    #[derive(avro_entity::AvroEntity, Debug, PartialEq)]
    struct Old {
        id: i32,
        session: i32,
    }
    #[derive(serde::Serialize, serde::Deserialize, avro_entity::AvroEntity, Debug, PartialEq)]
    #[avro(name = "Old")]
    struct New {
        #[serde(rename = "_id", alias = "id")]
        key: i64,
        #[serde(skip)]
        session: i32,
        #[serde(default)]
        added: String,
    }
    becomes(&Old { id: 4, session: 3 }, &New { key: 4, session: 0, added: String::new() });
}
