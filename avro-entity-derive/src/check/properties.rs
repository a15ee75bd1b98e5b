//! Custom properties.

use crate::attr::Property;
use crate::ctxt::Ctxt;
use crate::model::{Entity, Role, Shape};
use std::collections::HashSet;

const OF_RECORDS: &[&str] = &["type", "name", "namespace", "doc", "aliases", "fields"];
const OF_ENUMS: &[&str] = &["type", "name", "namespace", "doc", "aliases", "symbols", "default"];
const OF_FIELDS: &[&str] = &["name", "type", "default", "doc", "aliases", "order"];
/// A field's type may be any one.
const OF_TYPES: &[&str] = &[
    "type",
    "name",
    "namespace",
    "doc",
    "aliases",
    "fields",
    "symbols",
    "default",
    "size",
    "items",
    "values",
    "logicalType",
    "precision",
    "scale",
];

/// Custom properties share an object with the attributes of the specification, and must not be one of them. For most there is
/// an attribute of ours.
pub(super) fn leave_the_attributes_of_avro_alone(ctxt: &Ctxt, entity: &Entity<'_>) {
    match &entity.shape {
        Shape::Record(_) => distinct(ctxt, &entity.attrs.meta, OF_RECORDS),
        Shape::Enum(_) => distinct(ctxt, &entity.attrs.meta, OF_ENUMS),
        _ => {}
    }
    for variant in entity.shape.variants().iter().filter(|variant| variant.is_named() && !variant.ignored) {
        distinct(ctxt, &variant.attrs.meta, OF_RECORDS);
    }
    for field in entity.shape.fields() {
        if field.role == Role::Live {
            distinct(ctxt, &field.attrs.meta, OF_FIELDS);
        }
        distinct(ctxt, &field.attrs.type_meta, OF_TYPES);
    }
}

fn distinct(ctxt: &Ctxt, properties: &[Property], reserved: &[&str]) {
    let mut known = HashSet::new();
    for property in properties {
        let key = property.key.as_str();
        if reserved.contains(&key) {
            ctxt.error(
                property.span,
                format!("`{key}` is an attribute of Avro and no custom property{}", instead(key)),
            );
        } else if !known.insert(key) {
            ctxt.error(property.span, format!("the property `{key}` is given twice"));
        }
    }
}

/// What says the same as an attribute of Avro.
fn instead(key: &str) -> &'static str {
    match key {
        "name" => ": write `#[avro(name = \"…\")]`",
        "namespace" => ": write `#[avro(namespace = \"…\")]`",
        "doc" => ": write a doc comment or `#[avro(doc = \"…\")]`",
        "aliases" => ": write `#[avro(alias = \"…\")]`",
        "default" => ": write `#[avro(default = …)]`",
        "order" => ": write `#[avro(order = \"…\")]`",
        "logicalType" | "precision" | "scale" => {
            ": write `#[avro(decimal(…))]`, `#[avro(timestamp = \"…\")]` or their like"
        }
        _ => "",
    }
}
