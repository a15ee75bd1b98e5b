//! What other implementations got wrong, by name.

use crate::proof::{all_become, becomes, bytes_become};
use crate::versions;
use avro_entity::resolve::{Plan, resolve};
use avro_entity::{AvroSchema, Decoder, ErrorKind, Limits, to_vec};

#[test]
fn an_alias_with_a_default_returns_the_data() {
    versions! {
        struct Old { mail: String, count: Option<i32> }
        #[avro(name = "Old")]
        struct New { #[avro(alias = "count", default = 7)] number: Option<i64>, #[avro(alias = "mail", default = "nobody")] email: String }
    }
    all_become(&[
        (&Old { mail: "m".into(), count: Some(1) }, &New { number: Some(1), email: "m".into() }),
        (&Old { mail: "m".into(), count: None }, &New { number: None, email: "m".into() }),
    ]);
}

#[test]
fn a_named_type_that_is_used_twice_evolves_in_both_places() {
    versions! {
        struct Place { city: String, zip: i32 }
        struct Old { from: Place, to: Option<Place>, via: Vec<Place> }
        #[avro(name = "Place")]
        struct PlaceNew { zip: i64, #[avro(default = "?")] street: String, city: String }
        #[avro(name = "Old")]
        struct New { via: Vec<PlaceNew>, from: PlaceNew, to: Option<PlaceNew> }
    }
    let old = |city: &str, zip| Place { city: city.into(), zip };
    let new = |city: &str, zip| PlaceNew { zip, street: "?".into(), city: city.into() };
    becomes(
        &Old { from: old("a", 1), to: Some(old("b", 2)), via: vec![old("c", 3)] },
        &New { via: vec![new("c", 3)], from: new("a", 1), to: Some(new("b", 2)) },
    );
}

#[test]
fn records_that_look_alike_keep_their_branch() {
    versions! {
        enum Old { Bought { price: i32 }, Sold { price: i32 }, Kept { price: i32 } }
        enum New { Kept { price: i64 }, Sold { price: i64 }, Bought { price: i64 }, Lost { price: i64 } }
    }
    all_become(&[
        (&Old::Bought { price: 1 }, &New::Bought { price: 1 }),
        (&Old::Sold { price: 2 }, &New::Sold { price: 2 }),
        (&Old::Kept { price: 3 }, &New::Kept { price: 3 }),
    ]);
}

#[test]
fn a_default_of_the_second_branch_is_taken() {
    versions! {
        struct Old { id: i32 }
        #[avro(name = "Old")]
        struct New { id: i32, #[avro(default = 5)] added: Option<i32> }
    }
    becomes(&Old { id: 1 }, &New { id: 1, added: Some(5) });
    // The same as a foreign schema has it: `null` first, and a default that is valid for the second branch alone.
    let reader = avro_entity::Schema::parse_foreign(
        r#"{"type": "record", "name": "Old", "fields": [
            {"name": "id", "type": "int"}, {"name": "added", "type": ["null", "int"], "default": 5}]}"#,
    )
    .unwrap();
    let plan = resolve(Old::schema(), &reader);
    let json = plan.to_json(&mut Decoder::new(&[2]), avro_entity::resolve::Mode::Convert).unwrap();
    assert_eq!(json.to_string(), r#"{"id":1,"added":{"int":5}}"#);
}

#[test]
fn a_default_of_bytes_is_bytes_and_not_text() {
    versions! {
        struct Old { id: i32 }
        #[avro(name = "Old")]
        struct New { #[avro(default_json = r#""\u00ff""#)] bytes: Vec<u8>, #[avro(default = b"\xff\0".to_vec())] more: Vec<u8>, id: i32 }
    }
    becomes(&Old { id: 1 }, &New { bytes: vec![255], more: vec![255, 0], id: 1 });
}

#[test]
fn a_union_in_a_union_s_place_is_read_by_its_index() {
    versions! {
        struct Only { value: Option<String> }
    }
    let writer =
        r#"{"type": "record", "name": "Only", "fields": [{"name": "value", "type": ["string", "null", "bytes"]}]}"#;
    bytes_become(writer, &[0, 2, b'a'], &Only { value: Some("a".into()) });
    bytes_become(writer, &[2], &Only { value: None });
    bytes_become(writer, &[4, 2, b'b'], &Only { value: Some("b".into()) });
}

mod list {
    use avro_entity::AvroEntity;

    #[derive(AvroEntity, Debug, PartialEq)]
    #[avro(name = "Node")]
    pub struct Old {
        pub value: i32,
        pub next: Option<Box<Old>>,
    }

    #[derive(AvroEntity, Debug, PartialEq)]
    #[avro(name = "Node")]
    pub struct New {
        pub next: Option<Box<New>>,
        pub value: i64,
    }

    impl New {
        pub fn len(&self) -> usize {
            std::iter::successors(Some(self), |node| node.next.as_deref()).count()
        }
    }

    /// A list of so many nodes, as it is written: no Rust value of that depth need be built.
    pub fn bytes(nodes: usize) -> Vec<u8> {
        let mut bytes = [2, 2].repeat(nodes - 1);
        bytes.extend([2, 0]);
        bytes
    }
}

fn list_plan() -> Plan {
    resolve(list::Old::schema(), list::New::schema())
}

#[test]
fn a_linked_list_of_ten_thousand_nodes_is_refused_by_the_limit_of_depth() {
    let bytes = list::bytes(10_000);
    let error = list_plan().read::<list::New>(&mut Decoder::new(&bytes)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit, "{error}");
    assert!(error.message().contains("128"), "{error}");
    let mut value = list_plan().read::<list::New>(&mut Decoder::new(&list::bytes(3))).unwrap();
    let error = list_plan().read_into(&mut value, &mut Decoder::new(&bytes)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit, "{error}");
}

#[test]
fn a_linked_list_within_the_limit_is_read() {
    let plan = list_plan();
    let read: list::New = plan.read(&mut Decoder::new(&list::bytes(100))).unwrap();
    assert_eq!(read.len(), 100);
    let limits = Limits { depth: 1_000, ..Limits::default() };
    let bytes = list::bytes(900);
    let reads = move || plan.read::<list::New>(&mut Decoder::with_limits(&bytes, &limits)).unwrap().len();
    // Frames of a debug build are large; a deeper limit is for those who have the stack.
    let deep = std::thread::Builder::new().stack_size(64 << 20).spawn(reads).unwrap();
    assert_eq!(deep.join().unwrap(), 900);
}

#[test]
fn nested_nullable_records_are_planned_and_read_in_linear_time() {
    // Sixty levels: were every branch tried, or every way through the schema walked, this would never end.
    let schema = |leaf: &str, levels: usize| {
        let innermost = format!(r#"{{"type": "record", "name": "R0", "fields": [{{"name": "a", "type": "{leaf}"}}]}}"#);
        (1..levels).fold(innermost, |inner, level| {
            let previous = level - 1;
            format!(
                r#"{{"type": "record", "name": "R{level}", "fields": [
                    {{"name": "a", "type": ["null", {inner}]}}, {{"name": "b", "type": ["null", "R{previous}"]}}]}}"#
            )
        })
    };
    let parse = |leaf| avro_entity::Schema::parse(&schema(leaf, 60)).unwrap();
    let plan = resolve(&parse("int"), &parse("long"));
    assert_eq!(plan.verdict(), avro_entity::resolve::Verdict::Always);
    assert!(plan.nodes().len() < 1_000, "{} nodes", plan.nodes().len());

    // The same for a Rust type that holds itself twice.
    versions! {
        struct Old { n: i32, left: Option<Box<Old>>, right: Option<Box<Old>> }
        #[avro(name = "Old")]
        struct New { right: Option<Box<New>>, left: Option<Box<New>>, n: i64 }
    }
    let old = (1..60).fold(Old { n: 0, left: None, right: None }, |inner, n| Old {
        n,
        left: Some(inner.into()),
        right: None,
    });
    let bytes = to_vec(&old).unwrap();
    let mut read: New = resolve(Old::schema(), New::schema()).read(&mut Decoder::new(&bytes)).unwrap();
    for n in (1..60).rev() {
        assert_eq!((read.n, &read.right), (n, &None));
        read = *read.left.unwrap();
    }
}

#[test]
fn truncated_data_are_an_error_at_every_length() {
    versions! {
        struct Inner { id: i32, name: String }
        struct Old { id: i32, gone: Vec<String>, name: String, inner: Vec<Inner>, maybe: Option<f32>, fixed: [u8; 2] }
        #[avro(name = "Inner")]
        struct InnerNew { name: Vec<u8>, id: i64 }
        #[avro(name = "Old")]
        struct New { fixed: [u8; 2], maybe: Option<f64>, inner: Vec<InnerNew>, name: String, id: f64 }
    }
    let old = Old {
        id: 300,
        gone: vec!["gone".into()],
        name: "name".into(),
        inner: vec![Inner { id: 1, name: "n".into() }, Inner { id: 2, name: "m".into() }],
        maybe: Some(1.0),
        fixed: [1, 2],
    };
    let bytes = to_vec(&old).unwrap();
    let plan = resolve(Old::schema(), New::schema());
    let whole: New = plan.read(&mut Decoder::new(&bytes)).unwrap();
    for end in 0..bytes.len() {
        let mut decoder = Decoder::new(&bytes[..end]);
        let error = plan.read::<New>(&mut decoder).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedEnd, "cut at {end}: {error}");
        let mut reused = whole.clone();
        let error = plan.read_into(&mut reused, &mut Decoder::new(&bytes[..end])).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedEnd, "cut at {end}, into a value: {error}");
    }
}
