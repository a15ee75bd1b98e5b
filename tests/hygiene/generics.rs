//! Parameters with bounds, where clauses, defaults and constants, called as the derived code might call its own.

use avro_entity::{AvroEntity, AvroSchema};
use std::borrow::Cow;
use std::fmt::Debug;

#[derive(AvroEntity, Debug, PartialEq)]
struct Bounded<T: Clone + Debug, E = i32>
where
    T: PartialEq,
    E: Debug,
{
    value: T,
    other: Option<E>,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Sized_<const N: usize, const M: usize> {
    numbers: [i32; N],
    bytes: [u8; M],
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Lifetimes<'a, 'de, T: ?Sized + ToOwned>
where
    T: Debug + PartialEq,
    'a: 'de,
{
    first: &'a str,
    second: &'de str,
    third: Cow<'a, str>,
    #[avro(ignore)]
    marker: std::marker::PhantomData<(&'a T, &'de T)>,
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Choice<T, R>
where
    R: Debug,
{
    First { value: T },
    Second { value: Vec<R> },
    Neither,
}

trait Kind {
    type Id: Debug + PartialEq;
}

#[derive(Debug, PartialEq, AvroEntity)]
struct Plane {
    id: i32,
}

impl Kind for Plane {
    type Id = String;
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Reference<K: Kind>
where
    K::Id: AvroSchema,
{
    id: K::Id,
    all: Vec<K::Id>,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct List<T> {
    head: T,
    tail: Option<Box<List<T>>>,
}

#[test]
fn bounds_stay_where_they_are() {
    let bytes = super::round_trip(
        &Bounded { value: "a".to_owned(), other: Some(1) },
        Bounded { value: "b".to_owned(), other: None },
    );
    assert_eq!(bytes, [2, b'a', 2, 2]);
    let sized = |x| Sized_ { numbers: [x, 2], bytes: [3] };
    assert_eq!(super::round_trip(&sized(1), sized(5)), [4, 2, 4, 0, 3]);
    let choice: [Choice<i32, i64>; 3] =
        [Choice::First { value: 1 }, Choice::Second { value: vec![2] }, Choice::Neither];
    for value in &choice {
        assert!(!super::round_trip(value, Choice::Neither).is_empty());
    }
}

#[test]
fn a_lifetime_may_have_any_name() {
    let bytes = [2, b'a', 2, b'b', 2, b'c'];
    let expected: Lifetimes<'_, '_, str> =
        Lifetimes { first: "a", second: "b", third: "c".into(), marker: std::marker::PhantomData };
    assert_eq!(avro_entity::from_slice(&bytes).ok(), Some(expected));
}

#[test]
fn recursion_passes_through_parameters() {
    let list = |head| List { head, tail: Some(Box::new(List { head: 2, tail: None })) };
    assert_eq!(super::round_trip(&list(1), list(7)), [2, 2, 4, 0]);
}

#[test]
fn fields_may_have_types_that_belong_to_a_parameter() {
    let reference = |id: &str| Reference::<Plane> { id: id.to_owned(), all: vec![] };
    assert_eq!(super::round_trip(&reference("N1"), reference("")), [4, b'N', b'1', 0]);
    assert_eq!(super::round_trip(&Plane { id: 1 }, Plane { id: 2 }), [2]);
}
