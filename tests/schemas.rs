//! Schemas as text: what parsing refuses and says, what it keeps, what no text can do to it.

use avro_entity::schema::{Kind, Position, Severity};
use avro_entity::{AvroEntity, AvroSchema, ErrorKind, Limits, Schema};
use proptest::prelude::*;
use serde_json::json;

fn refusal(text: &str) -> String {
    Schema::parse(text).expect_err(text).to_string()
}

fn record(fields: &str) -> String {
    format!(r#"{{"type": "record", "name": "R", "fields": [{fields}]}}"#)
}

#[test]
fn a_mistake_is_told_with_line_column_and_path() {
    let text = r#"{"type": "record", "name": "Account", "fields": [
  {"name": "address", "type": {"type": "record", "name": "Address", "fields": [
    {"name": "zip", "type": "text"}
  ]}}
]}"#;
    assert_eq!(refusal(text), "line 3, column 29, Account.address.zip: there is no type `text`");
}

#[test]
fn all_mistakes_are_told_at_once() {
    let text =
        record(r#"{"name": "a", "type": "x"}, {"name": "b"}, {"name": "c", "type": {"type": "fixed", "name": "F"}}"#);
    let lines = refusal(&text);
    assert_eq!(lines.lines().count(), 3, "{lines}");
    let text = record(
        r#"{"name": "1", "type": "int"}, {"name": "b", "type": "int", "default": ""}, {"name": "b", "type": "int"}"#,
    );
    let lines = refusal(&text);
    assert_eq!(lines.lines().count(), 3, "{lines}");
}

#[test]
fn each_mistake_says_what_to_do() {
    let cases = [
        ("", "the text of the schema is empty"),
        ("int", "a schema is JSON: write `\"int\"`, in quotes"),
        ("5", "line 1, column 1: a type is a name, an object or an array of branches, not a number"),
        (r#"["int",]"#, "line 1, column 7: the text is not JSON: a comma in front of a closing bracket"),
        (r#"{"type": "int"} x"#, "line 1, column 17: the text is not JSON: something follows the end of the schema"),
        (r#"{"name": "R"}"#, "line 1, column 1: a type needs the member `type`"),
        (
            r#"{"type": "int", "type": "int"}"#,
            "line 1, column 25: the member `type` stands twice in one object: remove one of them",
        ),
        (
            r#"{"type": {"type": "int"}}"#,
            "line 1, column 10: `type` is the name of a type: take away the object around this one",
        ),
        (r#"{"type": "array"}"#, "line 1, column 1: `array` needs the member `items`"),
        (r#"{"type": "map", "items": "int"}"#, "line 1, column 1: `map` needs the member `values`"),
        (r#"{"type": "enum", "symbols": []}"#, "line 1, column 1: a record, enum or fixed needs a `name`, a string"),
        (r#"{"type": "enum", "name": "E"}"#, "line 1, column 1: `enum` needs the member `symbols`"),
        (r#"{"type": "enum", "name": "E", "symbols": "A"}"#, "line 1, column 42: `symbols` is an array, not a string"),
        (r#"{"type": "enum", "name": "E", "symbols": [1]}"#, "line 1, column 43: a symbol is a string, not a number"),
        (r#"{"type": "enum", "name": "E", "symbols": ["A", "A"]}"#, "line 1, column 1, E: the symbol `A` stands twice"),
        (
            r#"{"type": "enum", "name": "E", "symbols": ["A"], "default": "B"}"#,
            "line 1, column 1, E: the default `B` is none of the symbols",
        ),
        (
            r#"{"type": "fixed", "name": "F", "size": -1}"#,
            "line 1, column 40: `fixed` needs a `size`, a whole number from 0 to 2147483647",
        ),
        (
            r#"{"type": "fixed", "name": "a.string", "size": 1}"#,
            "line 1, column 1, string: `string` is a primitive type and cannot be the name of another one",
        ),
        (
            r#"{"type": "fixed", "name": ".F", "size": 1}"#,
            "line 1, column 27: the name `.F` starts with a dot: for the null namespace write `\"namespace\": \"\"`",
        ),
        (
            r#"{"type": "fixed", "name": "a.1.F", "size": 1}"#,
            "line 1, column 1, F: `1` is not a name: letters, digits and underscores, no digit in front in `a.1.F`",
        ),
        (
            r#"["int", ["null"]]"#,
            "line 1, column 9: a union directly inside a union: put its branches into the outer one",
        ),
        (r#"["int", {"type": "int"}]"#, "line 1, column 9: the union has two branches of the type `int`"),
        (
            r#"[{"type": "array", "items": "R"}, {"type": "fixed", "name": "R", "size": 1}]"#,
            "line 1, column 29: `R` is used before its definition: put the definition here and the name there",
        ),
    ];
    for (text, message) in cases {
        assert_eq!(refusal(text), message, "{text}");
    }
}

#[test]
fn each_mistake_in_a_field_says_what_to_do() {
    let cases = [
        (r#""a""#, "line 1, column 49, R: a field is an object with `name` and `type`, not a string"),
        (r#"{"type": "int"}"#, "line 1, column 49, R: a field needs a `name`, a string"),
        (
            r#"{"name": "a", "type": "array", "items": "int"}"#,
            "line 1, column 71, R.a: the type of the field needs an object of its own: `\"type\": {\"type\": \"array\", …}`",
        ),
        (
            r#"{"name": "a", "type": "int", "order": "up"}"#,
            "line 1, column 87, R.a: `order` is `ascending`, `descending` or `ignore`",
        ),
        (r#"{"name": "a", "type": "int", "aliases": "b"}"#, "line 1, column 89, R.a: `aliases` is an array of strings"),
        (r#"{"name": "a", "type": "int", "doc": 1}"#, "line 1, column 85, R.a: `doc` is a string, not a number"),
        (
            r#"{"name": "a", "type": "int", "default": 1.0}"#,
            "line 1, column 49, R.a: the default `1.0` is no `int`, a whole number of 32 bits",
        ),
        (
            r#"{"name": "a", "type": {"type": "array", "items": "int"}, "default": [1, null]}"#,
            "line 1, column 49, R.a: in it at `[1]`: the default `null` is no `int`, a whole number of 32 bits",
        ),
        (
            r#"{"name": "a", "type": ["int", "string"], "default": null}"#,
            "line 1, column 49, R.a: `null` is valid for no branch of the union",
        ),
        (
            r#"{"name": "a", "type": {"type": "array", "items": "R"}, "default": [{}]}"#,
            "the default is nested deeper than 128 levels, or contains itself without end",
        ),
    ];
    for (field, message) in cases {
        let text = format!(r#"{{"type": "record", "name": "R", "fields":      [{field}]}}"#);
        let found = refusal(&text);
        assert!(found == message || found.ends_with(message) && message.starts_with("the "), "{field}: {found}");
    }
}

#[test]
fn attributes_are_kept_on_every_type() {
    let text = concat!(
        r#"{"type":"record","name":"R","namespace":"a","doc":"d","aliases":["S","b.T"],"fields":["#,
        r#"{"name":"p","type":{"type":"string","avro.java.string":"String"},"default":null,"order":"ignore","x":[1.5,-0.0]},"#,
        r#"{"name":"q","type":{"type":"array","items":{"type":"long","logicalType":"point","scale":9223372036854775807},"y":{}}},"#,
        r#"{"name":"r","type":["null",{"type":"fixed","name":"F","namespace":"","size":2,"z":null},"a.R"],"default":null},"#,
        r#"{"name":"s","type":".F"}],"table":"t"}"#
    );
    let text = text.replace(r#""default":null,"order""#, r#""order""#).replace(r#""a.R""#, r#""R""#);
    let schema = Schema::parse(&text).unwrap();
    assert_eq!(schema.to_string(), text);
    assert_eq!(schema.root_node().properties["table"], "t");
}

#[test]
fn a_default_of_null_is_told_from_none() {
    let schema =
        Schema::parse(&record(r#"{"name": "a", "type": "null"}, {"name": "b", "type": "null", "default": null}"#))
            .unwrap();
    let Kind::Record(record) = &schema.root_node().kind else { panic!("{schema}") };
    assert_eq!(record.fields[0].default, None);
    assert_eq!(record.fields[1].default, Some(serde_json::Value::Null));
}

#[test]
fn types_and_fields_know_their_place_in_the_text() {
    let schema = Schema::parse("{\"type\": \"record\", \"doc\": \"ü\", \"name\": \"R\", \"fields\": [\n\t{\"name\": \"a\", \"type\": \"int\"}]}").unwrap();
    let Kind::Record(record) = &schema.root_node().kind else { panic!("{schema}") };
    assert_eq!(schema.root_node().position, Some(Position { line: 1, column: 1 }));
    assert_eq!(record.fields[0].position, Some(Position { line: 2, column: 2 }));
    assert_eq!(schema.node(record.fields[0].schema).position, Some(Position { line: 2, column: 24 }));
}

#[test]
fn aliases_are_in_the_namespace_of_their_type() {
    let text = r#"{"type": "record", "name": "a.R", "aliases": ["Old", "b.Older"], "fields": [
        {"name": "f", "type": {"type": "fixed", "name": "F", "size": 1, "aliases": ["G"]}}]}"#;
    let schema = Schema::parse(text).unwrap();
    let names = |id| schema.node(id).aliases().iter().map(|alias| alias.full().to_owned()).collect::<Vec<_>>();
    assert_eq!(names(schema.root()), ["a.Old", "b.Older"]);
    assert_eq!(names(schema.named("a.F").unwrap()), ["a.G"]);
}

#[test]
fn a_simple_name_means_the_namespace_around_it() {
    let inner = |reference: &str| {
        format!(
            r#"{{"type": "record", "name": "x.R", "fields": [
            {{"name": "a", "type": {{"type": "fixed", "name": "E", "namespace": "", "size": 1}}}},
            {{"name": "b", "type": "{reference}"}}]}}"#
        )
    };
    let message = "line 3, column 35, R.b: there is no type `x.E`: for the one of the null namespace write `.E`";
    assert_eq!(refusal(&inner("E")), message);
    let foreign = Schema::parse_foreign(&inner("E")).unwrap();
    assert_eq!(foreign, Schema::parse(&inner(".E")).unwrap());
    assert_eq!(Schema::parse(&foreign.to_string()).unwrap(), foreign);
}

#[test]
fn a_foreign_schema_is_read_where_decoding_can_go_on() {
    let cases = [
        (record(r#"{"name": "a-b", "type": "int"}"#), "name"),
        (record(r#"{"name": "a", "type": "int"}, {"name": "a", "type": "int"}"#), "duplicate"),
        (record(r#"{"name": "a", "type": "int", "default": "x"}"#), "default"),
        (record(r#"{"name": "a", "type": "int", "order": 1}"#), "attribute"),
        (r#"{"type": "enum", "name": "E", "symbols": ["A", "A"]}"#.to_owned(), "duplicate"),
        (r#"{"type": "enum", "name": "E", "symbols": ["A"], "default": "B"}"#.to_owned(), "default"),
        (r#"{"type": "int", "type": "int"}"#.to_owned(), "duplicate"),
        (r#"{"type": {"type": "int"}}"#.to_owned(), "type"),
        (r#"["int", "int"]"#.to_owned(), "union"),
        (r#"["null", ["int"]]"#.to_owned(), "union"),
        (r#"{"type": "fixed", "name": "string", "size": 1}"#.to_owned(), "name"),
    ];
    for (text, rule) in cases {
        let findings = Schema::parse_foreign(&text).expect(&text).lint();
        assert_eq!(
            findings.iter().map(|finding| (finding.rule, finding.severity)).collect::<Vec<_>>(),
            [(rule, Severity::Error)],
            "{text}"
        );
        assert!(Schema::parse(&text).is_err(), "{text}");
    }
}

#[test]
fn what_is_hardly_meant_is_a_warning() {
    let cases = [
        (r#"{"type": "long", "logicalType": "date"}"#.to_owned(), "logical-type"),
        (r#"{"type": "bytes", "logicalType": "decimal", "precision": 2, "scale": 3}"#.to_owned(), "logical-type"),
        (record(r#"{"name": "a", "type": "int", "logicalType": "date"}"#), "logical-type"),
        (record(r#"{"name": "a", "type": "int"}, {"name": "b", "type": "int", "aliases": ["a"]}"#), "alias"),
        (
            record(r#"{"name": "a", "type": "int", "aliases": ["c"]}, {"name": "b", "type": "int", "aliases": ["c"]}"#),
            "alias",
        ),
        (record(r#"{"name": "a", "type": "R"}"#), "endless"),
        (record(r#"{"name": "a", "type": ["null", "string"], "default": "null"}"#), "union-default"),
        (record(r#"{"name": "a", "type": ["string", "null"], "default": "null"}"#), "union-default"),
        (record(r#"{"name": "a", "type": ["string", "null"], "default": null}"#), "union-default"),
        (record(r#"{"name": "a", "type": ["int", "string"], "default": "null"}"#), "union-default"),
        (r#"{"type": "enum", "name": "E", "symbols": []}"#.to_owned(), "empty"),
        ("[]".to_owned(), "empty"),
    ];
    for (text, rule) in cases {
        let findings = Schema::parse(&text).expect(&text).lint();
        assert_eq!(
            findings.iter().map(|finding| (finding.rule, finding.severity)).collect::<Vec<_>>(),
            [(rule, Severity::Warning)],
            "{text}"
        );
    }
}

#[test]
fn a_default_of_another_branch_is_told_with_the_branch_to_put_in_front() {
    let message = |field: &str| {
        let findings = Schema::parse(&record(field)).expect(field).lint();
        findings.into_iter().map(|finding| finding.to_string()).collect::<Vec<_>>()
    };
    let place = "line 1, column 44, R.a: ";
    let quoted = "the default is the string `\"null\"`, and not `null`: write it without quotes";
    assert_eq!(
        message(r#"{"name": "a", "type": ["null", "string"], "default": "null"}"#),
        [format!("{place}{quoted}")]
    );
    let late = "the default is of `null`, which is not the first branch, and many libraries take it for one of that: put `null` \
                in front";
    assert_eq!(message(r#"{"name": "a", "type": ["string", "null"], "default": null}"#), [format!("{place}{late}")]);
    for good in [
        r#"["null", "string"], "default": null"#,
        r#"["string", "null"], "default": """#,
        r#""string", "default": "null""#,
    ] {
        assert_eq!(message(&format!(r#"{{"name": "a", "type": {good}}}"#)), Vec::<String>::new());
    }
}

#[test]
fn a_type_without_a_namespace_in_one_that_has_one_is_told_once() {
    let place = r#"{"type": "record", "name": "Place", "namespace": "", "fields": []}"#;
    let account = |name: &str, place: &str| {
        format!(
            r#"{{"type": "record", "name": "{name}", "fields": [
                 {{"name": "homes", "type": {{"type": "array", "items": ["null", {place}]}}}}, {{"name": "work", "type": ".Place"}}]}}"#
        )
    };
    let schema = Schema::parse(&account("net.example.Account", place)).unwrap();
    assert!(schema.to_string().contains(r#"{"name":"work","type":".Place"}"#), "that is how it is printed: {schema}");
    let findings: Vec<String> = schema.lint().into_iter().map(|finding| finding.to_string()).collect();
    let told = "line 2, column 80, Account.homes: `Place` has no namespace and stands in a type of `net.example`, where it is called \
                `.Place`, which Python's libraries refuse: give it a namespace";
    assert_eq!(findings, [told]);
    assert!(Schema::parse(&account("Account", place)).unwrap().lint().is_empty(), "none of them has one");
    assert!(
        Schema::parse(r#"{"type": "map", "values": {"type": "fixed", "name": "F", "size": 1}}"#)
            .unwrap()
            .lint()
            .is_empty()
    );
}

#[derive(AvroEntity)]
struct Place {
    city: String,
}

#[derive(AvroEntity)]
#[avro(namespace = "net.example")]
struct Account {
    home: Place,
    work: Place,
}

#[test]
fn a_rust_type_may_have_what_other_libraries_do_not_understand() {
    let schema = Account::schema();
    let rules: Vec<&str> = schema.lint().iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["namespace"], "{schema}");
    let _ = |account: Account| (account.home.city, account.work.city);
}

#[test]
fn warnings_do_not_crowd_out_an_error() {
    let doubtful: Vec<String> =
        (0..1001).map(|index| format!(r#"{{"name": "f{index}", "type": "int", "logicalType": "date"}}"#)).collect();
    let text = record(&format!(r#"{}, {{"name": "a-b", "type": "int"}}"#, doubtful.join(", ")));
    let findings = Schema::parse_foreign(&text).unwrap().lint();
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    assert_eq!((of(Severity::Warning), of(Severity::Error)), (1000, 1));
    assert!(Schema::parse(&text).unwrap_err().message().contains("`a-b` is not a name"));
}

#[test]
fn every_record_without_a_finite_value_is_found_and_no_other() {
    let record = |name: &str, fields: &[&str]| {
        let fields =
            fields.iter().enumerate().map(|(index, field)| format!(r#"{{"name": "f{index}", "type": {field}}}"#));
        format!(r#"{{"type": "record", "name": "{name}", "fields": [{}]}}"#, fields.collect::<Vec<_>>().join(", "))
    };
    let endless = |text: &str| -> Vec<String> {
        let findings = Schema::parse(text).expect(text).lint();
        findings.into_iter().filter(|finding| finding.rule == "endless").map(|finding| finding.path).collect()
    };
    let b = |fields: &[&str]| record("A", &["\"int\"", &record("B", fields)]);
    assert_eq!(endless(&b(&["\"A\"", "\"A\""])), ["A", "B"]);
    assert_eq!(endless(&b(&["\"int\"", "\"B\""])), ["A", "B"]);
    assert_eq!(endless(&b(&[r#"["null", "A"]"#, r#"["A", "B", "int"]"#])), [""; 0]);
    assert_eq!(endless(&b(&[r#"["B", "A"]"#])), ["A", "B"]);
    assert_eq!(endless(&b(&[r#"{"type": "array", "items": "A"}"#, r#"{"type": "map", "values": "B"}"#])), [""; 0]);
    let c = record("C", &["\"int\""]);
    assert_eq!(endless(&record("A", &[&c, "\"C\"", "\"C\"", r#"["C", "A"]"#])), [""; 0]);
}

#[test]
fn documents_refer_to_each_other_in_any_order() {
    let a = r#"{"type": "record", "name": "n.A", "fields": [{"name": "b", "type": ["null", "B"]}]}"#;
    let b = r#"{"type": "record", "name": "n.B", "fields": [{"name": "a", "type": ["null", "A"]}]}"#;
    let one = Schema::parse_all(&[("a.avsc", a), ("b.avsc", b)]).unwrap();
    let two = Schema::parse_all(&[("b.avsc", b), ("a.avsc", a)]).unwrap();
    assert_eq!((&one[0], &one[1]), (&two[1], &two[0]));
    assert_eq!(Schema::parse(&one[0].to_string()).unwrap(), one[0]);

    let broken = Schema::parse_all(&[("a.avsc", a), ("b.avsc", r#"{"type": "array", "items": "n.C"}"#)]).unwrap_err();
    let wanted =
        "a.avsc, line 1, column 77, A.b: there is no type `n.B`\nb.avsc, line 1, column 28: there is no type `n.C`";
    assert_eq!(broken.to_string(), wanted);
    let twice = Schema::parse_all(&[("a.avsc", b), ("b.avsc", b)]).unwrap_err().to_string();
    assert!(
        twice
            .starts_with("b.avsc, line 1, column 1: `n.B` is defined already, at line 1, column 1 of another document"),
        "{twice}"
    );
}

#[test]
fn limits_are_those_that_were_given() {
    let kind = |text: &str, limits: &Limits| Schema::parse_with_limits(text, limits).map_err(|error| error.kind());
    let text = r#"[{"type": "fixed", "name": "A", "size": 1}, {"type": "fixed", "name": "B", "size": 1}]"#;
    assert!(kind(text, &Limits { named_types: 2, ..Limits::default() }).is_ok());
    assert_eq!(kind(text, &Limits { named_types: 1, ..Limits::default() }).unwrap_err(), ErrorKind::Limit);
    assert_eq!(kind(text, &Limits { schema_bytes: 80, ..Limits::default() }).unwrap_err(), ErrorKind::Limit);
    assert_eq!(kind(text, &Limits { schema_depth: 1, ..Limits::default() }).unwrap_err(), ErrorKind::Limit);
}

/// The text of `depth` arrays in each other.
fn arrays(depth: usize) -> String {
    format!("{}\"int\"{}", r#"{"type":"array","items":"#.repeat(depth), "}".repeat(depth))
}

#[test]
fn nothing_nested_deep_exhausts_the_stack() {
    let deep = Limits { schema_depth: u32::MAX, ..Limits::default() };
    let schema = Schema::parse_with_limits(&arrays(255), &deep).unwrap();
    assert_eq!(Schema::parse_with_limits(&schema.to_string(), &deep).unwrap(), schema);
    let property = |depth: usize| format!(r#"{{"type": "int", "x": {}1{}}}"#, "[".repeat(depth), "]".repeat(depth));
    assert!(Schema::parse(&property(127)).is_ok());
    let brackets = "[".repeat(1 << 20);
    let objects = r#"{"a":"#.repeat(1 << 20);
    for text in [arrays(256), arrays(100_000), property(128), property(1000), brackets, objects] {
        assert_eq!(Schema::parse_with_limits(&text, &deep).unwrap_err().kind(), ErrorKind::Limit);
    }
}

#[test]
fn a_chain_of_uses_before_definitions_exhausts_nothing() {
    let link = |index: usize| {
        format!(r#"{{"type":"record","name":"R{index}","fields":[{{"name":"f","type":"R{}"}}]}}"#, index + 1)
    };
    let chain: Vec<String> = (0..50_000).map(link).collect();
    let text = format!(r#"[{},{{"type":"fixed","name":"R50000","size":1}}]"#, chain.join(","));
    assert_eq!(Schema::parse_foreign(&text).unwrap_err().kind(), ErrorKind::Limit);
}

#[test]
fn long_names_used_often_exhaust_nothing() {
    let namespace = "n".repeat(1 << 20);
    let fields: Vec<String> = (0..50_000).map(|index| format!(r#"{{"name":"f{index}","type":"X{index}"}}"#)).collect();
    let text = format!(r#"{{"type":"record","name":"{namespace}.R","fields":[{}]}}"#, fields.join(","));
    let error = Schema::parse(&text).unwrap_err().to_string();
    assert!(error.contains("all full names of a schema together may have 67108864 bytes"), "{}", error.len());
}

#[test]
fn defaults_that_multiply_are_refused() {
    let mut types = vec![r#"{"type":"record","name":"R0","fields":[]}"#.to_owned()];
    for index in 1..60 {
        let inner = format!("R{}", index - 1);
        types.push(format!(
            r#"{{"type":"record","name":"R{index}","fields":[{{"name":"a","type":"{inner}","default":{{}}}},{{"name":"b","type":"{inner}","default":{{}}}}]}}"#
        ));
    }
    let error = refusal(&format!("[{}]", types.join(",")));
    assert!(error.contains("the default is too large once the defaults inside it are put in"), "{error}");
}

#[test]
fn many_values_are_refused_before_they_fill_the_memory() {
    let text = format!("[{}\"int\"]", "\"int\",".repeat(600_000));
    assert_eq!(Schema::parse_foreign(&text).unwrap_err().kind(), ErrorKind::Limit);
}

#[test]
fn equality_counts_all_that_is_written_and_not_where() {
    let parse = |text: &str| Schema::parse(text).unwrap();
    assert_eq!(parse(r#""int""#), parse(r#"  {"type":  "int"}"#));
    assert_ne!(parse(r#""int""#), parse(r#"{"type": "int", "x": 1}"#));
    let with = |attributes: &str| parse(&record(&format!(r#"{{"name": "a", "type": "int"{attributes}}}"#)));
    for attributes in
        [r#", "doc": "d""#, r#", "default": 1"#, r#", "aliases": ["b"]"#, r#", "order": "ignore""#, r#", "x": 1"#]
    {
        assert_ne!(with(""), with(attributes), "{attributes}");
        assert_eq!(with(attributes), with(attributes));
    }
}

#[test]
fn a_schema_is_a_member_of_other_json() {
    let schema = Schema::parse(&record(r#"{"name": "a", "type": "double", "default": 0.1}"#)).unwrap();
    let json = json!({ "subject": "r", "schema": &schema });
    assert_eq!(json["schema"]["name"], "R");
    assert_eq!(serde_json::from_value::<Schema>(json["schema"].clone()).unwrap(), schema);
    let error = serde_json::from_str::<Schema>(r#"{"type": "x"}"#).unwrap_err().to_string();
    assert!(error.contains("there is no type `x`"), "{error}");
}

#[test]
fn the_form_for_files_has_a_line_for_each_field_and_symbol() {
    let text = r#"{"type": "record", "name": "a.R", "doc": "d", "fields": [
        {"name": "e", "type": ["null", {"type": "enum", "name": "E", "symbols": ["A", "B"]}], "default": null},
        {"name": "m", "type": {"type": "map", "values": "int"}, "default": {"k": 1, "l": 2}},
        {"name": "n", "type": {"type": "array", "items": {"type": "record", "name": "N", "fields": []}}}]}"#;
    let lines = r#"{
  "type": "record",
  "name": "R",
  "namespace": "a",
  "doc": "d",
  "fields": [
    {
      "name": "e",
      "type": [
        "null",
        {
          "type": "enum",
          "name": "E",
          "symbols": [
            "A",
            "B"
          ]
        }
      ],
      "default": null
    },
    {"name": "m", "type": {"type": "map", "values": "int"}, "default": {"k": 1, "l": 2}},
    {
      "name": "n",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "N",
          "fields": []
        }
      }
    }
  ]
}
"#;
    assert_eq!(Schema::parse(text).unwrap().to_lines(), lines);
}

/// Schemas of every kind of type, with names taken from `names` in turn.
fn any_schema() -> impl Strategy<Value = serde_json::Value> {
    let primitive = prop::sample::select(vec!["null", "boolean", "int", "long", "float", "double", "bytes", "string"]);
    let leaf = prop_oneof![
        primitive.clone().prop_map(|name| json!(name)),
        (primitive, "[a-z]{1,3}", any::<f64>().prop_filter("finite", |number| number.is_finite()))
            .prop_map(|(name, key, value)| json!({"type": name, format!("x{key}"): value})),
        Just(json!({"type": "fixed", "name": "?", "size": 3, "aliases": ["o.Old", "Older"]})),
        Just(json!({"type": "enum", "name": "?", "symbols": ["A", "B"], "default": "A"})),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|items| json!({"type": "array", "items": items})),
            inner.clone().prop_map(|values| json!({"type": "map", "values": values, "x": [null, {"y": 1}]})),
            (prop::collection::vec(inner, 0..4), "(a|b)?").prop_map(|(types, namespace)| {
                let field = |(index, schema)| json!({"name": format!("f{index}"), "type": schema, "doc": "\u{e9}\n"});
                let fields: Vec<_> = types.into_iter().enumerate().map(field).collect();
                json!({"type": "record", "name": "?", "namespace": namespace, "fields": fields})
            }),
        ]
    })
}

/// Gives every definition a name of its own.
fn name_all(json: &mut serde_json::Value, next: &mut u32) {
    match json {
        serde_json::Value::Object(members) => {
            if members.get("name").is_some_and(|name| name == "?") {
                *next += 1;
                members["name"] = json!(format!("T{next}"));
            }
            members.values_mut().for_each(|value| name_all(value, next));
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| name_all(item, next)),
        _ => {}
    }
}

proptest! {
    #[test]
    fn printing_and_parsing_is_the_identity(mut json in any_schema()) {
        name_all(&mut json, &mut 0);
        let schema = Schema::parse(&json.to_string()).unwrap();
        prop_assert_eq!(&Schema::parse(&schema.to_string()).unwrap(), &schema);
        prop_assert_eq!(&Schema::parse(&schema.to_lines()).unwrap(), &schema);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in r#"[\[\]{}:,"]|"(type|record|name|fields|items|int|R)"|[ -~]{0,3}"#, times in 1..40usize) {
        let _ = Schema::parse_foreign(&text.repeat(times));
    }
}
