//! Records: which field of the writer becomes which field of the reader, and what becomes of the others.

use super::compile::{Compiler, describe};
use super::mismatch::Rule;
use super::plan::{Action, PlanNode, RecordPlan, Step};
use crate::schema::default::encode_default;
use crate::schema::{Field, Kind, NodeId, Record, Schema};
use rustc_hash::FxHashMap;

/// Where the value of a reader's field comes from.
enum Source {
    /// The writer's field of this index.
    Field(usize),
    /// The default, as it is encoded under the reader's schema.
    Default(Box<[u8]>),
    /// Nowhere.
    Mismatch(Rule, String),
}

/// The plan for two records whose names match.
///
/// ```text
/// writer  {"name": "a", "type": "int"}, {"name": "b", "type": "string"}, {"name": "c", "type": "boolean"}
/// reader  {"name": "c", "type": "boolean"}, {"name": "d", "type": "long", "default": 7}, {"name": "x", "aliases": ["a"], "type": "long"}
/// plan    x: widen an int; skip a string; c: read; d: take the default
/// ```
pub(super) fn compile(compiler: &mut Compiler<'_>, writer: NodeId, reader: NodeId) -> PlanNode {
    let (writer_schema, reader_schema) = (compiler.writer, compiler.reader);
    let (Kind::Record(written), Kind::Record(read)) =
        (&writer_schema.node(writer).kind, &reader_schema.node(reader).kind)
    else {
        return PlanNode::Mismatch;
    };
    let mut failing = Vec::new();
    let mut readers: Vec<Option<u32>> = vec![None; written.fields.len()];
    let mut defaults = Vec::with_capacity(read.fields.len());
    for ((field, source), index) in read.fields.iter().zip(sources(written, read, reader_schema)).zip(0..) {
        let mut default = None;
        match source {
            Source::Field(from) => readers.get_mut(from).into_iter().for_each(|reader| *reader = Some(index)),
            Source::Default(bytes) => default = Some(bytes),
            Source::Mismatch(rule, message) => {
                let node = compiler.mismatch(writer, field.schema, rule, message);
                failing.push(Action::Through { field: index, node });
            }
        }
        defaults.push(default);
    }
    let reads = written.fields.iter().zip(readers).map(|(field, reader)| match reader {
        Some(to) => read_field(compiler, read, to, field),
        None => Action::Skip { writer: field.schema },
    });
    let missing = failing.len() as u32;
    let actions: Vec<Action> = failing.into_iter().chain(reads).collect();
    let (actions, ordered) = place_defaults(actions, &defaults);
    let fields = read.fields.len() as u32;
    let steps = actions.into_iter().map(|action| Step::new(action, fields, writer_schema)).collect();
    PlanNode::Record(Box::new(RecordPlan { writer, reader, steps, ordered, missing, defaults: defaults.into() }))
}

fn read_field(compiler: &mut Compiler<'_>, read: &Record, to: u32, from: &Field) -> Action {
    match read.fields.get(to as usize) {
        Some(field) => Action::Through { field: to, node: compiler.pair(from.schema, field.schema) },
        None => Action::Skip { writer: from.schema },
    }
}

/// Finds the value of each of the reader's fields: the writer's field of the same name; else the one that an alias
/// names; else the default.
///
/// An alias never takes a field away from the field of that name, so that every schema reads itself:
///
/// ```text
/// writer  {"name": "a"}, {"name": "b"}
/// reader  {"name": "b", "aliases": ["a"]}, {"name": "a", "aliases": ["b"]}      b from b, a from a
/// ```
///
/// Nor is there a guess when aliases are of two minds, and no default hides it:
///
/// ```text
/// writer  {"name": "x"}, {"name": "y"}
/// reader  {"name": "new", "aliases": ["x", "y"], "default": 0}                  mismatch: x or y?
/// reader  {"name": "a", "aliases": ["x"]}, {"name": "b", "aliases": ["x"]}      mismatch: which one is x?
/// ```
fn sources(written: &Record, read: &Record, reader: &Schema) -> Vec<Source> {
    let mut places = Places::new(written);
    let by_name: Vec<Option<usize>> = read.fields.iter().map(|field| places.named(&field.name)).collect();
    let mut claimed = vec![false; written.fields.len()];
    for place in by_name.iter().flatten() {
        claimed.get_mut(*place).into_iter().for_each(|claimed| *claimed = true);
    }
    let by_alias = |(field, known): (&Field, &Option<usize>)| {
        let aliases = if known.is_none() { &field.aliases[..] } else { &[] };
        let named = aliases.iter().filter_map(|alias| places.named(alias));
        let mut free: Vec<usize> = named.filter(|place| claimed.get(*place) == Some(&false)).collect();
        free.sort_unstable();
        free.dedup();
        free
    };
    let candidates: Vec<Vec<usize>> = read.fields.iter().zip(&by_name).map(by_alias).collect();
    let is_wanted_once = |place| candidates.iter().flatten().filter(|other| **other == place).count() == 1;
    let source = |((field, known), candidates): ((&Field, &Option<usize>), &Vec<usize>)| {
        if let Some(place) = known {
            return Source::Field(*place);
        }
        match candidates.as_slice() {
            [] => by_default(field, reader),
            [place] if is_wanted_once(*place) => Source::Field(*place),
            [first, others @ ..] => ambiguous(written, read, field, *first, others.first().copied()),
        }
    };
    read.fields.iter().zip(&by_name).zip(&candidates).map(source).collect()
}

/// The writer's fields by name.
///
/// Versions of a record mostly have their fields in one order, so that a field stands behind the one that was found before it. A
/// few others are looked for one by one, and for many a table is made.
struct Places<'w> {
    written: &'w [Field],
    /// Behind the field that was found last.
    next: usize,
    /// How many fields may still be looked at.
    looks: usize,
    table: Option<FxHashMap<&'w str, usize>>,
}

/// How many fields are looked at, one lookup with another, before a table is the faster way.
const LOOKS: usize = 500;

impl<'w> Places<'w> {
    fn new(written: &'w Record) -> Places<'w> {
        Places { written: &written.fields, next: 0, looks: LOOKS, table: None }
    }

    /// The field of this name.
    fn named(&mut self, name: &str) -> Option<usize> {
        let is_next = self.written.get(self.next).is_some_and(|field| field.name == name);
        let place = if is_next { self.next } else { self.search(name)? };
        self.next = place + 1;
        Some(place)
    }

    fn search(&mut self, name: &str) -> Option<usize> {
        if let Some(looks) = self.looks.checked_sub(self.written.len()) {
            self.looks = looks;
            return self.written.iter().position(|field| field.name == name);
        }
        let table = self.table.get_or_insert_with(|| by_name(self.written));
        table.get(name).copied()
    }
}

fn by_name(fields: &[Field]) -> FxHashMap<&str, usize> {
    let mut names = FxHashMap::with_capacity_and_hasher(fields.len(), Default::default());
    for (index, field) in fields.iter().enumerate() {
        names.entry(field.name.as_str()).or_insert(index);
    }
    names
}

/// The default of a field that the writer does not have; a default of union type belongs to the first branch it is
/// valid for.
fn by_default(field: &Field, reader: &Schema) -> Source {
    let Some(default) = &field.default else {
        let message = format!("the writer has no field `{}`, and it has no default", field.name);
        return Source::Mismatch(Rule::MissingField, message);
    };
    let mut bytes = Vec::new();
    match encode_default(reader, field.schema, default, &mut bytes) {
        Ok(()) => Source::Default(bytes.into()),
        Err(error) => {
            let read = describe(reader.node(field.schema));
            let message =
                format!("the writer has no field `{}`, and its default is not valid for {read}: {error}", field.name);
            Source::Mismatch(Rule::InvalidDefault, message)
        }
    }
}

fn ambiguous(written: &Record, read: &Record, field: &Field, first: usize, second: Option<usize>) -> Source {
    let name = |place: usize| written.fields.get(place).map_or("", |field| field.name.as_str());
    let message = match second {
        Some(second) => format!(
            "the aliases of `{}` name two fields of the writer, `{}` and `{}`",
            field.name,
            name(first),
            name(second)
        ),
        None => {
            let others = read.fields.iter().filter(|other| other.aliases.iter().any(|alias| alias == name(first)));
            let others: Vec<String> = others.map(|other| format!("`{}`", other.name)).collect();
            format!("the writer's field `{}` is named by the aliases of {}", name(first), others.join(" and "))
        }
    };
    Source::Mismatch(Rule::AliasAmbiguous, message)
}

/// Puts the defaults where they keep the reader's order, when the fields that are read keep it; else at the end. Also
/// says whether that order is kept.
fn place_defaults(actions: Vec<Action>, defaults: &[Option<Box<[u8]>>]) -> (Vec<Action>, bool) {
    let read = |action: &Action| match action {
        Action::Through { field, .. } => Some(*field),
        _ => None,
    };
    let ordered = actions.iter().filter_map(read).is_sorted();
    let mut missing =
        defaults.iter().zip(0..).filter(|(default, _)| default.is_some()).map(|(_, field)| field).peekable();
    let mut placed = Vec::with_capacity(actions.len() + defaults.len());
    for action in actions {
        if let (true, Some(read)) = (ordered, read(&action)) {
            while let Some(field) = missing.next_if(|field| *field < read) {
                placed.push(Action::Default { field });
            }
        }
        placed.push(action);
    }
    placed.extend(missing.map(|field| Action::Default { field }));
    (placed, ordered)
}
