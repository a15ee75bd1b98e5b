//! Entities without a history to go on with, and the histories without an entity that may be theirs.

use super::check::about;
use super::entity::Entity;
use crate::compat::rule::{ENTITY_UNRECORDED, NAMESPACE_MISSING};
use crate::compat::{Finding, nearly_alike};
use crate::history::History;
use crate::schema::namespace::{self, without_namespace};
use crate::schema::{Name, NodeId};
use std::collections::HashSet;

/// What there is to say about an entity that has no history, and `was` which one it may have; `forward` is whether older code is
/// to read its data.
pub(super) fn unrecorded(entity: &Entity, was: Option<&History>, forward: bool) -> Finding {
    let mut finding = about(&ENTITY_UNRECORDED, entity, format!("there is no history of `{}`", entity.name));
    if let Some(history) = was {
        let old = history.entity();
        finding.message = format!("there is no history of `{}`; it may be what `{old}` was", entity.name);
        finding.help = format!(
            "if it is, {}; if not, end the old one: `avro-entity retire {old} --reason '…'`",
            how_to_go_on(entity, old, forward)
        );
    }
    finding
}

/// How the history of the old name becomes the entity's. Older code looks for the old name: where it is to go on reading, keeping
/// that name breaks nobody.
fn how_to_go_on(entity: &Entity, old: &str, forward: bool) -> String {
    let (root, name) = (entity.schema.root_node(), Name::lenient(old, None));
    let own = root.name().filter(|own| **own != name);
    let written = own.map(|own| name.written_on(own));
    let alias = written.as_ref().filter(|_| !root.aliases().contains(&name));
    let alias =
        alias.map(|alias| format!("write `#[avro(alias = {alias:?})]` on it, so that older data are found, and "));
    let rename = format!("{}move the history: `avro-entity rename {old} {}`", alias.unwrap_or_default(), entity.name);
    match written.filter(|_| forward) {
        Some(written) => format!(
            "keep the name with `#[avro(name = {written:?})]`; if consumers are to see the new one, {rename}, and waive \
             `record-renamed`, since older code looks for the old name"
        ),
        None => rename,
    }
}

/// Of the histories that are left without an entity, one of the same package that may be this entity's: that of an alias of it, or
/// of its name in another namespace; else one that ends with nearly the same fields.
pub(super) fn may_be_of<'h>(entity: &Entity, left: &[&'h History]) -> Option<&'h History> {
    let aliases = entity.schema.root_node().aliases();
    let is_named = |history: &&History| {
        let is_alias = aliases.iter().any(|alias| alias.full() == history.entity());
        is_alias || history.entity().rsplit('.').next() == entity.name.rsplit('.').next()
    };
    let is_alike = |history: &&History| history.tip().is_some_and(|tip| nearly_alike(&tip.schema, &entity.schema));
    let of_the_package = || left.iter().copied().filter(|history| history.package() == entity.package);
    of_the_package().find(is_named).or_else(|| of_the_package().find(is_alike))
}

/// What is questionable in a first version, which is compared with nothing: the types without a namespace in types that have one.
pub(super) fn questionable(entity: &Entity) -> Vec<Finding> {
    let told = |(id, around): (NodeId, &str)| {
        let name = entity.schema.node(id).name()?;
        let mut finding = about(&NAMESPACE_MISSING, entity, namespace::message(name, around));
        finding.new = entity.sources.named(name.full()).or(finding.new);
        Some(finding)
    };
    without_namespace(&entity.schema).into_iter().filter_map(told).collect()
}

/// Whether a history goes on and no entity of these names is its own.
pub(super) fn is_left(history: &History, known: &HashSet<&str>) -> bool {
    history.retired().is_none() && !known.contains(history.entity())
}

/// What there is to say about an entity whose history has ended.
pub(super) fn back(entity: &Entity, reason: &str) -> Finding {
    let message = format!("`{}` is retired ({reason}), and is there again", entity.name);
    let mut finding = about(&ENTITY_UNRECORDED, entity, message);
    finding.help =
        "take `retired` out of its `entity.toml` if it is the same entity; else give it another name".to_owned();
    finding
}
