//! Later versions of a schema: what people change, for better or worse. What is not valid is refused by the parser.

use super::Rng;
use super::schema::{Schemas, default};
use serde_json::{Value, json};

/// The schema with a few changes.
pub fn mutate(rng: &mut Rng, schema: &Value) -> Value {
    let mut changed = schema.clone();
    for _ in 0..1 + rng.below(3) {
        change(rng, &mut changed);
    }
    changed
}

fn change(rng: &mut Rng, root: &mut Value) {
    let places = places(root);
    let place = rng.pick(&places).clone();
    if rng.chance(15) {
        return rename_type(rng, root, &place);
    }
    let fresh = 100 + rng.below(1_000_000);
    let schema = root.pointer_mut(&place).unwrap();
    match schema {
        Value::Array(branches) => change_union(rng, branches, fresh),
        Value::String(_) => change_type(rng, schema, fresh),
        _ => match schema["type"].as_str().unwrap() {
            "record" => change_fields(rng, schema["fields"].as_array_mut().unwrap(), fresh),
            "enum" => change_enum(rng, schema),
            "fixed" if rng.chance(50) => schema["size"] = rng.below(5).into(),
            _ => change_type(rng, schema, fresh),
        },
    }
}

/// The places of all types in a schema, as JSON pointers.
fn places(schema: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let parts: Vec<String> = match schema {
        Value::Array(branches) => (0..branches.len()).map(|index| format!("/{index}")).collect(),
        Value::Object(schema) => match schema["type"].as_str().unwrap() {
            "array" => vec!["/items".into()],
            "map" => vec!["/values".into()],
            "record" => {
                (0..schema["fields"].as_array().unwrap().len()).map(|index| format!("/fields/{index}/type")).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    for part in parts {
        let inner = places(schema.pointer(&part).unwrap());
        found.extend(inner.into_iter().map(|place| format!("{part}{place}")));
    }
    found
}

fn change_type(rng: &mut Rng, schema: &mut Value, fresh: usize) {
    let old = schema.take();
    let wider: &[&str] = match old.as_str() {
        Some("int") => &["long", "float", "double"],
        Some("long") => &["float", "double", "int"],
        Some("float") => &["double"],
        Some("string") => &["bytes"],
        Some("bytes") => &["string"],
        _ => &[],
    };
    let mut schemas = Schemas::from(rng, fresh);
    *schema = match schemas.rng.below(4) {
        0 if !wider.is_empty() => (*schemas.rng.pick(wider)).into(),
        1 => json!(["null", old]),
        2 => json!([old, "null"]),
        _ => match schemas.rng.below(4) {
            0 => schemas.logical(),
            1 => schemas.any(1, false),
            2 => schemas.primitive(),
            _ if wider.is_empty() => old,
            _ => (*schemas.rng.pick(wider)).into(),
        },
    };
}

fn change_union(rng: &mut Rng, branches: &mut Vec<Value>, fresh: usize) {
    match rng.below(3) {
        0 if branches.len() > 1 => {
            branches.remove(rng.below(branches.len()));
        }
        1 => rng.shuffle(branches),
        _ => branches.push(Schemas::from(rng, fresh).any(1, true)),
    }
}

fn change_fields(rng: &mut Rng, fields: &mut Vec<Value>, fresh: usize) {
    let added = format!("g{fresh}");
    let field = (!fields.is_empty()).then(|| rng.below(fields.len()));
    match (rng.below(7), field) {
        (0, Some(field)) => {
            fields.remove(field);
        }
        (1, Some(field)) => {
            let old = std::mem::replace(&mut fields[field]["name"], added.into());
            if rng.chance(60) {
                fields[field]["aliases"] = json!([old]);
            }
        }
        (2, Some(_)) => rng.shuffle(fields),
        (3, Some(field)) => {
            if let Some(default) = default(&fields[field]["type"]) {
                fields[field]["default"] = default;
            }
        }
        (4, Some(field)) => {
            fields[field].as_object_mut().unwrap().remove("default");
        }
        (5, Some(field)) => {
            let alias = fields[rng.below(fields.len())]["name"].clone();
            let aliases = fields[field].as_object_mut().unwrap().entry("aliases").or_insert_with(|| json!([]));
            aliases.as_array_mut().unwrap().push(alias);
        }
        _ => {
            let at = rng.below(fields.len() + 1);
            let mut field = Schemas::from(rng, fresh).field(&added, 2);
            if let (true, Some(default)) = (rng.chance(50), default(&field["type"])) {
                field["default"] = default;
            }
            fields.insert(at, field);
        }
    }
}

fn change_enum(rng: &mut Rng, schema: &mut Value) {
    let symbols = schema["symbols"].as_array_mut().unwrap();
    match rng.below(4) {
        0 => symbols.push("E".into()),
        1 if symbols.len() > 1 => {
            symbols.remove(rng.below(symbols.len()));
        }
        2 => rng.shuffle(symbols),
        _ => schema["default"] = schema["symbols"][0].clone(),
    }
}

/// Gives a named type that has a namespace another name or namespace, wherever it is used, with the old one as an alias most of
/// the time.
fn rename_type(rng: &mut Rng, root: &mut Value, place: &str) {
    let schema = root.pointer_mut(place).unwrap();
    let text = |key| schema.get(key).and_then(Value::as_str).map(str::to_owned);
    let (Some(name), Some(namespace)) = (text("name"), text("namespace")) else { return };
    let (to_name, to_namespace) =
        if rng.chance(50) { (format!("{name}x"), namespace.clone()) } else { (name.clone(), "d".to_owned()) };
    schema["name"] = to_name.as_str().into();
    schema["namespace"] = to_namespace.as_str().into();
    if rng.chance(60) {
        schema["aliases"] = json!([format!("{namespace}.{name}")]);
    }
    refer(root, &format!("{namespace}.{name}"), &format!("{to_namespace}.{to_name}"));
}

fn refer(root: &mut Value, from: &str, to: &str) {
    for place in places(root) {
        let schema = root.pointer_mut(&place).unwrap();
        if schema.as_str() == Some(from) {
            *schema = to.into();
        }
    }
}
