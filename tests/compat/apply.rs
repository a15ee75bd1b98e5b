//! Applies the printed fix to the text of a schema, as somebody would who edits the file.

use avro_entity::compat::Fix;
use serde_json::{Map, Value};

/// The schema with the members of the fix in the place that it names.
pub fn apply(schema: &Value, fix: &Fix) -> Value {
    let mut changed = schema.clone();
    let pointer = find(schema, "", &fix.on).unwrap_or_else(|| panic!("`{}` is not in {schema}", fix.on));
    let place = changed.pointer_mut(&pointer).expect("a place");
    if let Some(rest) = fix.avsc.strip_prefix("remove ") {
        let alias: Value = serde_json::from_str(rest.strip_suffix(" from \"aliases\"").expect("an alias")).unwrap();
        place["aliases"].as_array_mut().expect("aliases").retain(|known| *known != alias);
        return changed;
    }
    let pointer = if is_of_logical_type(fix) { logical(place).expect("a logical type") } else { String::new() };
    let object = place.pointer_mut(&pointer).expect("a place");
    object.as_object_mut().expect("an object").extend(members(fix));
    changed
}

/// What is to be written.
fn members(fix: &Fix) -> Map<String, Value> {
    serde_json::from_str(&format!("{{{}}}", fix.avsc)).expect("members")
}

/// Whether a fix writes another logical type.
pub fn is_of_logical_type(fix: &Fix) -> bool {
    let is_of_one = |key: &String| matches!(key.as_str(), "logicalType" | "precision" | "scale");
    !fix.avsc.starts_with("remove ") && members(fix).keys().any(is_of_one)
}

/// The place of the type or field that is named, as a JSON pointer: `net.example.Account`, `net.example.Account.email`, an enum by
/// one of its symbols.
fn find(schema: &Value, namespace: &str, on: &str) -> Option<String> {
    if on == "the type" {
        return Some(String::new());
    }
    let below = |key: &str, namespace: &str| {
        Some(format!("/{key}{}", find(schema.pointer(&format!("/{key}"))?, namespace, on)?))
    };
    match schema {
        Value::Array(branches) => (0..branches.len()).find_map(|index| below(&index.to_string(), namespace)),
        Value::Object(object) => {
            let (full, namespace) = full_name(object, namespace);
            let rest = full.as_deref().and_then(|full| on.strip_prefix(full));
            match rest.map(|rest| rest.strip_prefix('.').unwrap_or(rest)) {
                Some("") => return Some(String::new()),
                Some(member) if !member.contains('.') => return Some(field(object, member)),
                _ => {}
            }
            let fields = object.get("fields").and_then(Value::as_array).map_or(0, Vec::len);
            let parts = (0..fields).map(|index| format!("fields/{index}/type"));
            ["items".to_owned(), "values".to_owned()].into_iter().chain(parts).find_map(|part| below(&part, &namespace))
        }
        _ => None,
    }
}

/// The place of a field in a record; the enum itself for one of its symbols.
fn field(object: &Map<String, Value>, name: &str) -> String {
    let fields = object.get("fields").and_then(Value::as_array);
    let index = fields.and_then(|fields| fields.iter().position(|field| field["name"] == name));
    index.map_or(String::new(), |index| format!("/fields/{index}"))
}

/// The full name of a type, and the namespace inside of it.
fn full_name(object: &Map<String, Value>, around: &str) -> (Option<String>, String) {
    let text = |key| object.get(key).and_then(Value::as_str);
    let Some(name) = text("name") else { return (None, around.to_owned()) };
    let full = match (name.contains('.'), text("namespace").unwrap_or(around)) {
        (true, _) | (false, "") => name.to_owned(),
        (false, namespace) => format!("{namespace}.{name}"),
    };
    let namespace = full.rsplit_once('.').map_or("", |(namespace, _)| namespace).to_owned();
    (Some(full), namespace)
}

/// The place of the first type with a logical type in a field, or in a type.
fn logical(place: &Value) -> Option<String> {
    if place.get("logicalType").is_some() {
        return Some(String::new());
    }
    let keys: Vec<String> = match place {
        Value::Array(branches) => (0..branches.len()).map(|index| index.to_string()).collect(),
        _ => ["items", "values", "type"].map(str::to_owned).into(),
    };
    keys.iter().find_map(|key| Some(format!("/{key}{}", logical(place.pointer(&format!("/{key}"))?)?)))
}
