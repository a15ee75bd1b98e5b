//! The rules of resolution by name, the regressions that other implementations have, and what a plan says of mismatches.

use avro_entity::resolve::{Action, Mode, Plan, PlanCache, PlanNode, Reach, Rule, Verdict, resolve};
use avro_entity::{Decoder, Error, ErrorKind, Pinned, Schema, Transcoder, generic};
use serde_json::{Value, json};

fn schema(json: Value) -> Schema {
    Schema::parse(&json.to_string()).unwrap()
}

fn record(name: &str, fields: Value) -> Value {
    json!({"type": "record", "name": name, "fields": fields})
}

fn plan(writer: &Value, reader: &Value) -> Plan {
    resolve(&schema(writer.clone()), &schema(reader.clone()))
}

/// Writes `datum` under `writer` and reads it under `reader`, generic and transcoded.
fn read(writer: &Value, reader: &Value, datum: &Value) -> Result<Value, Error> {
    let plan = plan(writer, reader);
    let bytes = generic::from_json(plan.writer(), datum).unwrap();
    let value = plan.to_json(&mut Decoder::new(&bytes), Mode::Raw);
    match Transcoder::with_plan(plan.clone()).mode(Mode::Raw).transcode(&bytes) {
        Ok(bytes) => {
            let transcoded = generic::to_json(plan.reader(), &mut Decoder::new(&bytes)).unwrap();
            assert_eq!(&transcoded, value.as_ref().unwrap());
        }
        Err(error) => assert_eq!(error.to_string(), value.as_ref().unwrap_err().to_string()),
    }
    value
}

#[test]
fn an_alias_with_a_default_returns_the_data_and_not_the_default() {
    let writer = record("R", json!([{"name": "old", "type": "int"}]));
    let reader = record("R", json!([{"name": "new", "aliases": ["old"], "type": "long", "default": -1}]));
    assert_eq!(read(&writer, &reader, &json!({"old": 7})).unwrap(), json!({"new": 7}));
}

#[test]
fn a_named_type_that_is_used_twice_evolves_in_both_places() {
    let leg = |fields: Value| record("Leg", fields);
    let trip =
        |leg: Value| record("Trip", json!([{"name": "out", "type": leg}, {"name": "back", "type": ["null", "Leg"]}]));
    let writer = trip(leg(json!([{"name": "km", "type": "int"}])));
    let reader =
        trip(leg(json!([{"name": "fare", "type": "string", "default": "Y"}, {"name": "km", "type": "double"}])));
    let plan = plan(&writer, &reader);
    let records = plan.nodes().filter(|(_, node)| matches!(node, PlanNode::Record(_))).count();
    assert_eq!(records, 2, "one node for the trip and one for both legs");
    let datum = json!({"out": {"km": 1}, "back": {"Leg": {"km": 2}}});
    let expected = json!({"out": {"fare": "Y", "km": 1.0}, "back": {"Leg": {"fare": "Y", "km": 2.0}}});
    assert_eq!(read(&writer, &reader, &datum).unwrap(), expected);
}

#[test]
fn unions_of_records_that_look_alike_keep_their_branch() {
    let branch = |name: &str| record(name, json!([{"name": "id", "type": "int"}]));
    let writer = json!([branch("Cat"), branch("Dog")]);
    for reader in [json!([branch("Cat"), branch("Dog")]), json!([branch("Dog"), "null", branch("Cat")])] {
        for name in ["Cat", "Dog"] {
            let datum = json!({name: {"id": 3}});
            assert_eq!(read(&writer, &reader, &datum).unwrap(), datum);
        }
    }
}

#[test]
fn a_union_without_branches_is_read_as_no_type() {
    for reader in [json!("int"), json!(["int"]), record("R", json!([])), json!({"type": "array", "items": "long"})] {
        let inside = |of: Value| record("Outer", json!([{"name": "a", "type": of}]));
        for (writer, reader) in [(json!([]), reader.clone()), (inside(json!([])), inside(reader.clone()))] {
            let plan = plan(&writer, &reader);
            for bytes in [&[0u8, 0][..], &[2, 0], &[0x0e, 0]] {
                let error = plan.to_json(&mut Decoder::new(bytes), Mode::Raw).unwrap_err();
                assert!(error.message().contains("branch"), "{reader}: {error}");
            }
        }
    }
}

/// An alias renames the writer's type, whose full name then is that of the branch.
#[test]
fn an_alias_with_the_writers_full_name_goes_before_a_branch_of_the_same_unqualified_name() {
    let field = |name: &str| json!([{"name": name, "type": "int"}]);
    let mut aliased = record("c.Y", field("x"));
    aliased["aliases"] = json!(["a.X"]);
    let many = (0..12).map(|n| record(&format!("m.Other{n}"), json!([])));
    for fields in ["q", "x"] {
        let few = vec![json!("null"), record("b.X", field(fields)), aliased.clone()];
        for reader in [few.clone(), few.into_iter().chain(many.clone()).collect()] {
            let found = read(&record("a.X", field("x")), &Value::Array(reader), &json!({"x": 1}));
            assert_eq!(found.unwrap(), json!({"c.Y": {"x": 1}}));
        }
    }
}

#[test]
fn an_int_that_is_jumped_over_has_five_bytes_and_32_bits_at_most() {
    let writer = |kind: Value| record("R", json!([{"name": "z", "type": kind}, {"name": "k", "type": "int"}]));
    let reader = record("R", json!([{"name": "k", "type": "int"}]));
    let symbols = json!({"type": "enum", "name": "E", "symbols": ["A"]});
    for kind in [json!("int"), json!(["int", "null"]), json!({"type": "array", "items": "int"}), symbols] {
        let plan = plan(&writer(kind.clone()), &reader);
        for number in [&[0xff, 0xff, 0xff, 0xff, 0xff, 0x0f][..], &[0x80, 0x80, 0x80, 0x80, 0x80, 0x00]] {
            let datum = match &kind {
                Value::Array(_) => [&[0], number, &[2]].concat(),
                Value::Object(kind) if kind["type"] == "array" => [&[2], number, &[0, 2]].concat(),
                _ => [number, &[2]].concat(),
            };
            let error = plan.to_json(&mut Decoder::new(&datum), Mode::Raw).unwrap_err();
            assert_eq!(error.message(), "an int has at most five bytes and 32 bits", "{kind}");
        }
    }
    let plan = plan(&writer(json!("long")), &reader);
    let long = [0xff, 0xff, 0xff, 0xff, 0xff, 0x0f, 2];
    assert_eq!(plan.to_json(&mut Decoder::new(&long), Mode::Raw).unwrap(), json!({"k": 1}));
}

#[test]
fn a_new_nullable_field_takes_a_default_of_its_second_branch() {
    let writer = record("R", json!([]));
    let reader = record("R", json!([{"name": "n", "type": ["null", "int"], "default": 5}]));
    assert_eq!(read(&writer, &reader, &json!({})).unwrap(), json!({"n": {"int": 5}}));
}

#[test]
fn the_bytes_of_a_default_are_code_points() {
    let writer = record("R", json!([]));
    let reader = record("R", json!([{"name": "b", "type": "bytes", "default": "\u{ff}"}]));
    let plan = plan(&writer, &reader);
    let PlanNode::Record(node) = plan.node(plan.root()) else { panic!("{plan:?}") };
    assert_eq!(node.defaults[0].as_deref(), Some(&[2, 0xff][..]));
    assert_eq!(read(&writer, &reader, &json!({})).unwrap(), json!({"b": "\u{ff}"}));
}

#[test]
fn nested_nullable_records_resolve_in_linear_time() {
    // Every record has two fields of the next one: 2^60 ways lead to the innermost.
    let nested = |innermost: &str| {
        let mut text = json!(innermost);
        for level in 0..60 {
            let name = format!("R{level}");
            let again = if level == 0 { json!(innermost) } else { json!(format!("R{}", level - 1)) };
            let fields = json!([{"name": "a", "type": ["null", text]}, {"name": "b", "type": ["null", again]}]);
            text = record(&name, fields);
        }
        text
    };
    let plan = plan(&nested("int"), &nested("long"));
    assert_eq!(plan.verdict(), Verdict::Always);
    assert!(plan.nodes().len() < 60 * 12, "{} nodes", plan.nodes().len());
}

#[test]
fn truncated_input_is_an_error_wherever_it_ends() {
    let writer =
        record("R", json!([{"name": "s", "type": "string"}, {"name": "n", "type": {"type": "array", "items": "int"}}]));
    let reader =
        record("R", json!([{"name": "n", "type": {"type": "array", "items": "long"}}, {"name": "s", "type": "bytes"}]));
    let plan = plan(&writer, &reader);
    let bytes = generic::from_json(plan.writer(), &json!({"s": "abc", "n": [1, 300]})).unwrap();
    for end in 0..bytes.len() {
        let error = plan.to_json(&mut Decoder::new(&bytes[..end]), Mode::Raw).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedEnd, "{end} bytes: {error}");
    }
}

#[test]
fn a_record_is_read_step_by_step_with_one_opcode_each() {
    let writer = record(
        "R",
        json!([{"name": "a", "type": "int"}, {"name": "gone", "type": "string"}, {"name": "c", "type": "boolean"}]),
    );
    let reader = record(
        "R",
        json!([{"name": "a", "type": "long"}, {"name": "b", "type": "int", "default": 1}, {"name": "c", "type": "boolean"}]),
    );
    let plan = plan(&writer, &reader);
    let PlanNode::Record(node) = plan.node(plan.root()) else { panic!("{plan:?}") };
    let opcodes: Vec<u32> = node.steps.iter().map(|step| step.opcode).collect();
    assert_eq!(opcodes, [2, 9 + 5, 4, 6], "a through a node, skip a text, default of b, c as it is");
    assert!(node.ordered);
    let actions: Vec<Action> = node.actions().collect();
    assert!(matches!(actions[1], Action::Skip { writer } if plan.writer().node(writer).kind.type_name() == "string"));
    assert_eq!(actions[3], Action::Read { field: 2 });
}

#[test]
fn text_and_bytes_are_in_the_readers_order_whatever_the_writers_is() {
    let field = |name: &str| json!({"name": name, "type": "string"});
    let inner = |names: [&str; 2]| record("I", names.map(field).as_slice().into());
    let writer = record("R", json!([{"name": "x", "type": inner(["p", "q"])}, field("y"), {"name": "z", "type": "I"}]));
    let added = json!({"name": "d", "type": "int", "default": 0});
    let reader = record("R", json!([{"name": "z", "type": inner(["q", "p"])}, added, {"name": "x", "type": "I"}]));
    let plan = plan(&writer, &reader);
    let datum = json!({"x": {"p": "1", "q": "2"}, "y": "3", "z": {"p": "4", "q": "5"}});
    let bytes = generic::from_json(plan.writer(), &datum).unwrap();
    let mut text = b"> ".to_vec();
    plan.to_json_text(&mut Decoder::new(&bytes), Mode::Raw, &mut text).unwrap();
    let expected = r#"> {"z":{"q":"5","p":"4"},"d":0,"x":{"q":"2","p":"1"}}"#;
    assert_eq!(String::from_utf8(text).unwrap(), expected);
    assert_eq!(plan.to_json(&mut Decoder::new(&bytes), Mode::Raw).unwrap().to_string(), &expected[2..]);
    let transcoded = Transcoder::with_plan(plan).transcode(&bytes).unwrap();
    assert_eq!(transcoded, [2, b'5', 2, b'4', 0, 2, b'2', 2, b'1']);
}

#[test]
fn never_is_said_only_when_every_datum_fails() {
    let list =
        |value: &str| record("L", json!([{"name": "v", "type": value}, {"name": "next", "type": ["null", "L"]}]));
    let tree = |value: Value| {
        record(
            "T",
            json!([{"name": "v", "type": ["null", value]}, {"name": "more", "type": {"type": "array", "items": "T"}}]),
        )
    };
    let field = |kind: Value| record("R", json!([{"name": "ok", "type": "int"}, {"name": "x", "type": kind}]));
    let items = |kind: &str| json!({"type": "array", "items": kind});
    let cases = [
        (json!("long"), json!("int"), Verdict::Never),
        (field(json!("long")), field(json!("int")), Verdict::Never),
        (field(items("long")), field(items("int")), Verdict::Conditional),
        (
            field(json!({"type": "map", "values": "string"})),
            field(json!({"type": "map", "values": "int"})),
            Verdict::Conditional,
        ),
        (json!(["null", "long"]), json!("string"), Verdict::Never),
        (json!(["null", "long"]), json!("long"), Verdict::Conditional),
        (json!(["long"]), json!("long"), Verdict::Always),
        (list("long"), list("int"), Verdict::Never),
        (list("int"), list("long"), Verdict::Always),
        (tree(json!("long")), tree(json!("int")), Verdict::Conditional),
        (tree(json!("int")), tree(json!("double")), Verdict::Always),
    ];
    for (writer, reader, verdict) in cases {
        assert_eq!(plan(&writer, &reader).verdict(), verdict, "{writer} read as {reader}");
    }
}

#[test]
fn a_cycle_that_fails_behind_the_first_visit_fails_wherever_it_is_entered() {
    // A holds B holds A; what does not resolve is in B, behind the way back to A.
    let pair = |first: &str, value: &str| {
        let a = |b: Value| record("A", json!([{"name": "b", "type": ["null", b]}]));
        let b = |a: Value| record("B", json!([{"name": "a", "type": ["null", a]}, {"name": "x", "type": value}]));
        if first == "A" { a(b(json!("A"))) } else { b(a(json!("B"))) }
    };
    assert_eq!(plan(&pair("A", "long"), &pair("A", "int")).verdict(), Verdict::Conditional);
    assert_eq!(plan(&pair("B", "long"), &pair("B", "int")).verdict(), Verdict::Never);
    let both =
        |value: &str| record("R", json!([{"name": "one", "type": pair("A", value)}, {"name": "two", "type": "A"}]));
    let plan = plan(&both("long"), &both("int"));
    assert_eq!(plan.verdict(), Verdict::Conditional);
    assert_eq!(plan.mismatches().len(), 1, "one pair, however many ways lead to it");
}

/// The mismatches of a pair as rule, both paths and reach.
fn mismatches(writer: &Value, reader: &Value) -> Vec<(Rule, String, String, Reach)> {
    let plan = plan(writer, reader);
    let all = plan.mismatches();
    all.map(|found| (found.rule(), found.writer_path().to_string(), found.reader_path().to_string(), found.reach()))
        .collect()
}

#[test]
fn a_mismatch_says_which_rule_where_in_both_schemas_and_how_much_comes_there() {
    let writer = record(
        "x.Order",
        json!([
            {"name": "lines", "type": {"type": "array", "items": {"type": "map", "values": record("Line", json!([{"name": "n", "type": "long"}]))}}},
            {"name": "paid", "type": ["null", {"type": "fixed", "name": "Card", "size": 8}]},
            {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "SENT"]}},
            {"name": "old", "type": "int"},
            {"name": "one", "type": "int"}, {"name": "two", "type": "int"},
        ]),
    );
    let reader = record(
        "x.Order",
        json!([
            {"name": "rows", "aliases": ["lines"], "type": {"type": "array", "items": {"type": "map", "values": record("Line", json!([{"name": "n", "type": "int"}]))}}},
            {"name": "paid", "type": ["null", {"type": "fixed", "name": "Card", "size": 4}]},
            {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW"]}},
            {"name": "old", "type": "string"},
            {"name": "added", "type": "string"},
            {"name": "either", "aliases": ["one", "two"], "type": "int", "default": 0},
        ]),
    );
    let path = |text: &str| text.to_owned();
    assert_eq!(
        mismatches(&writer, &reader),
        [
            (Rule::MissingField, path("x.Order"), path("x.Order.added"), Reach::All),
            (Rule::AliasAmbiguous, path("x.Order"), path("x.Order.either"), Reach::All),
            (Rule::EnumSymbols, path("x.Order.state"), path("x.Order.state"), Reach::Some),
            (Rule::Type, path("x.Order.old"), path("x.Order.old"), Reach::All),
            (Rule::FixedSize, path("x.Order.paid(x.Card)"), path("x.Order.paid(x.Card)"), Reach::Some),
            (Rule::Type, path("x.Order.lines[]{}.n"), path("x.Order.rows[]{}.n"), Reach::Some),
        ]
    );
}

#[test]
fn names_branches_and_defaults_that_do_not_fit_have_rules_of_their_own() {
    let (a, b) = (record("A", json!([])), record("B", json!([])));
    assert_eq!(mismatches(&a, &b), [(Rule::Name, "A".into(), "B".into(), Reach::All)]);
    assert_eq!(mismatches(&a, &json!(["null", b])), [(Rule::UnionBranch, "A".into(), "".into(), Reach::All)]);
    let wanted = record("A", json!([{"name": "n", "type": "int", "default": "text"}]));
    let reader = Schema::parse_foreign(&wanted.to_string()).unwrap();
    let plan = resolve(&schema(a), &reader);
    assert_eq!(plan.mismatches().next().unwrap().rule(), Rule::InvalidDefault);
    assert_eq!(plan.verdict(), Verdict::Never);
}

#[test]
fn a_symbol_that_is_missing_fails_only_when_it_is_read() {
    let suit = |symbols: Value| json!({"type": "enum", "name": "Suit", "symbols": symbols});
    let (writer, reader) = (suit(json!(["CLUBS", "STARS"])), suit(json!(["HEARTS", "CLUBS"])));
    assert_eq!(read(&writer, &reader, &json!("CLUBS")).unwrap(), json!("CLUBS"));
    let error = read(&writer, &reader, &json!("STARS")).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string()),
        (ErrorKind::Symbol, "byte 0: enum `Suit` has no default and none of the symbols `STARS`".into())
    );
}

#[test]
fn an_alias_of_two_minds_fails_although_there_is_a_default() {
    let writer = record("R", json!([{"name": "x", "type": "int"}, {"name": "y", "type": "int"}]));
    let two = record("R", json!([{"name": "n", "type": "int", "aliases": ["x", "y"], "default": 0}]));
    let error = read(&writer, &two, &json!({"x": 1, "y": 2})).unwrap_err();
    assert_eq!(error.to_string(), "R.n at byte 0: the aliases of `n` name two fields of the writer, `x` and `y`");
    let wanted_twice = json!([{"name": "a", "type": "int", "aliases": ["x"]}, {"name": "b", "type": "int", "aliases": ["x"], "default": 0}]);
    let error = read(&writer, &record("R", wanted_twice), &json!({"x": 1, "y": 2})).unwrap_err();
    assert_eq!(error.to_string(), "R.a at byte 0: the writer's field `x` is named by the aliases of `a` and `b`");
    let claimed = json!([{"name": "x", "type": "int"}, {"name": "n", "type": "int", "aliases": ["x", "y"]}]);
    assert_eq!(read(&writer, &record("R", claimed), &json!({"x": 1, "y": 2})).unwrap(), json!({"x": 1, "n": 2}));
}

fn logical(kind: &str, logical: &str) -> Value {
    json!({"type": kind, "logicalType": logical})
}

fn decimal(scale: u32) -> Value {
    json!({"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": scale})
}

#[test]
fn times_and_decimals_convert_exactly_or_fail_unless_they_are_left_raw() {
    let millis = logical("long", "timestamp-millis");
    let micros = logical("long", "timestamp-micros");
    let to = |writer: &Value, reader: &Value, bytes: &[u8], mode: Mode| {
        plan(writer, reader).to_json(&mut Decoder::new(bytes), mode)
    };
    assert_eq!(to(&millis, &micros, &[2], Mode::Raw).unwrap(), json!(1));
    assert_eq!(to(&millis, &micros, &[2], Mode::Convert).unwrap(), json!(1000));
    assert_eq!(plan(&micros, &millis).verdict(), Verdict::Always);
    let error = to(&micros, &millis, &[2], Mode::Convert).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string()),
        (ErrorKind::Unit, "byte 0: `timestamp-micros` 1 is no whole number of `timestamp-millis`".into())
    );
    let of_day = (logical("int", "time-millis"), logical("long", "time-micros"));
    assert_eq!(to(&of_day.0, &of_day.1, &[2], Mode::Convert).unwrap(), json!(1000));
    assert_eq!(to(&decimal(2), &decimal(3), &[2, 5], Mode::Convert).unwrap(), json!("2"));
    assert_eq!(to(&decimal(3), &decimal(2), &[2, 5], Mode::Raw).unwrap(), json!("\u{5}"));
    assert_eq!(to(&decimal(3), &decimal(2), &[2, 5], Mode::Convert).unwrap_err().kind(), ErrorKind::Scale);
}

#[test]
fn writing_under_a_pinned_schema_is_refused_when_some_data_cannot_be_expressed() {
    let today = record("R", json!([{"name": "a", "type": ["null", "int"]}, {"name": "b", "type": "string"}]));
    let pinned = record("R", json!([{"name": "a", "type": "long"}, {"name": "c", "type": "int"}]));
    let error = Transcoder::writing_under(&schema(today.clone()), &schema(pinned)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Resolution);
    assert_eq!(
        error.message(),
        "not all data can be written under the pinned schema: R: the writer has no field `c`, and it has no default; \
         R.a(null): `null` is not read as `long`"
    );
    let older = record("R", json!([{"name": "b", "type": "bytes"}]));
    let transcoder = Transcoder::writing_under(&schema(today.clone()), &schema(older)).unwrap();
    let bytes = generic::from_json(&schema(today), &json!({"a": {"int": 5}, "b": "hi"})).unwrap();
    assert_eq!(transcoder.transcode(&bytes).unwrap(), [4, b'h', b'i']);
}

#[test]
fn what_is_appended_to_stays_as_it_was_after_an_error() {
    let pinned = Pinned::<Vec<String>>::new(&schema(json!({"type": "array", "items": "bytes"}))).unwrap();
    let mut out = vec![1];
    pinned.encode(&vec!["a".to_owned()], &mut out).unwrap();
    assert_eq!(out, [1, 2, 2, b'a', 0]);
    let transcoder = Transcoder::new(&schema(json!(["int", "null"])), &schema(json!("long")));
    let mut decoder = Decoder::new(&[0, 4, 2]);
    transcoder.transcode_next(&mut decoder, &mut out).unwrap();
    assert_eq!(transcoder.transcode_next(&mut decoder, &mut out).unwrap_err().kind(), ErrorKind::Resolution);
    assert_eq!(out, [1, 2, 2, b'a', 0, 4]);
    assert_eq!(transcoder.transcode(&[0, 4, 9]).unwrap_err().kind(), ErrorKind::TrailingBytes);
}

#[test]
fn a_plan_is_made_once_for_two_schemas_and_again_for_others_that_only_print_alike() {
    fn shared<T: Send + Sync>(value: T) -> T {
        value
    }
    let plans = shared(PlanCache::with_capacity(2));
    let writer = record("R", json!([{"name": "a", "type": "int"}]));
    let reader = |default: u32| {
        record("R", json!([{"name": "a", "type": "int"}, {"name": "b", "type": "int", "default": default}]))
    };
    let first = plans.get(&schema(writer.clone()), &schema(reader(1)));
    let again = std::thread::scope(|scope| {
        let thread = scope.spawn(|| plans.get(&schema(writer.clone()), &schema(reader(1))));
        thread.join().unwrap()
    });
    assert!(first.same(&again));
    let other = plans.get(&schema(writer.clone()), &schema(reader(2)));
    assert_eq!(other.to_json(&mut Decoder::new(&[2]), Mode::Raw).unwrap(), json!({"a": 1, "b": 2}));
    assert_eq!(plans.len(), 2);
    plans.get(&schema(writer.clone()), &schema(reader(3)));
    assert_eq!(plans.len(), 2);
    assert!(!first.same(&plans.get(&schema(writer.clone()), &schema(reader(1)))), "the oldest made room");
    assert!(!plans.is_empty());
}

#[test]
fn a_union_without_a_branch_for_a_type_is_named_by_its_branches() {
    let message = |branches: &str| {
        let plan = resolve(&Schema::parse(r#""boolean""#).unwrap(), &Schema::parse_foreign(branches).unwrap());
        plan.mismatches().next().unwrap().message()
    };
    assert_eq!(message("[]"), "the union has no branches, and so none for `boolean`");
    assert_eq!(message(r#"["null"]"#), "`null`, the only branch of the union, does not take `boolean`");
    let many =
        r#"["null", "int", "string", "float", {"type": "enum", "name": "n.E", "symbols": ["A"]}, "long", "bytes"]"#;
    let expected = "no branch of the union of `null`, `int`, `string`, `float`, `n.E` and 2 more takes `boolean`";
    assert_eq!(message(many), expected);
}
