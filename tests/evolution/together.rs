//! Many changes at once, on every level.

use crate::proof::becomes;
use avro_entity::AvroEntity;
use std::collections::BTreeMap;

mod v1 {
    use super::*;

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    #[avro(namespace = "t")]
    pub struct User {
        pub id: i32,
        pub mail: String,
        pub tmp: Vec<String>,
        pub ratio: f32,
        pub home: Option<Address>,
        pub others: Vec<Address>,
        pub by_name: BTreeMap<String, Address>,
        pub state: State,
    }

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    #[avro(namespace = "t")]
    pub struct Address {
        pub city: String,
        pub zip: i32,
    }

    #[derive(AvroEntity, Clone, Copy, Debug, PartialEq)]
    #[avro(namespace = "t")]
    pub enum State {
        Open,
        Closed,
        Odd,
    }
}

mod v2 {
    use super::*;

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    #[avro(namespace = "t")]
    pub struct User {
        pub state: State,
        #[avro(alias = "mail")]
        pub email: String,
        pub id: i64,
        pub ratio: f64,
        #[avro(default = "none")]
        pub nick: String,
        pub added: Option<i32>,
        #[avro(default = 7)]
        pub front: Option<i32>,
        pub home: Option<Address>,
        pub others: Vec<Address>,
        pub by_name: BTreeMap<String, Address>,
    }

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    #[avro(namespace = "t")]
    pub struct Address {
        pub zip: i64,
        pub city: String,
        #[avro(default_json = "[\"a\"]")]
        pub lines: Vec<String>,
    }

    #[derive(AvroEntity, Clone, Copy, Debug, PartialEq)]
    #[avro(namespace = "t")]
    pub enum State {
        #[avro(default)]
        Unknown,
        Closed,
        Open,
    }
}

#[test]
fn everything_at_once() {
    let address = |zip: i32| v1::Address { city: "X".into(), zip };
    let old = v1::User {
        id: 3,
        mail: "m".into(),
        tmp: vec!["gone".into()],
        ratio: 0.5,
        home: Some(address(1)),
        others: vec![address(2), address(3)],
        by_name: [("k".to_owned(), address(4))].into(),
        state: v1::State::Odd,
    };
    let address = |zip: i64| v2::Address { city: "X".into(), zip, lines: vec!["a".into()] };
    let new = v2::User {
        state: v2::State::Unknown,
        email: "m".into(),
        id: 3,
        ratio: 0.5,
        nick: "none".into(),
        added: None,
        front: Some(7),
        home: Some(address(1)),
        others: vec![address(2), address(3)],
        by_name: [("k".to_owned(), address(4))].into(),
    };
    becomes(&old, &new);
}
