//! Names, and earlier names.

use crate::ctxt::Ctxt;
use crate::model::{Entity, Field, Named, Namespace, Role, Shape, Variant, is_name};
use std::collections::HashMap;
use syn::LitStr;

const PRIMITIVES: [&str; 8] = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

/// The live fields of each record that the type is or has.
fn records<'e, 'a>(entity: &'e Entity<'a>) -> Vec<Vec<&'e Field<'a>>> {
    let live = |fields: &'e [Field<'a>]| fields.iter().filter(|field| field.role == Role::Live).collect();
    match &entity.shape {
        Shape::Record(record) => vec![live(&record.fields)],
        Shape::Union(_) => branches(entity).map(|variant| live(variant.fields())).collect(),
        _ => Vec::new(),
    }
}

/// The live variants that have a name in the schema.
fn branches<'e, 'a>(entity: &'e Entity<'a>) -> impl Iterator<Item = &'e Variant<'a>> {
    entity.shape.variants().iter().filter(|variant| !variant.ignored && variant.is_named())
}

/// A name is of letters, digits and underscores and begins with no digit: section "Names" of the specification. A type must not
/// be called like a primitive type besides.
pub(super) fn are_legal(ctxt: &Ctxt, entity: &Entity<'_>) {
    if entity.is_named() || matches!(entity.shape, Shape::Union(_)) {
        legal(ctxt, &entity.name);
        not_primitive(ctxt, &entity.name);
    }
    if let Some(Namespace::Text(namespace)) = &entity.namespace
        && let Some(part) = namespace.text.split('.').find(|part| !is_name(part))
        && !namespace.text.is_empty()
    {
        ctxt.error(namespace.span, format!("`{part}` in the namespace `{}` is not a legal Avro name", namespace.text));
    }
    for variant in branches(entity) {
        legal(ctxt, &variant.name);
        if matches!(entity.shape, Shape::Union(_)) {
            not_primitive(ctxt, &variant.name);
        }
    }
    for field in records(entity).into_iter().flatten() {
        legal(ctxt, &field.name);
    }
    for field in entity.shape.fields() {
        if let Some(name) = &field.attrs.fixed
            && !name.value().trim_start_matches('.').split('.').all(is_name)
        {
            ctxt.error(name.span(), illegal("fixed", &name.value()));
        }
    }
}

fn legal(ctxt: &Ctxt, name: &Named) {
    if !is_name(&name.text) {
        ctxt.error(name.span, illegal("name", &name.text));
    }
}

fn illegal(key: &str, name: &str) -> String {
    let instead: String =
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    let suggestion = match is_name(&instead) && instead.chars().any(|letter| letter != '_') {
        true => format!(", such as `#[avro({key} = \"{instead}\")]`"),
        false => format!(": write `#[avro({key} = \"…\")]`"),
    };
    format!(
        "`{name}` is not a legal Avro name: use ASCII letters, digits and underscores, with no digit in front{suggestion}"
    )
}

fn not_primitive(ctxt: &Ctxt, name: &Named) {
    if PRIMITIVES.contains(&name.text.as_str()) {
        ctxt.error(name.span, format!("`{}` is the name of a primitive type of Avro: choose another one", name.text));
    }
}

/// The fields of a record, the symbols of an enum, the records of a union differ in their names, or data could not be told
/// apart.
pub(super) fn are_unique(ctxt: &Ctxt, entity: &Entity<'_>) {
    let mut variants: HashMap<&str, String> = HashMap::new();
    for variant in branches(entity) {
        let owner = format!("{}::{}", entity.rust_name(), variant.ident);
        if let Some(other) = variants.insert(&variant.name.text, owner) {
            ctxt.error(variant.name.span, taken(&variant.name.text, &other));
        }
    }
    for fields in records(entity) {
        let mut known: HashMap<&str, &str> = HashMap::new();
        for field in fields {
            if let Some(other) = known.insert(&field.name.text, &field.rust_name) {
                ctxt.error(field.name.span, taken(&field.name.text, other));
            }
        }
    }
}

fn taken(name: &str, owner: &str) -> String {
    format!("the name `{name}` is taken by `{owner}`: give one of them another `#[avro(name = \"…\")]`")
}

/// An alias is an earlier name of this one thing: not its own name, not the name of a living sibling, and not claimed twice,
/// because a reader could not say whose data it finds under it.
pub(super) fn aliases_are_earlier_names(ctxt: &Ctxt, entity: &Entity<'_>) {
    if entity.is_named() {
        let own = [(entity.name.text.as_str(), entity.aliases())];
        aliases(ctxt, &own, true);
    }
    if matches!(entity.shape, Shape::Union(_)) {
        let all: Vec<(&str, Vec<&LitStr>)> =
            branches(entity).map(|variant| (variant.name.text.as_str(), variant.aliases())).collect();
        aliases(ctxt, &all, true);
    }
    for fields in records(entity) {
        let all: Vec<(&str, Vec<&LitStr>)> =
            fields.iter().map(|field| (field.name.text.as_str(), field.aliases())).collect();
        aliases(ctxt, &all, false);
    }
}

/// Names with their aliases; only those of types may be full names.
fn aliases(ctxt: &Ctxt, all: &[(&str, Vec<&LitStr>)], full: bool) {
    let mut known: HashMap<String, &str> = HashMap::new();
    for (name, earlier) in all {
        for alias in earlier {
            let text = alias.value();
            let legal = if full { text.trim_start_matches('.').split('.').all(is_name) } else { is_name(&text) };
            if !legal {
                ctxt.error(alias.span(), format!("`{text}` is not a legal Avro name, so that it cannot have been one"));
            } else if text == *name {
                ctxt.error(alias.span(), format!("the alias `{text}` is the name itself: leave it out"));
            } else if all.iter().any(|(sibling, _)| *sibling == text) {
                ctxt.error(
                    alias.span(),
                    format!("the alias `{text}` is the name of a sibling, which would lose its data"),
                );
            } else if let Some(other) = known.insert(text.clone(), name) {
                let message = match other == *name {
                    true => format!("the alias `{text}` is given twice"),
                    false => format!("the alias `{text}` is claimed by `{other}` as well: data under it has one heir"),
                };
                ctxt.error(alias.span(), message);
            }
        }
    }
}
