//! Newtypes, tuples, generics, recursive types and collections.

use crate::proof::{all_become, becomes, is_refused};
use crate::versions;
use avro_entity::{AvroDecodeOwned, AvroEncode, ErrorKind};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

#[test]
fn a_field_gets_a_newtype_of_its_own() {
    versions! {
        struct Inner { id: i32 }
        struct Old { id: i32, name: Option<String>, inner: Inner }
        struct Id(i64);
        #[avro(transparent)]
        struct Name { text: Option<String>, #[avro(ignore)] cache: u8 }
        #[avro(name = "Inner")]
        struct InnerNew { id: Id }
        struct Wrapped(InnerNew);
        #[avro(name = "Old")]
        struct New { name: Name, inner: Wrapped, id: Option<Id> }
    }
    let name = |text: Option<&str>| Name { text: text.map(str::to_owned), cache: 0 };
    all_become(&[
        (
            &Old { id: 1, name: Some("n".into()), inner: Inner { id: 2 } },
            &New { name: name(Some("n")), inner: Wrapped(InnerNew { id: Id(2) }), id: Some(Id(1)) },
        ),
        (
            &Old { id: 3, name: None, inner: Inner { id: 4 } },
            &New { name: name(None), inner: Wrapped(InnerNew { id: Id(4) }), id: Some(Id(3)) },
        ),
    ]);
}

#[test]
fn a_newtype_around_an_enum_reads_its_branches() {
    versions! {
        enum Shape { Round(f64), Named { name: String } }
        struct Old { shape: Shape }
        #[avro(name = "Shape")]
        enum ShapeNew { Named { name: String, #[avro(default = 1)] size: i32 }, Round(f64), Flat(bool) }
        struct Wrapped(ShapeNew);
        #[avro(name = "Old")]
        struct New { shape: Option<Wrapped> }
    }
    all_become(&[
        (&Old { shape: Shape::Round(1.0) }, &New { shape: Some(Wrapped(ShapeNew::Round(1.0))) }),
        (
            &Old { shape: Shape::Named { name: "n".into() } },
            &New { shape: Some(Wrapped(ShapeNew::Named { name: "n".into(), size: 1 })) },
        ),
    ]);
}

#[test]
fn a_tuple_struct_grows_and_gets_names() {
    versions! {
        struct Old(i32, String);
        #[avro(name = "Old")]
        struct Longer(i64, String, #[avro(default = true)] bool);
        #[avro(name = "Old")]
        struct Named { #[avro(alias = "_1")] name: String, #[avro(alias = "_0")] id: f64 }
    }
    becomes(&Old(1, "x".into()), &Longer(1, "x".into(), true));
    becomes(&Old(1, "x".into()), &Named { name: "x".into(), id: 1.0 });
}

#[test]
fn a_tuple_in_a_field_becomes_a_struct() {
    versions! {
        struct Old { pair: (i32, String), pairs: Vec<(i32, String)> }
        #[avro(name = "Pair", alias = "avro_entity.Tuple2_int_string")]
        struct Pair { #[avro(alias = "_1")] name: String, #[avro(alias = "_0")] id: i64 }
        #[avro(name = "Old")]
        struct New { pairs: Vec<Pair>, pair: Pair }
    }
    let pair = |id, name: &str| Pair { name: name.into(), id };
    becomes(
        &Old { pair: (1, "a".into()), pairs: vec![(2, "b".into())] },
        &New { pairs: vec![pair(2, "b")], pair: pair(1, "a") },
    );
}

#[test]
fn a_tuple_of_changed_records_is_read_through() {
    versions! {
        struct Inner { id: i32, gone: bool }
        struct Old { pair: (Inner, Option<Inner>) }
        #[avro(name = "Inner")]
        struct InnerNew { id: i64 }
        #[avro(name = "Old")]
        struct New { pair: (InnerNew, Option<InnerNew>) }
    }
    all_become(&[
        (&Old { pair: (Inner { id: 1, gone: true }, None) }, &New { pair: (InnerNew { id: 1 }, None) }),
        (
            &Old { pair: (Inner { id: 1, gone: true }, Some(Inner { id: 2, gone: false })) },
            &New { pair: (InnerNew { id: 1 }, Some(InnerNew { id: 2 })) },
        ),
    ]);
}

mod page {
    use avro_entity::AvroEntity;

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    #[avro(name = "Page")]
    pub struct Old<T> {
        pub items: Vec<T>,
        pub next: Option<Box<Old<T>>>,
        pub gone: bool,
    }

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    #[avro(name = "Page")]
    pub struct New<T> {
        #[avro(default)]
        pub first: Option<T>,
        pub next: Option<Box<New<T>>>,
        pub items: Vec<T>,
    }

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    pub enum Either<A, B> {
        Left(A),
        #[avro(name = "Right_of_two")]
        Right {
            value: B,
            list: Vec<B>,
        },
    }
}

/// A page of old items is read as one of new items.
#[track_caller]
fn pages_become<Old, New>(old: Old, new: New)
where
    Old: AvroEncode + Clone,
    New: AvroEncode + AvroDecodeOwned + Clone + PartialEq + std::fmt::Debug + 'static,
{
    let old_page = |next| page::Old { items: vec![old.clone(), old.clone()], next, gone: true };
    let new_page = |next| page::New { first: None, next, items: vec![new.clone(), new.clone()] };
    all_become(&[
        (&old_page(None), &new_page(None)),
        (&old_page(Some(Box::new(old_page(None)))), &new_page(Some(Box::new(new_page(None))))),
    ]);
}

#[test]
fn generics_evolve_with_their_arguments() {
    versions! {
        struct Inner { id: i32 }
        #[avro(name = "Inner")]
        struct InnerNew { id: i64, #[avro(default = "d")] added: String }
    }
    pages_become(7, 7);
    pages_become("text".to_owned(), "text".to_owned());
    pages_become(Inner { id: 1 }, InnerNew { id: 1, added: "d".into() });
    pages_become(vec![Some(Inner { id: 1 }), None], vec![Some(InnerNew { id: 1, added: "d".into() }), None]);
}

#[test]
fn generic_enums_evolve_with_their_arguments() {
    use page::Either;
    versions! {
        struct Inner { id: i32 }
        struct Old { all: Vec<Either<String, Inner>> }
        #[avro(name = "Inner")]
        struct InnerNew { #[avro(default = 3)] added: i32, id: i64 }
        #[avro(name = "Old")]
        struct New { all: Vec<Either<String, InnerNew>> }
    }
    let old = |id| Inner { id };
    let new = |id| InnerNew { added: 3, id };
    becomes(
        &Old { all: vec![Either::Left("l".into()), Either::Right { value: old(1), list: vec![old(2), old(3)] }] },
        &New { all: vec![Either::Left("l".into()), Either::Right { value: new(1), list: vec![new(2), new(3)] }] },
    );
}

#[test]
fn recursive_types_evolve_at_every_level() {
    versions! {
        struct Tree { value: i32, children: Vec<Tree>, note: String }
        #[avro(name = "Tree")]
        struct TreeNew { #[avro(default = "none")] colour: String, children: Vec<TreeNew>, value: i64, parent: Option<Box<TreeNew>> }
    }
    let old = |value, children| Tree { value, children, note: "n".into() };
    let new = |value, children| TreeNew { colour: "none".into(), children, value, parent: None };
    all_become(&[
        (&old(1, vec![]), &new(1, vec![])),
        (
            &old(1, vec![old(2, vec![old(3, vec![])]), old(4, vec![])]),
            &new(1, vec![new(2, vec![new(3, vec![])]), new(4, vec![])]),
        ),
    ]);
}

#[test]
fn two_types_that_hold_each_other_evolve() {
    versions! {
        struct Person { name: String, pets: Vec<Pet> }
        struct Pet { age: i32, friends: Vec<Person> }
        #[avro(name = "Person")]
        struct PersonNew { pets: Vec<PetNew>, name: String }
        #[avro(name = "Pet")]
        struct PetNew { friends: Vec<PersonNew>, age: i64, #[avro(default)] tame: bool }
    }
    becomes(
        &Person {
            name: "a".into(),
            pets: vec![Pet { age: 1, friends: vec![Person { name: "b".into(), pets: vec![] }] }],
        },
        &PersonNew {
            name: "a".into(),
            pets: vec![PetNew { age: 1, friends: vec![PersonNew { name: "b".into(), pets: vec![] }], tame: false }],
        },
    );
}

#[test]
fn one_collection_becomes_another() {
    versions! {
        struct Old { a: Vec<i32>, b: Vec<String>, c: Vec<i32>, d: BTreeMap<String, i32>, e: Vec<i32>, f: HashMap<String, i32> }
        #[avro(name = "Old")]
        struct New {
            f: BTreeMap<String, i64>,
            e: [i64; 2],
            d: HashMap<String, f64>,
            c: HashSet<i64>,
            b: BTreeSet<String>,
            a: VecDeque<i64>,
        }
    }
    becomes(
        &Old {
            a: vec![1, 2],
            b: vec!["a".into(), "b".into()],
            c: vec![3],
            d: BTreeMap::from([("k".into(), 4)]),
            e: vec![5, 6],
            f: HashMap::from([("k".into(), 7)]),
        },
        &New {
            f: BTreeMap::from([("k".into(), 7)]),
            e: [5, 6],
            d: HashMap::from([("k".into(), 4.0)]),
            c: HashSet::from([3]),
            b: BTreeSet::from(["a".into(), "b".into()]),
            a: VecDeque::from([1, 2]),
        },
    );
}

#[test]
fn pointers_are_no_change_and_read_through_changes() {
    versions! {
        struct Inner { id: i32 }
        struct Old { a: Inner, b: Inner, c: Inner, d: String, e: String, f: Option<Inner> }
        #[avro(name = "Inner")]
        struct InnerNew { id: i64 }
        #[avro(name = "Old")]
        struct New {
            f: Option<Arc<InnerNew>>,
            e: Box<str>,
            d: Arc<str>,
            c: Arc<InnerNew>,
            b: Rc<InnerNew>,
            a: Box<InnerNew>,
        }
    }
    let old = |id| Inner { id };
    let new = |id| InnerNew { id };
    becomes(
        &Old { a: old(1), b: old(2), c: old(3), d: "d".into(), e: "e".into(), f: Some(old(4)) },
        &New {
            f: Some(Arc::new(new(4))),
            e: "e".into(),
            d: "d".into(),
            c: Arc::new(new(3)),
            b: Rc::new(new(2)),
            a: Box::new(new(1)),
        },
    );
}

#[test]
fn an_error_deep_inside_names_the_whole_way() {
    versions! {
        struct Leaf { gone: i32, value: i64 }
        struct Old { first: bool, trees: Vec<BTreeMap<String, Option<Leaf>>> }
        #[avro(name = "Leaf")]
        struct LeafNew { value: u32 }
        #[avro(name = "Old")]
        struct New { trees: Vec<BTreeMap<String, Option<LeafNew>>> }
    }
    let leaf = Leaf { gone: 1, value: -5 };
    is_refused::<_, New>(
        &Old { first: true, trees: vec![BTreeMap::new(), BTreeMap::from([("k".into(), Some(leaf))])] },
        ErrorKind::Range,
        r#"Old.trees[1]["k"].value at byte 8: the long -5 is outside the range of `u32`"#,
    );
}
