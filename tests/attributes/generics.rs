//! Generic types, lifetimes and recursion.

use super::{refusal_of, round_trip, schema_of};
use avro_entity::{AvroDecode, AvroDecodeOwned, AvroEncode, AvroEntity, AvroSchema};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::sync::Arc;

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(namespace = "shop")]
struct Page<T> {
    items: Vec<T>,
    next: Option<String>,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(namespace = "shop.people")]
struct Account {
    id: i32,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Pages {
    accounts: Page<Account>,
    again: Page<Account>,
    optional: Page<Option<Account>>,
    lists: Page<Vec<i64>>,
    maps: Page<HashMap<String, Vec<u8>>>,
    nested: Page<Page<String>>,
}

fn page<T>(items: Vec<T>) -> Page<T> {
    Page { items, next: None }
}

#[test]
fn instances_are_named_after_their_arguments() {
    insta::assert_snapshot!(schema_of::<Pages>(), @r#"
    {
      "type": "record",
      "name": "Pages",
      "fields": [
        {
          "name": "accounts",
          "type": {
            "type": "record",
            "name": "Page_Account",
            "namespace": "shop",
            "fields": [
              {
                "name": "items",
                "type": {
                  "type": "array",
                  "items": {
                    "type": "record",
                    "name": "Account",
                    "namespace": "shop.people",
                    "fields": [
                      {
                        "name": "id",
                        "type": "int"
                      }
                    ]
                  }
                }
              },
              {
                "name": "next",
                "type": [
                  "null",
                  "string"
                ],
                "default": null
              }
            ]
          }
        },
        {
          "name": "again",
          "type": "shop.Page_Account"
        },
        {
          "name": "optional",
          "type": {
            "type": "record",
            "name": "Page_optional__Account",
            "namespace": "shop",
            "fields": [
              {
                "name": "items",
                "type": {
                  "type": "array",
                  "items": [
                    "null",
                    "shop.people.Account"
                  ]
                }
              },
              {
                "name": "next",
                "type": [
                  "null",
                  "string"
                ],
                "default": null
              }
            ]
          }
        },
        {
          "name": "lists",
          "type": {
            "type": "record",
            "name": "Page_array__long",
            "namespace": "shop",
            "fields": [
              {
                "name": "items",
                "type": {
                  "type": "array",
                  "items": {
                    "type": "array",
                    "items": "long"
                  }
                }
              },
              {
                "name": "next",
                "type": [
                  "null",
                  "string"
                ],
                "default": null
              }
            ]
          }
        },
        {
          "name": "maps",
          "type": {
            "type": "record",
            "name": "Page_map__bytes",
            "namespace": "shop",
            "fields": [
              {
                "name": "items",
                "type": {
                  "type": "array",
                  "items": {
                    "type": "map",
                    "values": "bytes"
                  }
                }
              },
              {
                "name": "next",
                "type": [
                  "null",
                  "string"
                ],
                "default": null
              }
            ]
          }
        },
        {
          "name": "nested",
          "type": {
            "type": "record",
            "name": "Page_Page__string",
            "namespace": "shop",
            "fields": [
              {
                "name": "items",
                "type": {
                  "type": "array",
                  "items": {
                    "type": "record",
                    "name": "Page_string",
                    "fields": [
                      {
                        "name": "items",
                        "type": {
                          "type": "array",
                          "items": "string"
                        }
                      },
                      {
                        "name": "next",
                        "type": [
                          "null",
                          "string"
                        ],
                        "default": null
                      }
                    ]
                  }
                }
              },
              {
                "name": "next",
                "type": [
                  "null",
                  "string"
                ],
                "default": null
              }
            ]
          }
        }
      ]
    }
    "#);
    round_trip(&[Pages {
        accounts: page(vec![Account { id: 1 }]),
        again: page(vec![]),
        optional: page(vec![None, Some(Account { id: 2 })]),
        lists: page(vec![vec![1, 2], vec![]]),
        maps: page(vec![HashMap::from([("k".to_owned(), vec![7])])]),
        nested: page(vec![page(vec!["x".to_owned()])]),
    }]);
}

#[test]
fn every_instance_has_a_schema_of_its_own() {
    assert!(std::ptr::eq(Page::<i32>::schema(), Page::<i32>::schema()));
    assert!(!Page::<i32>::schema().same(Page::<i64>::schema()));
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Pair<K, V = i64>
where
    K: Ord + Clone,
    V: Clone,
{
    key: K,
    value: V,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Inline<T: AvroEntity> {
    items: Vec<T>,
    #[avro(default)]
    first: Option<T>,
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Apart<T>
where
    T: AvroDecodeOwned + AvroEncode,
{
    One(T),
    Many { items: Vec<T> },
}

#[derive(AvroEntity, Debug, PartialEq)]
struct ForAny<T: avro_entity::AvroSchema + for<'any> AvroDecode<'any>, U>
where
    for<'any> U: AvroDecode<'any> + AvroEncode,
    T: AvroEncode,
{
    left: T,
    right: Option<Box<ForAny<T, U>>>,
    other: U,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Associated<I: Iterator>
where
    I::Item: AvroEntity,
{
    items: Vec<I::Item>,
}

#[derive(AvroSchema, AvroEncode, AvroDecode, Debug, PartialEq)]
struct OneByOne<T: AvroEntity> {
    item: T,
}

#[test]
fn parameters_may_be_bounded_by_the_traits_of_the_library() {
    round_trip(&[Inline { items: vec![1], first: Some(2) }]);
    round_trip(&[Apart::One("a".to_owned()), Apart::Many { items: vec!["b".to_owned()] }]);
    let inner = ForAny { left: 1, right: None, other: true };
    round_trip(&[ForAny { left: 2, right: Some(Box::new(inner)), other: false }]);
    round_trip(&[Associated::<std::ops::Range<i64>> { items: vec![3] }]);
    round_trip(&[OneByOne { item: 4.5 }]);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Grid<const N: usize> {
    cells: [i32; N],
    raw: [u8; N],
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Either<L, R> {
    Left { value: L },
    Right { value: R },
}

#[test]
fn bounds_defaults_and_constants_of_parameters_are_kept() {
    insta::assert_snapshot!(schema_of::<(Pair<String>, Pair<bool, f32>)>(), @r#"
    {
      "type": "record",
      "name": "Tuple2_Pair__string__long_Pair__boolean__float",
      "namespace": "avro_entity",
      "fields": [
        {
          "name": "_0",
          "type": {
            "type": "record",
            "name": "Pair_string_long",
            "namespace": "",
            "fields": [
              {
                "name": "key",
                "type": "string"
              },
              {
                "name": "value",
                "type": "long"
              }
            ]
          }
        },
        {
          "name": "_1",
          "type": {
            "type": "record",
            "name": "Pair_boolean_float",
            "namespace": "",
            "fields": [
              {
                "name": "key",
                "type": "boolean"
              },
              {
                "name": "value",
                "type": "float"
              }
            ]
          }
        }
      ]
    }
    "#);
    insta::assert_snapshot!(schema_of::<(Grid<2>, Grid<3>)>(), @r#"
    {
      "type": "record",
      "name": "Tuple2_Grid__2_Grid__3",
      "namespace": "avro_entity",
      "fields": [
        {
          "name": "_0",
          "type": {
            "type": "record",
            "name": "Grid_2",
            "namespace": "",
            "fields": [
              {
                "name": "cells",
                "type": {
                  "type": "array",
                  "items": "int"
                }
              },
              {
                "name": "raw",
                "type": {
                  "type": "fixed",
                  "name": "Grid_2_raw",
                  "size": 2
                }
              }
            ]
          }
        },
        {
          "name": "_1",
          "type": {
            "type": "record",
            "name": "Grid_3",
            "namespace": "",
            "fields": [
              {
                "name": "cells",
                "type": {
                  "type": "array",
                  "items": "int"
                }
              },
              {
                "name": "raw",
                "type": {
                  "type": "fixed",
                  "name": "Grid_3_raw",
                  "size": 3
                }
              }
            ]
          }
        }
      ]
    }
    "#);
    insta::assert_snapshot!(schema_of::<Vec<Either<i32, Account>>>(), @r#"
    {
      "type": "array",
      "items": [
        {
          "type": "record",
          "name": "Left_int_Account",
          "fields": [
            {
              "name": "value",
              "type": "int"
            }
          ]
        },
        {
          "type": "record",
          "name": "Right_int_Account",
          "fields": [
            {
              "name": "value",
              "type": {
                "type": "record",
                "name": "Account",
                "namespace": "shop.people",
                "fields": [
                  {
                    "name": "id",
                    "type": "int"
                  }
                ]
              }
            }
          ]
        }
      ]
    }
    "#);
    round_trip(&[Pair { key: "k".to_owned(), value: 5i64 }]);
    assert_eq!(round_trip(&[Grid { cells: [1, 2], raw: [3, 4] }]), [[4, 2, 4, 0, 3, 4]]);
    round_trip(&[Either::Left { value: 1 }, Either::Right { value: Account { id: 2 } }]);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Borrowed<'a> {
    name: &'a str,
    raw: &'a [u8],
    title: Cow<'a, str>,
    #[avro(default = "x")]
    tail: Option<&'a str>,
    inner: Inner<'a>,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Inner<'b> {
    words: Vec<&'b str>,
}

#[test]
fn borrowed_fields_point_into_the_bytes() {
    insta::assert_snapshot!(schema_of::<Borrowed<'_>>(), @r#"
    {
      "type": "record",
      "name": "Borrowed",
      "fields": [
        {
          "name": "name",
          "type": "string"
        },
        {
          "name": "raw",
          "type": "bytes"
        },
        {
          "name": "title",
          "type": "string"
        },
        {
          "name": "tail",
          "type": [
            "string",
            "null"
          ],
          "default": "x"
        },
        {
          "name": "inner",
          "type": {
            "type": "record",
            "name": "Inner",
            "fields": [
              {
                "name": "words",
                "type": {
                  "type": "array",
                  "items": "string"
                }
              }
            ]
          }
        }
      ]
    }
    "#);
    let value = Borrowed {
        name: "Ann",
        raw: &[1, 2],
        title: Cow::Borrowed("Dr"),
        tail: None,
        inner: Inner { words: vec!["a", ""] },
    };
    let bytes = avro_entity::to_vec(&value).unwrap();
    let back: Borrowed<'_> = avro_entity::from_slice(&bytes).unwrap();
    assert_eq!(back, value);
    assert!(bytes.as_ptr_range().contains(&back.name.as_ptr()), "`name` is borrowed");
    assert!(matches!(back.title, Cow::Borrowed(_)));
    let mut into = Borrowed {
        name: "",
        raw: &[],
        title: Cow::Owned("long text".into()),
        tail: Some("t"),
        inner: Inner { words: vec![] },
    };
    avro_entity::decode_into(&mut into, &bytes).unwrap();
    assert_eq!(into, value);
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Tree {
    value: i32,
    children: Vec<Tree>,
    parent: Option<Box<Tree>>,
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
enum Expr {
    Number(f64),
    Sum(Box<Expr>, Box<Expr>),
    Negate { of: Arc<Expr> },
    Call { arguments: HashMap<String, Expr> },
}

#[test]
fn recursive_types_refer_to_themselves_by_name() {
    insta::assert_snapshot!(schema_of::<Tree>(), @r#"
    {
      "type": "record",
      "name": "Tree",
      "fields": [
        {
          "name": "value",
          "type": "int"
        },
        {
          "name": "children",
          "type": {
            "type": "array",
            "items": "Tree"
          }
        },
        {
          "name": "parent",
          "type": [
            "null",
            "Tree"
          ],
          "default": null
        }
      ]
    }
    "#);
    insta::assert_snapshot!(schema_of::<Expr>(), @r#"
    [
      "double",
      {
        "type": "record",
        "name": "Sum",
        "fields": [
          {
            "name": "_0",
            "type": [
              "double",
              "Sum",
              {
                "type": "record",
                "name": "Negate",
                "fields": [
                  {
                    "name": "of",
                    "type": [
                      "double",
                      "Sum",
                      "Negate",
                      {
                        "type": "record",
                        "name": "Call",
                        "fields": [
                          {
                            "name": "arguments",
                            "type": {
                              "type": "map",
                              "values": [
                                "double",
                                "Sum",
                                "Negate",
                                "Call"
                              ]
                            }
                          }
                        ]
                      }
                    ]
                  }
                ]
              },
              "Call"
            ]
          },
          {
            "name": "_1",
            "type": [
              "double",
              "Sum",
              "Negate",
              "Call"
            ]
          }
        ]
      },
      "Negate",
      "Call"
    ]
    "#);
    let leaf = Tree { value: 1, children: vec![], parent: None };
    let tree = Tree { value: 2, children: vec![leaf.clone(), leaf.clone()], parent: Some(Box::new(leaf.clone())) };
    assert_eq!(round_trip(&[leaf, tree])[1], [4, 4, 2, 0, 0, 2, 0, 0, 0, 2, 2, 0, 0]);
    let one = Expr::Number(1.0);
    let negated = Expr::Negate { of: Arc::new(one.clone()) };
    let sum = Expr::Sum(Box::new(negated.clone()), Box::new(one.clone()));
    round_trip(&[one, negated, Expr::Call { arguments: HashMap::from([("a".to_owned(), sum)]) }]);
}

#[derive(AvroEntity, Debug)]
enum Json {
    Number(f64),
    Pair { left: Box<Json>, right: Option<Box<Json>> },
    Nothing(Absent),
    List(List),
    Object(Object),
}

#[derive(AvroEntity, Debug)]
struct List(Vec<Json>);

#[derive(AvroEntity, Debug)]
struct Object(HashMap<String, Option<Json>>);

#[derive(AvroEntity, Debug)]
struct Absent {
    why: Option<Box<Json>>,
}

#[derive(AvroEntity, Debug)]
struct Document {
    meta: Option<Json>,
    body: List,
}

#[test]
fn a_type_that_contains_itself_without_a_record_in_between_is_refused() {
    insta::assert_snapshot!(refusal_of::<Json>(), @r"
    attributes::generics::Json: `attributes::generics::Json` contains itself through `attributes::generics::List` without a record in between, which Avro cannot express: a struct with a named field is a record
    `attributes::generics::Json` contains itself through `attributes::generics::Object` without a record in between, which Avro cannot express: a struct with a named field is a record
    ");
    insta::assert_snapshot!(refusal_of::<Document>(), @r"
    attributes::generics::Document: `attributes::generics::Json` contains itself through `attributes::generics::List` without a record in between, which Avro cannot express: a struct with a named field is a record
    `attributes::generics::Json` contains itself through `attributes::generics::Object` without a record in between, which Avro cannot express: a struct with a named field is a record
    ");
}

mod first {
    #[derive(avro_entity::AvroEntity, Debug)]
    pub(crate) struct Account {
        id: i32,
    }
}

mod second {
    #[derive(avro_entity::AvroEntity, Debug)]
    pub(crate) struct Account {
        name: String,
    }
}

#[derive(AvroEntity, Debug)]
struct Collision {
    one: first::Account,
    two: Option<second::Account>,
}

#[test]
fn two_types_of_one_name_are_refused_and_both_named() {
    let error = refusal_of::<Collision>();
    assert!(error.contains("generics::first::Account"), "{error}");
    assert!(error.contains("generics::second::Account"), "{error}");
    assert!(error.contains("both have the name `Account`"), "{error}");
}

#[derive(AvroEntity, Debug, Default, PartialEq)]
struct UserId(i64);

#[derive(AvroEntity, Debug, PartialEq)]
struct OrderId(i64);

impl Default for OrderId {
    fn default() -> OrderId {
        OrderId(7)
    }
}

/// What it was and is.
#[derive(AvroEntity, Debug, PartialEq)]
#[avro(alias = "Change")]
struct Changed<T> {
    was: Option<T>,
    is: T,
    step: Option<Step<T>>,
    #[avro(default = 1)]
    weight: Option<i32>,
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Step<T> {
    Undone {
        to: i32,
        #[avro(ignore)]
        of: PhantomData<T>,
    },
    Before {
        change: Box<Changed<T>>,
        digest: [u8; 2],
    },
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Changes {
    user: Changed<UserId>,
    orders: Vec<Changed<OrderId>>,
    numbers: Option<Changed<i64>>,
    tags: (Tag<UserId>, Tag<OrderId>),
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Tag<T> {
    text: String,
    #[avro(ignore)]
    of: PhantomData<T>,
}

#[test]
fn instances_that_are_the_same_in_avro_are_one_definition() {
    insta::assert_snapshot!(schema_of::<Changes>(), @r#"
    {
      "type": "record",
      "name": "Changes",
      "fields": [
        {
          "name": "user",
          "type": {
            "type": "record",
            "name": "Changed_long",
            "doc": "What it was and is.",
            "aliases": [
              "Change"
            ],
            "fields": [
              {
                "name": "was",
                "type": [
                  "null",
                  "long"
                ],
                "default": null
              },
              {
                "name": "is",
                "type": "long"
              },
              {
                "name": "step",
                "type": [
                  "null",
                  {
                    "type": "record",
                    "name": "Undone_long",
                    "fields": [
                      {
                        "name": "to",
                        "type": "int"
                      }
                    ]
                  },
                  {
                    "type": "record",
                    "name": "Before_long",
                    "fields": [
                      {
                        "name": "change",
                        "type": "Changed_long"
                      },
                      {
                        "name": "digest",
                        "type": {
                          "type": "fixed",
                          "name": "Before_long_digest",
                          "size": 2
                        }
                      }
                    ]
                  }
                ],
                "default": null
              },
              {
                "name": "weight",
                "type": [
                  "int",
                  "null"
                ],
                "default": 1
              }
            ]
          }
        },
        {
          "name": "orders",
          "type": {
            "type": "array",
            "items": "Changed_long"
          }
        },
        {
          "name": "numbers",
          "type": [
            "null",
            "Changed_long"
          ],
          "default": null
        },
        {
          "name": "tags",
          "type": {
            "type": "record",
            "name": "Tuple2_Tag_Tag",
            "namespace": "avro_entity",
            "fields": [
              {
                "name": "_0",
                "type": {
                  "type": "record",
                  "name": "Tag",
                  "namespace": "",
                  "fields": [
                    {
                      "name": "text",
                      "type": "string"
                    }
                  ]
                }
              },
              {
                "name": "_1",
                "type": ".Tag"
              }
            ]
          }
        }
      ]
    }
    "#);
    let changed = |is| Changed { was: Some(OrderId(1)), is, step: None, weight: None };
    let before = Step::Before { change: Box::new(changed(OrderId(2))), digest: [1, 2] };
    let changes = Changes {
        user: Changed {
            was: None,
            is: UserId(3),
            step: Some(Step::Undone { to: 4, of: PhantomData }),
            weight: Some(2),
        },
        orders: vec![changed(OrderId(5)), Changed { step: Some(before), ..changed(OrderId(6)) }],
        numbers: None,
        tags: (Tag { text: "u".into(), of: PhantomData }, Tag { text: "o".into(), of: PhantomData }),
    };
    let bytes = round_trip(&[changes]);
    let schema = Changes::schema();
    let json = avro_entity::generic::to_json(schema, &mut avro_entity::Decoder::new(&bytes[0])).unwrap();
    assert_eq!(json["orders"][1]["step"]["Before_long"]["change"]["is"], 2);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Counted<T: Default> {
    #[avro(default)]
    id: T,
}

#[derive(AvroEntity, Debug)]
struct Counts {
    user: Counted<UserId>,
    number: Counted<i64>,
    order: Counted<OrderId>,
}

#[test]
fn instances_that_differ_in_a_default_are_refused_and_both_named() {
    insta::assert_snapshot!(refusal_of::<Counts>(), @"Counts.order: `attributes::generics::Counted<attributes::generics::UserId>` and `attributes::generics::Counted<attributes::generics::OrderId>` both have the name `Counted_long`: give one another `name` or `namespace`");
}

mod shown {
    #[derive(avro_entity::AvroEntity, Debug)]
    pub struct User {
        id: i64,
    }
}

mod hidden {
    #[derive(avro_entity::AvroEntity, Debug)]
    pub struct User {
        #[avro(private)]
        id: i64,
    }
}

#[derive(AvroEntity, Debug)]
struct Around<T> {
    inside: T,
}

#[derive(AvroEntity, Debug)]
struct Both {
    shown: Around<shown::User>,
    hidden: Around<hidden::User>,
}

#[test]
fn instances_around_two_types_of_one_name_are_not_one() {
    insta::assert_snapshot!(refusal_of::<Both>(), @r"
    Both.hidden: `attributes::generics::Around<attributes::generics::shown::User>` and `attributes::generics::Around<attributes::generics::hidden::User>` both have the name `Around_User`: give one another `name` or `namespace`
    Around_User.inside: `attributes::generics::shown::User` and `attributes::generics::hidden::User` both have the name `User`: give one another `name` or `namespace`
    ");
}

#[allow(non_camel_case_types, reason = "names with underscores are what the test is about")]
#[test]
fn names_of_instances_are_injective() {
    // `Page<A_B>` and a two-parameter `Page<A, B>` would both be `Page_A_B` if parts were merely joined.
    #[derive(AvroEntity, Debug)]
    struct Two<A, B> {
        a: A,
        b: B,
    }
    #[derive(AvroEntity, Debug)]
    struct A {
        a: i32,
    }
    #[derive(AvroEntity, Debug)]
    struct B_C {
        a: i32,
    }
    #[derive(AvroEntity, Debug)]
    struct A_B {
        a: i32,
    }
    #[derive(AvroEntity, Debug)]
    struct C {
        a: i32,
    }
    let names = [<Two<A, B_C>>::type_name(), <Two<A_B, C>>::type_name()];
    assert_ne!(names[0], names[1]);
    assert!(<(Two<A, B_C>, Two<A_B, C>)>::try_schema().is_ok());
}
