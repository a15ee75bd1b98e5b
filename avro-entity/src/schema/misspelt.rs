//! What is taken for a custom property or a logical type of somebody's own, and is a near miss of what the specification has.
//!
//! ```text
//! {"type": "long", "logicalType": "timestamp-milis"}                   did you mean `timestamp-millis`?
//! {"name": "a", "type": "int", "defualt": 0, "alias": ["b"]}           did you mean `default`, and `aliases`?
//! ```
//!
//! Custom properties are legal, so a key is a miss only where its word may stand and does not, and the value is one for it.

use super::graph::{Field, Kind, Node, Properties};
use super::logical::{NAMES, recognise};
use serde_json::Value;

/// The attribute of a type that a custom property on it was hardly meant to be anything but.
pub(super) fn of_type(node: &Node, key: &str, value: &Value) -> Option<&'static str> {
    let is_named = node.name().is_some();
    let is_decimal = node.properties.get("logicalType").is_some_and(|name| name == "decimal");
    let is_free = |word: &str| !node.properties.contains_key(word);
    let words = [
        ("logicalType", is_free("logicalType") && value.is_string()),
        ("precision", is_decimal && is_free("precision") && value.is_u64()),
        ("scale", is_decimal && is_free("scale") && value.is_u64()),
        ("namespace", is_named && value.is_string()),
        ("aliases", is_named && node.aliases().is_empty() && is_names(value)),
        ("doc", has_no_doc(&node.kind) && value.is_string()),
        ("default", matches!(&node.kind, Kind::Enum(known) if known.default.is_none()) && value.is_string()),
    ];
    first(key, words)
}

/// The same for a field.
pub(super) fn of_field(field: &Field, key: &str, value: &Value) -> Option<&'static str> {
    let is_order = matches!(value.as_str(), Some("ascending" | "descending" | "ignore"));
    let words = [
        ("default", field.default.is_none()),
        ("aliases", field.aliases.is_empty() && is_names(value)),
        ("doc", field.doc.is_none() && value.is_string()),
        ("order", is_order),
        ("logicalType", !field.properties.contains_key("logicalType") && value.is_string()),
    ];
    first(key, words)
}

/// The logical type that one of no known name was hardly meant to be anything but; one that goes with the type.
pub(super) fn logical_type(kind: &Kind, properties: &Properties) -> Option<&'static str> {
    let name = properties.get("logicalType")?.as_str()?;
    if NAMES.contains(&name) {
        return None;
    }
    let goes = |known: &str| {
        let mut meant = properties.clone();
        meant.insert("logicalType".to_owned(), known.into());
        matches!(recognise(kind, &meant), Ok(Some(_)))
    };
    NAMES.into_iter().find(|known| is_near(name, known, if known.len() < 8 { 1 } else { 2 }) && goes(known))
}

fn first<const N: usize>(key: &str, words: [(&'static str, bool); N]) -> Option<&'static str> {
    let mut possible = words.into_iter().filter(|(_, is_possible)| *is_possible).map(|(word, _)| word);
    possible.find(|word| is_near(key, word, usize::from(word.len() > 4)) || (key, *word) == ("alias", "aliases"))
}

/// Whether a type may have a doc, and has none.
fn has_no_doc(kind: &Kind) -> bool {
    match kind {
        Kind::Record(record) => record.doc.is_none(),
        Kind::Enum(symbols) => symbols.doc.is_none(),
        Kind::Fixed(fixed) => fixed.doc.is_none(),
        _ => false,
    }
}

fn is_names(value: &Value) -> bool {
    value.is_string() || value.as_array().is_some_and(|names| names.iter().all(Value::is_string))
}

/// Whether a text is a word in another case or with other hyphens, or differs from it in so many letters, not the first one.
fn is_near(text: &str, word: &str, letters: usize) -> bool {
    // Keys may be as long as the text of the schema.
    if text.len() > word.len() + 4 {
        return false;
    }
    let (text, word) = (plain(text), plain(word));
    let is_same_start = text.chars().next() == word.chars().next();
    text == word || is_same_start && strsim::osa_distance(&text, &word) <= letters
}

fn plain(text: &str) -> String {
    text.chars().filter(|letter| !matches!(letter, '-' | '_')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Name, Schema, SchemaBuilder};
    use serde_json::json;

    /// The messages about a schema.
    fn found(text: &str) -> Vec<String> {
        let findings = Schema::parse(text).unwrap().lint();
        findings.into_iter().map(|finding| format!("{}: {}", finding.path, finding.message)).collect()
    }

    fn suggested(text: &str) -> Vec<String> {
        let word = |message: &String| message.split("did you mean `").nth(1)?.split('`').next().map(str::to_owned);
        found(text).iter().filter_map(word).collect()
    }

    #[test]
    fn a_key_that_is_nearly_an_attribute_is_asked_about() {
        let text = r#"{"type": "record", "name": "R", "alias": ["S"], "fields": [{"name": "a", "type": "int", "defualt": 0}]}"#;
        assert_eq!(
            found(text),
            [
                "R: `alias` is a custom property, which no reader looks at: did you mean `aliases`?",
                "R.a: `defualt` is a custom property, which no reader looks at: did you mean `default`?",
            ]
        );
        for (key, value, word) in [
            ("alias", json!("b"), "aliases"),
            ("alises", json!(["b"]), "aliases"),
            ("Default", json!(null), "default"),
            ("defaults", json!(1), "default"),
            ("Doc", json!("a number"), "doc"),
            ("ordre", json!("ignore"), "order"),
            ("logicaltype", json!("date"), "logicalType"),
            ("logical_type", json!("date"), "logicalType"),
        ] {
            let field = json!({"name": "a", "type": "int", key: value});
            let text = json!({"type": "record", "name": "R", "fields": [field]}).to_string();
            assert_eq!(suggested(&text), [word], "{key}");
        }
        for text in [
            r#"{"type": "long", "logicalTyp": "timestamp-millis"}"#,
            r#"{"type": "fixed", "name": "F", "size": 4, "namespce": "a"}"#,
            r#"{"type": "enum", "name": "E", "symbols": ["A"], "defualt": "A"}"#,
            r#"{"type": "bytes", "logicalType": "decimal", "precision": 4, "scal": 2}"#,
        ] {
            assert_eq!(suggested(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_logical_type_of_nearly_a_known_name_is_asked_about() {
        let message =
            ": there is no logical type `timestamp-milis`, and readers ignore it: did you mean `timestamp-millis`?";
        assert_eq!(found(r#"{"type": "long", "logicalType": "timestamp-milis"}"#), [message]);
        for (kind, name, known) in [
            ("long", "timestamp_micros", "timestamp-micros"),
            ("long", "timestampMillis", "timestamp-millis"),
            ("long", "local-timestamp-nano", "local-timestamp-nanos"),
            ("int", "Date", "date"),
            ("string", "UUID", "uuid"),
            ("bytes", "bigdecimal", "big-decimal"),
        ] {
            assert_eq!(suggested(&json!({"type": kind, "logicalType": name}).to_string()), [known], "{name}");
        }
    }

    /// Properties of other programs, and what has another meaning where it stands.
    #[test]
    fn what_is_somebodys_own_is_let_be() {
        let record = json!({
            "type": "record", "name": "R", "aliases": ["S"], "alias": "R of ours", "connect.name": "r", "docs": "https://…", "items": 1,
            "fields": [
                {"name": "a", "type": {"type": "string", "avro.java.string": "String"}, "default": "", "defaults": 1, "border": "ignore"},
                {"name": "b", "type": {"type": "long", "logicalType": "tick-count", "scales": 2}, "order": "ignore", "orders": "all"},
                {"name": "c", "type": {"type": "int", "logicalType": "timestamp-milis"}, "connect.default": 0, "aka": ["d"], "alias": 7},
                {"name": "d", "type": {"type": "long", "logicalType": "datetime"}, "defaultable": true, "field-id": 1, "sort": "ignore"},
            ]
        });
        assert_eq!(found(&record.to_string()), [""; 0]);
    }

    #[test]
    fn a_type_of_rust_is_built_with_whatever_properties_it_has() {
        let mut builder = SchemaBuilder::new();
        let root = builder.record::<()>(Name::parse("R", None).unwrap(), |record| {
            record.property("alias", json!("S"));
            record.field("a", |builder| builder.node(Kind::Int)).property("defualt", json!(0));
        });
        let schema = builder.finish(root).unwrap();
        assert_eq!(schema.lint().len(), 2);
    }
}
