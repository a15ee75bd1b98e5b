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
mod logical;
mod names;
mod pairing;
mod resolution;
mod schema;
mod unions;

pub(super) use logical::time;

use super::level::Direction;
use super::rule::{Class, Rule};
use super::source::{Sources, Spot};
use super::version::Version;
use super::walk::{Meeting, Side, Walk};
use crate::resolve::{Plan, PlanNode, Reach};
use crate::schema::{Edit, Kind, Node, NodeId, Record, Schema};

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
    pub(super) spot: OwnedSpot,
}

/// A [`Spot`] that outlives its pair.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum OwnedSpot {
    Node(NodeId),
    Field(NodeId, usize),
    Symbol(NodeId, String),
}

/// What a finding can be shown with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Evidence {
    None,
    /// A datum that comes to this meeting is refused.
    Refused {
        at: usize,
    },
    /// A datum that takes this symbol of the enum at this meeting is refused.
    RefusedSymbol {
        at: usize,
        symbol: usize,
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

/// Everything that there is to say about a pair.
pub(super) fn judge(pair: &Pair<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, meeting) in pair.walk.meetings.iter().enumerate() {
        resolution::judge(pair, at, meeting, &mut drafts);
        fields::judge(pair, at, meeting, &mut drafts);
        logical::judge(pair, at, meeting, &mut drafts);
        names::judge(pair, at, meeting, &mut drafts);
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
        match self.direction {
            Direction::Backward => Side::Reader,
            Direction::Forward => Side::Writer,
        }
    }

    pub(super) fn is_backward(&self) -> bool {
        self.direction == Direction::Backward
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

    /// The meetings directly inside of one.
    pub(super) fn inside(&self, at: usize) -> impl Iterator<Item = (usize, &Meeting)> {
        let later = self.walk.meetings.iter().enumerate().skip(at + 1);
        let from_here = later.skip_while(move |(_, meeting)| meeting.from < Some(at));
        from_here.take_while(move |(_, meeting)| meeting.from == Some(at))
    }

    /// A draft about the fields that a meeting is in, or about its types when it is in none.
    pub(super) fn draft(&self, rule: &'static Rule, at: usize, message: String) -> Draft {
        let found = |side: Side| {
            let spot = match (self.walk.field(at, side), self.walk.meetings.get(at)) {
                (Some((record, field)), _) => OwnedSpot::Field(record, field),
                (None, Some(meeting)) => OwnedSpot::Node(meeting.node(side)),
                (None, None) => OwnedSpot::Node(self.walk.schema(side).root()),
            };
            Found { path: self.walk.path(at, side), spot }
        };
        let (old, new) = (found(self.old_side()), found(self.new_side()));
        Draft { rule, old, new, message, reach: Reach::Some, evidence: Evidence::None, fixes: Vec::new() }
    }

    /// A draft about the types that meet.
    pub(super) fn draft_of_types(&self, rule: &'static Rule, at: usize, message: String) -> Draft {
        let mut draft = self.draft(rule, at, message);
        if let Some(meeting) = self.walk.meetings.get(at) {
            draft.old.spot = OwnedSpot::Node(meeting.node(self.old_side()));
            draft.new.spot = OwnedSpot::Node(meeting.node(self.new_side()));
        }
        draft
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
}

impl Found {
    /// The same with a field of the record that is there.
    pub(super) fn field(mut self, record: NodeId, index: usize, name: &str) -> Found {
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(name);
        self.spot = OwnedSpot::Field(record, index);
        self
    }

    /// The same with a symbol of the enum that is there.
    pub(super) fn symbol(mut self, id: NodeId, symbol: &str) -> Found {
        self.path = if self.path.is_empty() { symbol.to_owned() } else { format!("{}.{symbol}", self.path) };
        self.spot = OwnedSpot::Symbol(id, symbol.to_owned());
        self
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
