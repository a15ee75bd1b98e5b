//! Whether two schemas give the same bytes the same meaning: other names in the language, documentation, aliases and defaults
//! aside, which decide nothing about what was written.

use super::finding::path_text;
use super::graph::{Kind, LogicalType, Node, NodeId, Schema};
use std::collections::HashSet;

/// The first place, from the outside in, where two schemas give the same bytes another meaning.
pub(crate) struct Difference {
    /// The way there, such as `lines[].count`; empty for the outermost type.
    pub(crate) path: String,
    /// What stands there in each, such as ``the field `count` `` or `long timestamp-millis`.
    pub(crate) left: String,
    pub(crate) right: String,
}

/// Two types that stand in the same place, and the step to it from the pair of this index.
struct Pair {
    left: NodeId,
    right: NodeId,
    step: Option<(usize, String)>,
}

/// The first difference between two schemas, if there is one.
pub(crate) fn difference(left: &Schema, right: &Schema) -> Option<Difference> {
    let mut pairs = vec![Pair { left: left.root(), right: right.root(), step: None }];
    let mut seen = HashSet::new();
    let mut at = 0;
    while let Some(pair) = pairs.get(at) {
        if seen.insert((pair.left, pair.right)) {
            let (one, other) = (left.node(pair.left), right.node(pair.right));
            if let Some((left, right)) = told_apart(one, other) {
                return Some(Difference { path: path(&pairs, at), left, right });
            }
            let inside = one.children().zip(other.children()).zip(steps(one));
            pairs.extend(inside.map(|((left, right), step)| Pair { left, right, step: Some((at, step)) }));
        }
        at += 1;
    }
    None
}

fn path(pairs: &[Pair], at: usize) -> String {
    let step = |at: &usize| pairs.get(*at).and_then(|pair| pair.step.as_ref());
    let mut names: Vec<&str> =
        std::iter::successors(step(&at), |(before, _)| step(before)).map(|(_, name)| name.as_str()).collect();
    names.reverse();
    // `[]` and `(1)` stand behind a name without a dot.
    path_text(names).replace(".[", "[").replace(".(", "(")
}

/// The steps to the types inside, in the order of `Node::children`.
fn steps(node: &Node) -> Vec<String> {
    match &node.kind {
        Kind::Record(record) => record.fields.iter().map(|field| field.name.clone()).collect(),
        Kind::Array(_) | Kind::Map(_) => vec!["[]".to_owned()],
        Kind::Union(branches) => branches.iter().zip(0..).map(|(_, index)| format!("({index})")).collect(),
        _ => Vec::new(),
    }
}

/// How two types differ themselves, whatever is inside of them.
fn told_apart(left: &Node, right: &Node) -> Option<(String, String)> {
    let (one, other) = (meaning(left), meaning(right));
    if one != other {
        return Some((one, other));
    }
    let ((what, left), (_, right)) = (names(left), names(right));
    let differs = |index: &usize| left.get(*index) != right.get(*index);
    let index = (0..left.len().max(right.len())).find(differs)?;
    let named = |names: &[&str]| match names.get(index) {
        Some(name) => format!("the {what} `{name}`"),
        None => format!("no more {what}s"),
    };
    Some((named(&left), named(&right)))
}

/// What a type has names inside it for, and these names; none for most types.
fn names(node: &Node) -> (&'static str, Vec<&str>) {
    match &node.kind {
        Kind::Enum(_) => ("symbol", node.symbols().iter().map(String::as_str).collect()),
        _ => ("field", node.fields().iter().map(|field| field.name.as_str()).collect()),
    }
}

/// A type without what is inside: ``record `Order` ``, `long timestamp-millis`, `bytes decimal precision 9 scale 2`.
fn meaning(node: &Node) -> String {
    let mut text = node.kind.type_name().to_owned();
    if let Some(name) = node.name() {
        text.push_str(&format!(" `{name}`"));
    }
    match &node.kind {
        Kind::Fixed(fixed) => text.push_str(&format!(" of {} bytes", fixed.size)),
        Kind::Union(branches) => text.push_str(&format!(" of {} branches", branches.len())),
        _ => {}
    }
    match node.logical {
        None => {}
        Some(LogicalType::Decimal { precision, scale }) => {
            text.push_str(&format!(" decimal precision {precision} scale {scale}"));
        }
        Some(logical) => text.extend([" ", logical.name()]),
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(left: &str, right: &str) -> Option<(String, String, String)> {
        let found = difference(&Schema::parse(left).unwrap(), &Schema::parse(right).unwrap());
        found.map(|Difference { path, left, right }| (path, left, right))
    }

    fn texts(path: &str, left: &str, right: &str) -> Option<(String, String, String)> {
        Some((path.to_owned(), left.to_owned(), right.to_owned()))
    }

    #[test]
    fn what_writes_the_same_bytes_does_not_differ() {
        let plain =
            r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"r","type":["null","R"]}]}"#;
        let with_all = r#"{"type":"record","name":"R","aliases":["Q"],"doc":"d","x":1,"fields":[
            {"name":"a","aliases":["b"],"type":"int","default":1},{"name":"r","type":["null","R"],"default":null}]}"#;
        assert_eq!(told(plain, with_all), None);
        let decimal = |scale: &str| format!(r#"{{"type":"bytes","logicalType":"decimal","precision":9{scale}}}"#);
        assert_eq!(told(&decimal(""), &decimal(r#","scale":0"#)), None);
        assert_eq!(told(r#""string""#, r#"{"type":"string","logicalType":"tick"}"#), None, "readers ignore it");
    }

    #[test]
    fn the_first_difference_is_told_with_its_way() {
        let lines = |inner: &str| {
            format!(
                r#"{{"type":"record","name":"Order","fields":[{{"name":"id","type":"long"}},{{"name":"lines","type":
                {{"type":"array","items":{{"type":"record","name":"Line","fields":[{inner}]}}}}}}]}}"#
            )
        };
        let (count, wide) = (r#"{"name":"count","type":"int"}"#, r#"{"name":"count","type":"long"}"#);
        assert_eq!(told(&lines(count), &lines(wide)), texts("lines[].count", "int", "long"));
        assert_eq!(told(&lines(count), &lines("")), texts("lines[]", "the field `count`", "no more fields"));
        let logical = |name: &str| format!(r#"{{"type":"long","logicalType":"{name}"}}"#);
        let (millis, micros) = (logical("timestamp-millis"), logical("timestamp-micros"));
        assert_eq!(told(&millis, &micros), texts("", "long timestamp-millis", "long timestamp-micros"));
        let suit = |symbols: &str| format!(r#"["null",{{"type":"enum","name":"Suit","symbols":{symbols}}}]"#);
        let (one, other) = (suit(r#"["A","B"]"#), suit(r#"["A","C"]"#));
        assert_eq!(told(&one, &other), texts("(1)", "the symbol `B`", "the symbol `C`"));
        let fixed = |size: u8| format!(r#"{{"type":"fixed","name":"F","size":{size}}}"#);
        assert_eq!(told(&fixed(2), &fixed(3)), texts("", "fixed `F` of 2 bytes", "fixed `F` of 3 bytes"));
        assert_eq!(told(r#"["null","int"]"#, r#"["null"]"#), texts("", "union of 2 branches", "union of 1 branches"));
        let decimal =
            |scale: u8| format!(r#"{{"type":"bytes","logicalType":"decimal","precision":9,"scale":{scale}}}"#);
        let texts_of = |scale: u8| format!("bytes decimal precision 9 scale {scale}");
        assert_eq!(told(&decimal(1), &decimal(2)), texts("", &texts_of(1), &texts_of(2)));
    }
}
