//! Records: which field of the writer becomes which field of the reader, and what becomes of the others.

use super::compile::Compiler;
use super::plan::{Action, PlanNode, RecordPlan, Step};
use super::problem::{FieldId, Problem};
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
    Mismatch(Problem),
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
    for ((field, source), index) in read.fields.iter().zip(sources(written, (reader, read), reader_schema)).zip(0..) {
        let mut default = None;
        match source {
            Source::Field(from) => readers.get_mut(from).into_iter().for_each(|reader| *reader = Some(index)),
            Source::Default(bytes) => default = Some(bytes),
            Source::Mismatch(problem) => {
                let node = compiler.mismatch(writer, field.schema, problem);
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
fn sources(written: &Record, (record, read): (NodeId, &Record), reader: &Schema) -> Vec<Source> {
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
    let mut wanted = vec![0_u32; written.fields.len()];
    for place in candidates.iter().flatten() {
        wanted.get_mut(*place).into_iter().for_each(|wanted| *wanted += 1);
    }
    let source = |index: u32, field: &Field, known: Option<usize>, candidates: &[usize]| {
        if let Some(place) = known {
            return Source::Field(place);
        }
        let id = FieldId { record, index };
        match candidates {
            [] => by_default(id, field, reader),
            [place] if wanted.get(*place) == Some(&1) => Source::Field(*place),
            [first, others @ ..] => Source::Mismatch(Problem::AliasAmbiguous(id, *first, others.first().copied())),
        }
    };
    let fields = (0..).zip(&read.fields).zip(by_name.iter().zip(&candidates));
    fields.map(|((index, field), (known, candidates))| source(index, field, *known, candidates)).collect()
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
fn by_default(id: FieldId, field: &Field, reader: &Schema) -> Source {
    let Some(default) = &field.default else { return Source::Mismatch(Problem::MissingField(id)) };
    let mut bytes = Vec::new();
    match encode_default(reader, field.schema, default, &mut bytes) {
        Ok(()) => Source::Default(bytes.into()),
        Err(_) => Source::Mismatch(Problem::InvalidDefault(id)),
    }
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
