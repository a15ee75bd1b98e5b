//! Fields that are added, removed and moved.

use crate::proof::{all_become, becomes, bytes_become, is_refused};
use crate::versions;
use avro_entity::ErrorKind;
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[test]
fn an_added_field_has_its_default_in_every_form() {
    fn limit() -> i32 {
        10
    }
    versions! {
        struct Old { id: i32 }
        enum Shape { Round { radius: f64 }, Square(f64), #[avro(name = "Dot")] Point }
        #[derive(Default)]
        enum Colour { Red, #[default] Green }
        struct Point { x: i32, y: i32 }
        #[avro(name = "Old")]
        struct New {
            #[avro(default = 5)]
            literal: i64,
            #[avro(default = "text")]
            text: String,
            #[avro(default = limit())]
            call: i32,
            #[avro(default = vec![1, 2])]
            items: Vec<i32>,
            id: i32,
            #[avro(default)]
            bare: bool,
            #[avro(default)]
            bare_map: BTreeMap<String, i32>,
            #[avro(default)]
            colour: Colour,
            #[avro(default_json = "[[1], []]")]
            json: Vec<Vec<i64>>,
            #[avro(default_json = r#"{"y": 2, "x": 1}"#)]
            json_record: Point,
            #[avro(default = Point { x: 3, y: 4 })]
            record: Point,
            #[avro(default = 1.5)]
            number: f32,
            #[avro(default_json = r#""\u00ff\u0000""#)]
            bytes: Vec<u8>,
            #[avro(default = [7, 8])]
            fixed: [u8; 2],
            none: Option<i32>,
            #[avro(default = 7)]
            some: Option<i32>,
            #[avro(default = Some("x".to_owned()))]
            some_text: Option<String>,
            #[avro(default_json = "3")]
            some_json: Option<i64>,
            #[avro(default = Shape::Square(2.0))]
            second_branch: Shape,
            #[avro(default = Some(Shape::Point))]
            third_branch: Option<Shape>,
            #[avro(default_json = "3.5")]
            json_branch: Shape,
        }
    }
    becomes(
        &Old { id: 1 },
        &New {
            literal: 5,
            text: "text".into(),
            call: 10,
            items: vec![1, 2],
            id: 1,
            bare: false,
            bare_map: BTreeMap::new(),
            colour: Colour::Green,
            json: vec![vec![1], vec![]],
            json_record: Point { x: 1, y: 2 },
            record: Point { x: 3, y: 4 },
            number: 1.5,
            bytes: vec![255, 0],
            fixed: [7, 8],
            none: None,
            some: Some(7),
            some_text: Some("x".into()),
            some_json: Some(3),
            second_branch: Shape::Square(2.0),
            third_branch: Some(Shape::Point),
            json_branch: Shape::Square(3.5),
        },
    );
}

#[test]
fn a_field_whose_default_moved_a_branch_reads_data_of_the_old_order() {
    versions! {
        enum Shape { Round { radius: f64 }, Square(f64) }
        struct Old { a: Option<i32>, b: Shape, c: Option<Shape> }
        #[avro(name = "Old")]
        struct New {
            #[avro(default = Some(Shape::Square(1.0)))]
            c: Option<Shape>,
            #[avro(default = Shape::Square(1.0))]
            b: Shape,
            #[avro(default = 5)]
            a: Option<i32>,
        }
    }
    let round = || Shape::Round { radius: 0.5 };
    all_become(&[
        (&Old { a: None, b: round(), c: None }, &New { a: None, b: round(), c: None }),
        (
            &Old { a: Some(1), b: Shape::Square(2.0), c: Some(round()) },
            &New { a: Some(1), b: Shape::Square(2.0), c: Some(round()) },
        ),
        (
            &Old { a: Some(2), b: Shape::Square(3.0), c: Some(Shape::Square(4.0)) },
            &New { a: Some(2), b: Shape::Square(3.0), c: Some(Shape::Square(4.0)) },
        ),
    ]);
}

#[test]
fn removed_fields_of_every_type_are_skipped() {
    versions! {
        enum Plain { A, B }
        enum Either { Left(bool), Right { text: String }, Neither }
        struct Tree { value: i64, children: Vec<Tree> }
        struct Old {
            none: (),
            yes: bool,
            int: i32,
            long: i64,
            kept_first: String,
            float: f32,
            double: f64,
            text: String,
            bytes: Vec<u8>,
            fixed: [u8; 3],
            plain: Plain,
            pair: (i32, String),
            union: Either,
            nested: Option<Vec<Option<Either>>>,
            map: HashMap<String, Vec<Either>>,
            set: BTreeSet<String>,
            tree: Tree,
            kept_last: i64,
        }
        #[avro(name = "Old")]
        struct New { kept_first: String, kept_last: i64 }
    }
    let right = || Either::Right { text: "right".into() };
    let leaf = |value| Tree { value, children: vec![] };
    becomes(
        &Old {
            none: (),
            yes: true,
            int: -1,
            long: i64::MIN,
            kept_first: "kept".into(),
            float: 1.0,
            double: 2.0,
            text: "gone".into(),
            bytes: vec![1; 300],
            fixed: [1, 2, 3],
            plain: Plain::B,
            pair: (1, "two".into()),
            union: Either::Neither,
            nested: Some(vec![None, Some(Either::Left(true)), Some(right())]),
            map: HashMap::from([("k".into(), vec![right(), Either::Neither])]),
            set: BTreeSet::from(["s".into()]),
            tree: Tree { value: 1, children: vec![leaf(2), Tree { value: 3, children: vec![leaf(4)] }] },
            kept_last: i64::MAX,
        },
        &New { kept_first: "kept".into(), kept_last: i64::MAX },
    );
}

#[test]
fn sized_blocks_are_jumped_over_and_read_through() {
    versions! {
        struct Entry { n: i64 }
        #[avro(name = "Log")]
        struct Log { #[avro(default = -1)] added: i32, kept: Vec<Entry>, last: bool }
    }
    let writer = r#"{"type": "record", "name": "Log", "fields": [
        {"name": "dropped", "type": {"type": "array", "items": "string"}},
        {"name": "dropped_map", "type": {"type": "map", "values": "int"}},
        {"name": "kept", "type": {"type": "array", "items": {"type": "record", "name": "Entry", "fields": [
            {"name": "n", "type": "int"}, {"name": "gone", "type": "string"}]}}},
        {"name": "last", "type": "boolean"}]}"#;
    // Each array and map has blocks with a size in front. The first is long enough to be jumped over, and nobody looks into it.
    let mut bytes = vec![3, 0xc8, 1];
    bytes.extend([0xff; 100]);
    bytes.extend([2, 2, b'x', 0]);
    bytes.extend([1, 6, 2, b'k', 4, 0]);
    bytes.extend([3, 10, 2, 2, b'a', 4, 0, 2, 6, 0, 0]);
    bytes.push(1);
    let log = Log { added: -1, kept: vec![Entry { n: 1 }, Entry { n: 2 }, Entry { n: 3 }], last: true };
    bytes_become(writer, &bytes, &log);
}

#[test]
fn fields_in_any_order_find_their_place() {
    versions! {
        struct Old { a: i32, b: String, c: Vec<i64>, d: Option<bool>, e: f64 }
        #[avro(name = "Old")]
        struct New { e: f64, c: Vec<i64>, a: i32, d: Option<bool>, b: String }
    }
    all_become(&[
        (
            &Old { a: 1, b: "b".into(), c: vec![1, 2], d: Some(true), e: 0.5 },
            &New { a: 1, b: "b".into(), c: vec![1, 2], d: Some(true), e: 0.5 },
        ),
        (
            &Old { a: 2, b: String::new(), c: vec![], d: None, e: 1.5 },
            &New { a: 2, b: String::new(), c: vec![], d: None, e: 1.5 },
        ),
    ]);
}

#[test]
fn a_record_gains_its_first_fields_and_loses_its_last() {
    versions! {
        struct Empty {}
        #[avro(name = "Empty")]
        struct Full { #[avro(default = 1)] a: i32, b: Option<String> }
    }
    becomes(&Empty {}, &Full { a: 1, b: None });
    becomes(&Full { a: 3, b: Some("x".into()) }, &Empty {});
}

#[test]
fn an_ignored_field_is_made_anew() {
    versions! {
        struct Old { id: i32, cache: String }
        #[avro(name = "Old")]
        struct New {
            #[avro(ignore)]
            cache: String,
            #[avro(ignore, default = 7)]
            count: u8,
            id: i64,
        }
    }
    becomes(&Old { id: 1, cache: "old".into() }, &New { cache: String::new(), count: 7, id: 1 });
}

#[test]
fn documentation_order_and_properties_change_nothing() {
    versions! {
        struct Old { id: i32, at: i64 }
        /// A documented type.
        #[avro(name = "Old", meta(owner = "team"))]
        struct New {
            /// The number.
            #[avro(order = "descending", meta(pii = true), private)]
            id: i32,
            #[avro(type_meta(unit = "ms"))]
            at: i64,
        }
    }
    becomes(&Old { id: 1, at: 2 }, &New { id: 1, at: 2 });
}

#[test]
fn an_added_field_without_default_is_refused() {
    versions! {
        struct Old { a: i32 }
        struct Holder { olds: BTreeMap<String, Old> }
        #[avro(name = "Old")]
        struct New { a: i32, #[avro(required)] b: Option<String>, c: bool }
        #[avro(name = "Holder")]
        struct HolderNew { olds: BTreeMap<String, New> }
    }
    is_refused::<_, New>(
        &Old { a: 1 },
        ErrorKind::Resolution,
        "Old.b at byte 0: the writer has no field `b`, and it has no default",
    );
    is_refused::<_, HolderNew>(
        &Holder { olds: BTreeMap::from([("k".into(), Old { a: 1 })]) },
        ErrorKind::Resolution,
        r#"Holder.olds["k"].b at byte 3: the writer has no field `b`, and it has no default"#,
    );
}
