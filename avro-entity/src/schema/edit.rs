//! Changes of a schema that a fix makes, to see what it does before it is shown.

use super::default::encode_default;
use super::graph::{Kind, Node, NodeId, Schema};
use super::name::Name;
use serde_json::Value;

/// One change of a schema.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Edit {
    /// Another name for a field.
    FieldName(NodeId, usize, String),
    /// One more alias of a field.
    FieldAlias(NodeId, usize, String),
    /// A field without this alias.
    DropFieldAlias(NodeId, usize, String),
    /// A default of a field.
    FieldDefault(NodeId, usize, Value),
    /// `["null", …]` with the default `null` as the type of a field.
    Optional(NodeId, usize),
    /// Another full name for a type.
    TypeName(NodeId, Name),
    /// One more alias of a type.
    TypeAlias(NodeId, Name),
    /// A type without this alias.
    DropTypeAlias(NodeId, Name),
    /// The default of an enum.
    EnumDefault(NodeId, String),
    /// Another name for a symbol of an enum.
    SymbolName(NodeId, usize, String),
    /// Attributes of a type, in the place of those of the same keys.
    Properties(NodeId, Vec<(&'static str, Value)>),
}

impl Schema {
    /// The schema with a change; `None` when the change is about another type than is there, or gives no schema.
    pub(crate) fn edited(&self, edit: &Edit) -> Option<Schema> {
        if !self.is_possible(edit) {
            return None;
        }
        let mut nodes = self.node_slice().to_vec();
        match edit {
            Edit::FieldName(record, field, name) => field_of(&mut nodes, *record, *field)?.name.clone_from(name),
            Edit::FieldAlias(record, field, alias) => {
                push(&mut field_of(&mut nodes, *record, *field)?.aliases, alias.clone());
            }
            Edit::DropFieldAlias(record, field, alias) => {
                retain(&mut field_of(&mut nodes, *record, *field)?.aliases, alias);
            }
            Edit::FieldDefault(record, field, default) => {
                field_of(&mut nodes, *record, *field)?.default = Some(default.clone());
            }
            Edit::Optional(record, field) => optional(&mut nodes, *record, *field)?,
            Edit::TypeName(id, name) => *name_of(nodes.get_mut(id.index())?)? = name.clone(),
            Edit::TypeAlias(id, alias) => push(aliases_of(nodes.get_mut(id.index())?)?, alias.clone()),
            Edit::DropTypeAlias(id, alias) => retain(aliases_of(nodes.get_mut(id.index())?)?, alias),
            Edit::EnumDefault(id, symbol) => match &mut nodes.get_mut(id.index())?.kind {
                Kind::Enum(symbols) => symbols.default = Some(symbol.clone()),
                _ => return None,
            },
            Edit::SymbolName(id, symbol, name) => rename_symbol(nodes.get_mut(id.index())?, *symbol, name)?,
            Edit::Properties(id, properties) => {
                let node = nodes.get_mut(id.index())?;
                node.properties.extend(properties.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
                node.logical = super::logical::recognise(&node.kind, &node.properties).ok()?;
            }
        }
        Schema::assemble(nodes.into(), self.root(), self.0.sources.clone(), Vec::new()).ok()
    }
}

impl Schema {
    /// Whether a name is free, and a default valid.
    fn is_possible(&self, edit: &Edit) -> bool {
        match edit {
            Edit::FieldName(id, _, name) => match &self.node(*id).kind {
                Kind::Record(record) => record.field(name).is_none(),
                _ => false,
            },
            Edit::TypeName(_, name) => self.named(name.full()).is_none(),
            Edit::SymbolName(id, _, name) => match &self.node(*id).kind {
                Kind::Enum(symbols) => !symbols.symbols.contains(name),
                _ => false,
            },
            Edit::FieldDefault(id, field, default) => match &self.node(*id).kind {
                Kind::Record(record) => record
                    .fields
                    .get(*field)
                    .is_some_and(|field| encode_default(self, field.schema, default, &mut Vec::new()).is_ok()),
                _ => false,
            },
            _ => true,
        }
    }
}

fn field_of(nodes: &mut [Node], record: NodeId, field: usize) -> Option<&mut super::graph::Field> {
    match &mut nodes.get_mut(record.index())?.kind {
        Kind::Record(record) => record.fields.get_mut(field),
        _ => None,
    }
}

fn optional(nodes: &mut Vec<Node>, record: NodeId, field: usize) -> Option<()> {
    let inner = field_of(nodes, record, field)?.schema;
    let null = NodeId(nodes.len() as u32);
    nodes.push(Node::plain(Kind::Null));
    let others = match nodes.get(inner.index())?.branches() {
        Some(branches) => branches.to_vec(),
        None => vec![inner],
    };
    let is_null = |id: &NodeId| nodes.get(id.index()).is_some_and(|node| node.kind == Kind::Null);
    let branches = std::iter::once(null).chain(others.into_iter().filter(|id| !is_null(id))).collect();
    let union = NodeId(nodes.len() as u32);
    nodes.push(Node::plain(Kind::Union(branches)));
    let field = field_of(nodes, record, field)?;
    field.schema = union;
    field.default = Some(Value::Null);
    Some(())
}

fn rename_symbol(node: &mut Node, symbol: usize, name: &str) -> Option<()> {
    let Kind::Enum(symbols) = &mut node.kind else { return None };
    let old = std::mem::replace(symbols.symbols.get_mut(symbol)?, name.to_owned());
    symbols.default.iter_mut().filter(|default| **default == old).for_each(|default| name.clone_into(default));
    Some(())
}

fn name_of(node: &mut Node) -> Option<&mut Name> {
    match &mut node.kind {
        Kind::Record(record) => Some(&mut record.name),
        Kind::Enum(symbols) => Some(&mut symbols.name),
        Kind::Fixed(fixed) => Some(&mut fixed.name),
        _ => None,
    }
}

fn aliases_of(node: &mut Node) -> Option<&mut Box<[Name]>> {
    match &mut node.kind {
        Kind::Record(record) => Some(&mut record.aliases),
        Kind::Enum(symbols) => Some(&mut symbols.aliases),
        Kind::Fixed(fixed) => Some(&mut fixed.aliases),
        _ => None,
    }
}

fn push<T: PartialEq>(list: &mut Box<[T]>, item: T) {
    let mut items = std::mem::take(list).into_vec();
    if !items.contains(&item) {
        items.push(item);
    }
    *list = items.into();
}

fn retain<T: PartialEq>(list: &mut Box<[T]>, without: &T) {
    let mut items = std::mem::take(list).into_vec();
    items.retain(|item| item != without);
    *list = items.into();
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = r#"{"type":"record","name":"Account","fields":[{"name":"age","type":"int"}]}"#;

    fn edited(text: &str, edit: impl Fn(NodeId) -> Edit) -> Option<String> {
        let schema = Schema::parse(text).unwrap();
        schema.edited(&edit(schema.root())).map(|schema| schema.to_string())
    }

    #[test]
    fn each_change_is_made_where_it_belongs() {
        let field = |member: &str| {
            Some(format!(r#"{{"type":"record","name":"Account","fields":[{{"name":"age","type":"int",{member}}}]}}"#))
        };
        assert_eq!(edited(ACCOUNT, |id| Edit::FieldAlias(id, 0, "years".into())), field(r#""aliases":["years"]"#));
        assert_eq!(edited(ACCOUNT, |id| Edit::FieldDefault(id, 0, 7.into())), field(r#""default":7"#));
        assert_eq!(
            edited(ACCOUNT, |id| Edit::Optional(id, 0)).unwrap(),
            r#"{"type":"record","name":"Account","fields":[{"name":"age","type":["null","int"],"default":null}]}"#
        );
        let name = Name::parse("net.User", None).unwrap();
        assert_eq!(
            edited(ACCOUNT, |id| Edit::TypeAlias(id, name.clone())).unwrap(),
            r#"{"type":"record","name":"Account","aliases":["net.User"],"fields":[{"name":"age","type":"int"}]}"#
        );
        let plan = r#"{"type":"enum","name":"Plan","symbols":["FREE","PAID"],"default":"PAID"}"#;
        let renamed = edited(plan, |id| Edit::SymbolName(id, 1, "GOLD".into()));
        assert_eq!(renamed, Some(plan.replace("PAID", "GOLD")));
        assert_eq!(edited(plan, |id| Edit::SymbolName(id, 1, "FREE".into())), None, "it is taken");
        let decimal =
            |scale: i32| format!(r#"{{"type":"bytes","logicalType":"decimal","precision":9,"scale":{scale}}}"#);
        let scale = edited(&decimal(2), |id| Edit::Properties(id, vec![("scale", 3.into())]));
        assert_eq!(scale, Some(decimal(3)));
    }

    #[test]
    fn a_change_of_what_is_not_there_is_none() {
        assert_eq!(edited(r#""int""#, |id| Edit::EnumDefault(id, "A".into())), None);
        assert_eq!(edited(ACCOUNT, |id| Edit::FieldName(id, 1, "a".into())), None);
    }

    #[test]
    fn a_name_that_is_taken_and_a_default_that_is_not_valid_are_none() {
        let own = Name::parse("Account", None).unwrap();
        assert_eq!(edited(ACCOUNT, |id| Edit::FieldName(id, 0, "age".into())), None);
        assert_eq!(edited(ACCOUNT, |id| Edit::TypeName(id, own.clone())), None);
        assert_eq!(edited(ACCOUNT, |id| Edit::FieldDefault(id, 0, "old".into())), None);
    }
}
