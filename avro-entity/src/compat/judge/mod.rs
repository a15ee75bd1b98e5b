//! What a pair of versions gives rise to, in one direction.
//!
//! ```text
//! plan ── Walk ──▶ meetings ── judge ──▶ drafts ── check ──▶ findings
//! ```
//!
//! Letter to the next reader. Whether data can be read is decided by the plan alone: the rules of resolution here only give
//! its mismatches the names that a change of an entity has (`resolution`, and `fields` for what happens to the fields of a
//! record). All other rules look at types that do meet, one function each. A rule speaks of what is new: against itself every
//! schema is silent, so that whatever the older schema has already is no finding. A draft is about one direction; `check`
//! puts those of all versions together.

mod change;
mod fields;
mod java;
mod logical;
mod names;
mod pairing;
mod resolution;
mod schema;
mod steps;
mod unions;

use super::check::newer;
use super::level::Direction;
use super::rule::{Class, Rule};
use super::source::{Sources, Spot};
use super::version::Version;
use super::walk::{Inside, Meeting, Side, Walk};
use crate::resolve::{Plan, PlanNode, Reach};
use crate::schema::{Edit, Kind, Node, NodeId, Record, Schema};
use serde_json::Value;
use std::collections::HashSet;

/// Two versions, and who reads whose data.
pub(super) struct Pair<'p> {
    pub(super) walk: Walk<'p>,
    pub(super) direction: Direction,
    /// The versions from before the old one.
    pub(super) before: &'p [Version],
    /// The old version, and those between it and the new one.
    pub(super) since: &'p [Version],
    /// Whether the old version is the one just before the new one, so that risks and news are told.
    pub(super) is_step: bool,
    /// Which fields are private, so that their defaults are not told.
    pub(super) private: &'p Sources,
}

/// A finding about one pair in one direction.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) rule: &'static Rule,
    pub(super) old: Found,
    pub(super) new: Found,
    /// What of the place it is about, where a rule can speak of several things at one place.
    pub(super) subject: String,
    pub(super) message: String,
    pub(super) reach: Reach,
    pub(super) evidence: Evidence,
    /// Changes of the new schema that may mend it, the best one first.
    pub(super) fixes: Vec<Edit>,
}

/// Where a finding is in one of the schemas.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) path: String,
    /// What is pointed at.
    pub(super) spot: OwnedSpot,
    /// What it is about, which is the same whichever way leads there.
    pub(super) about: OwnedSpot,
    /// The end of the path, from there on.
    pub(super) tail: String,
}

/// A [`Spot`] that outlives its pair.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum OwnedSpot {
    Node(NodeId),
    Field(NodeId, usize),
    Symbol(NodeId, String),
}

/// What a finding can be shown with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Evidence {
    None,
    /// The new schema itself: no data need be there that are not read.
    Schema,
    /// A datum that comes to this meeting is refused.
    Refused {
        at: usize,
    },
    /// A datum that takes this symbol of the enum at this meeting is refused.
    RefusedSymbol {
        at: usize,
        symbol: usize,
    },
    /// A datum that takes one of these symbols of the enum at this meeting is read as the default, which needs no datum to be seen.
    DefaultedSymbols {
        at: usize,
        symbols: Vec<usize>,
    },
    /// A datum that comes to this meeting is read as another value.
    Misread {
        at: usize,
    },
    /// The value of this field of the writer, in the record at this meeting, is read as the default of that of the reader.
    Lost {
        at: usize,
        written: usize,
        read: usize,
    },
}

impl OwnedSpot {
    pub(super) fn as_spot(&self) -> Spot<'_> {
        match self {
            OwnedSpot::Node(id) => Spot::Node(*id),
            OwnedSpot::Field(record, field) => Spot::Field(*record, *field),
            OwnedSpot::Symbol(id, symbol) => Spot::Symbol(*id, symbol),
        }
    }
}

impl Evidence {
    /// The symbols of the writer's enum that a datum has to have one of, where it is about symbols.
    pub(super) fn symbols(&self) -> Option<&[usize]> {
        match self {
            Evidence::RefusedSymbol { symbol, .. } => Some(std::slice::from_ref(symbol)),
            Evidence::DefaultedSymbols { symbols, .. } => Some(symbols),
            _ => None,
        }
    }

    /// The meeting that a datum has to come to.
    pub(super) fn meeting(&self) -> Option<usize> {
        match self {
            Evidence::None | Evidence::Schema => None,
            Evidence::Refused { at }
            | Evidence::RefusedSymbol { at, .. }
            | Evidence::DefaultedSymbols { at, .. }
            | Evidence::Misread { at }
            | Evidence::Lost { at, .. } => Some(*at),
        }
    }
}

/// Everything that there is to say about a pair.
pub(super) fn judge(pair: &Pair<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let aliases = names::Aliases::of(pair.walk.schema(Side::Reader));
    for (at, meeting) in pair.walk.meetings.iter().enumerate() {
        if pair.is_step {
            change::field(pair, at, meeting, &mut drafts);
        }
        if meeting.is_again {
            continue;
        }
        resolution::judge(pair, at, meeting, &mut drafts);
        fields::judge(pair, at, meeting, &mut drafts);
        logical::judge(pair, at, meeting, &mut drafts);
        names::judge(pair, at, meeting, &aliases, &mut drafts);
        unions::judge(pair, at, meeting, &mut drafts);
        if pair.is_step {
            change::judge(pair, at, meeting, &mut drafts);
        }
    }
    if pair.is_step && pair.direction == Direction::Backward {
        schema::judge(pair, &mut drafts);
    }
    drafts.retain(|draft| pair.is_step || draft.rule.class.is_transitive());
    debug_assert!(drafts.iter().all(|draft| speaks_here(draft.rule, pair.direction)));
    drafts
}

/// Whether the table says that the rule is for this direction; rules for neither are told with the backward one.
fn speaks_here(rule: &Rule, direction: Direction) -> bool {
    match rule.directions {
        [] => direction == Direction::Backward || rule.class == Class::Info,
        directions => directions.contains(&direction),
    }
}

impl<'p> Pair<'p> {
    pub(super) fn plan(&self) -> &'p Plan {
        self.walk.plan
    }

    /// The side of the older version.
    pub(super) fn old_side(&self) -> Side {
        match self.direction {
            Direction::Backward => Side::Writer,
            Direction::Forward => Side::Reader,
        }
    }

    /// The side of the newer version.
    pub(super) fn new_side(&self) -> Side {
        newer(self.direction)
    }

    pub(super) fn is_backward(&self) -> bool {
        self.direction == Direction::Backward
    }

    /// Whether a default of a field is not to be told: the field is private, or one inside of the default.
    pub(super) fn hides_default(&self, side: Side, record: NodeId, field: usize, default: &Value) -> bool {
        let schema = self.walk.schema(side);
        let Kind::Record(fields) = &schema.node(record).kind else { return false };
        self.is_private(side, record, field)
            || fields.fields.get(field).is_some_and(|field| self.private.shows_private(schema, field.schema, default))
    }

    /// Whether a field of one side is private in the new version.
    pub(super) fn is_private(&self, side: Side, record: NodeId, field: usize) -> bool {
        self.private.is_private_field(self.walk.schema(side), record, field)
    }

    pub(super) fn node(&self, meeting: &Meeting, side: Side) -> &'p Node {
        self.walk.schema(side).node(meeting.node(side))
    }

    pub(super) fn plan_node(&self, meeting: &Meeting) -> Option<&'p PlanNode> {
        meeting.plan.map(|id| self.plan().node(id))
    }

    /// Both types as records.
    pub(super) fn records(&self, meeting: &Meeting) -> Option<(&'p Record, &'p Record)> {
        match (&self.node(meeting, Side::Writer).kind, &self.node(meeting, Side::Reader).kind) {
            (Kind::Record(written), Kind::Record(read)) => Some((written, read)),
            _ => None,
        }
    }

    /// The meetings directly inside of one: the walk goes breadth first, so that they are next to each other.
    pub(super) fn inside(&self, at: usize) -> impl Iterator<Item = (usize, &Meeting)> {
        let meetings = &self.walk.meetings;
        let first = meetings.partition_point(|meeting| meeting.from < Some(at));
        meetings.iter().enumerate().skip(first).take_while(move |(_, meeting)| meeting.from == Some(at))
    }

    /// A draft about the fields that a meeting is in, or about its types when it is in none.
    pub(super) fn draft(&self, rule: &'static Rule, at: usize, message: String) -> Draft {
        let (old, new) = (self.found(at, self.old_side()), self.found(at, self.new_side()));
        Draft {
            rule,
            old,
            new,
            subject: String::new(),
            message,
            reach: Reach::Some,
            evidence: Evidence::None,
            fixes: Vec::new(),
        }
    }

    /// A draft about the types that meet.
    pub(super) fn draft_of_types(&self, rule: &'static Rule, at: usize, message: String) -> Draft {
        let mut draft = self.draft(rule, at, message);
        if let Some(meeting) = self.walk.meetings.get(at) {
            draft.old = draft.old.of_type(meeting.node(self.old_side()));
            draft.new = draft.new.of_type(meeting.node(self.new_side()));
        }
        draft
    }

    /// The place of a meeting in a schema: the field it is in, or its type.
    fn found(&self, at: usize, side: Side) -> Found {
        let (path, field) = self.walk.path(at, side);
        match field {
            Some(Inside { record, field, end }) => {
                let tail = path.get(end..).unwrap_or_default().to_owned();
                let spot = OwnedSpot::Field(record, field);
                Found { path, about: spot.clone(), spot, tail }
            }
            None => {
                let node = self.walk.meetings.get(at).map(|meeting| meeting.node(side));
                Found::new(path, OwnedSpot::Node(node.unwrap_or_else(|| self.walk.schema(side).root())))
            }
        }
    }
}

impl Draft {
    pub(super) fn with_fixes(mut self, fixes: impl IntoIterator<Item = Edit>) -> Draft {
        self.fixes.extend(fixes);
        self
    }

    pub(super) fn with_evidence(self, evidence: Evidence) -> Draft {
        Draft { evidence, ..self }
    }

    pub(super) fn reaching(self, reach: Reach) -> Draft {
        Draft { reach, ..self }
    }

    pub(super) fn about(self, subject: impl Into<String>) -> Draft {
        Draft { subject: subject.into(), ..self }
    }
}

impl Found {
    /// What is at the end of a path.
    pub(super) fn new(path: String, spot: OwnedSpot) -> Found {
        Found { tail: path.clone(), path, about: spot.clone(), spot }
    }

    /// The same, about a type.
    pub(super) fn of_type(self, id: NodeId) -> Found {
        self.at(OwnedSpot::Node(id))
    }

    /// The same, about a type, and still pointing where it did.
    pub(super) fn about_type(self, id: NodeId) -> Found {
        Found { spot: self.spot.clone(), ..self.of_type(id) }
    }

    /// The same with a field of the record that is there.
    pub(super) fn field(self, record: NodeId, index: usize, name: &str) -> Found {
        self.member(name).at(OwnedSpot::Field(record, index))
    }

    /// The same with a symbol of the enum that is there.
    pub(super) fn symbol(self, id: NodeId, symbol: &str) -> Found {
        self.member(symbol).at(OwnedSpot::Symbol(id, symbol.to_owned()))
    }

    /// The same with a member of the type that is there, which the schema may not have.
    pub(super) fn member(mut self, name: &str) -> Found {
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(name);
        Found { tail: name.to_owned(), ..self }
    }

    fn at(self, spot: OwnedSpot) -> Found {
        Found { about: spot.clone(), spot, tail: String::new(), ..self }
    }
}

/// The record of this full name, or else of this simple name, in an older version.
fn record_like<'s>(schema: &'s Schema, name: &crate::schema::Name) -> Option<&'s Record> {
    let record = |node: &'s Node| match &node.kind {
        Kind::Record(record) => Some(&**record),
        _ => None,
    };
    let exact = schema.named(name.full()).and_then(|id| record(schema.node(id)));
    exact.or_else(|| {
        schema.nodes().filter_map(|(_, node)| record(node)).find(|known| known.name.simple() == name.simple())
    })
}

fn field_names(record: &Record) -> HashSet<&str> {
    record.fields.iter().map(|field| field.name.as_str()).collect()
}
