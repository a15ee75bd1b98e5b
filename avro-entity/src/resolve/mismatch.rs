//! What does not resolve, and where.

use super::path::{Path, Ways};
use super::plan::{Plan, PlanId, PlanNode};
use super::problem::{Problem, Types};
use crate::error::{Error, ErrorKind};
use crate::schema::NodeId;
use std::fmt;

/// The rule of resolution that a pair of types breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The types are of different kinds, and none is promoted to the other.
    Type,
    /// The names of two records, enums or fixed do not match.
    Name,
    /// Two fixed have different sizes.
    FixedSize,
    /// The reader's enum lacks symbols of the writer's and has no default.
    EnumSymbols,
    /// The reader has a field that the writer does not have, without a default.
    MissingField,
    /// The default of a field that the writer does not have is not valid for its type.
    InvalidDefault,
    /// Aliases name two fields of the writer, or one field twice.
    AliasAmbiguous,
    /// The reader's union has no branch for the writer's type.
    UnionBranch,
}

impl Rule {
    /// The rule's id: lower case, with hyphens.
    pub fn id(self) -> &'static str {
        match self {
            Rule::Type => "type",
            Rule::Name => "name",
            Rule::FixedSize => "fixed-size",
            Rule::EnumSymbols => "enum-symbols",
            Rule::MissingField => "missing-field",
            Rule::InvalidDefault => "invalid-default",
            Rule::AliasAmbiguous => "alias-ambiguous",
            Rule::UnionBranch => "union-branch",
        }
    }

    fn error_kind(self) -> ErrorKind {
        match self {
            Rule::EnumSymbols => ErrorKind::Symbol,
            Rule::UnionBranch => ErrorKind::Branch,
            _ => ErrorKind::Resolution,
        }
    }
}

/// How much of the writer's data comes to a [`Mismatch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reach {
    /// Every datum.
    All,
    /// Data that take a certain branch or symbol, or have items in an array or map.
    Some,
}

/// Two types that do not resolve, where they meet; [`Plan::mismatches`] and [`Plan::mismatch`] have them.
///
/// ```
/// use avro_entity::{AvroSchema, resolve::{Rule, resolve}};
/// let plan = resolve(<Vec<Option<String>>>::schema(), <Vec<String>>::schema());
/// let mismatch = plan.mismatches().next().unwrap();
/// assert_eq!(mismatch.rule(), Rule::Type);
/// assert_eq!(mismatch.writer_path().to_string(), "[](null)");
/// assert_eq!(plan.writer().fragment(mismatch.writer()), "null");
/// assert_eq!(mismatch.reader_path().to_string(), "[]");
/// assert_eq!(plan.reader().fragment(mismatch.reader()), "string");
/// ```
#[derive(Clone, Copy)]
pub struct Mismatch<'p> {
    plan: &'p Plan,
    ways: &'p Ways,
    found: &'p Found,
}

/// A mismatch as the compiler comes upon it, without the way to it.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) node: PlanId,
    pub(super) writer: NodeId,
    pub(super) reader: NodeId,
    pub(super) problem: Problem,
}

/// A mismatch that data can come to.
pub(super) struct Found {
    draft: Draft,
    reach: Reach,
}

/// The mismatches of a plan in the order of the ways to them, and those ways.
pub(super) struct Mismatches {
    found: Box<[Found]>,
    ways: Ways,
    /// For every node the index of its mismatch in `found`; nothing when there is none at all.
    of_node: Box<[Option<u32>]>,
}

impl Mismatches {
    /// How many bytes they take.
    pub(super) fn footprint(&self) -> usize {
        size_of_val(&*self.found) + self.ways.footprint() + size_of_val(&*self.of_node)
    }

    /// Finds out which drafts can be reached, and how.
    pub(super) fn locate(nodes: &[PlanNode], drafts: Vec<Draft>) -> Mismatches {
        if drafts.is_empty() {
            return Mismatches { found: Box::default(), ways: Ways::none(), of_node: Box::default() };
        }
        let mut draft_of: Vec<Option<Draft>> = nodes.iter().map(|_| None).collect();
        for draft in drafts {
            let index = draft.node.index();
            draft_of.get_mut(index).into_iter().for_each(|slot| *slot = Some(draft));
        }
        let certain = certain(nodes);
        let (ways, order) = Ways::through(nodes);
        let mut found = Vec::new();
        let mut of_node = vec![None; nodes.len()];
        for node in order {
            let Some(draft) = draft_of.get_mut(node.index()).and_then(Option::take) else { continue };
            let all_data_fail = match nodes.get(node.index()) {
                Some(PlanNode::Enum { table, .. }) => table.iter().all(Option::is_none),
                _ => true,
            };
            let all = all_data_fail && certain.get(node.index()) == Some(&true);
            of_node.get_mut(node.index()).into_iter().for_each(|slot| *slot = Some(found.len() as u32));
            found.push(Found { draft, reach: if all { Reach::All } else { Reach::Some } });
        }
        Mismatches { found: found.into(), ways, of_node: of_node.into() }
    }

    pub(super) fn all<'p>(&'p self, plan: &'p Plan) -> impl ExactSizeIterator<Item = Mismatch<'p>> {
        self.found.iter().map(|found| Mismatch { plan, ways: &self.ways, found })
    }

    pub(super) fn at<'p>(&'p self, plan: &'p Plan, node: PlanId) -> Option<Mismatch<'p>> {
        let index = self.of_node.get(node.index()).copied().flatten()?;
        Some(Mismatch { plan, ways: &self.ways, found: self.found.get(index as usize)? })
    }
}

impl<'p> Mismatch<'p> {
    /// The node of the plan that fails.
    pub fn node(&self) -> PlanId {
        self.found.draft.node
    }

    /// The rule that is broken.
    pub fn rule(&self) -> Rule {
        self.found.draft.problem.rule()
    }

    /// What does not fit, in words; [`Display`](fmt::Display) puts the reader's path in front. The text is written at every call.
    pub fn message(&self) -> String {
        let Draft { writer: written, reader: read, problem, .. } = self.found.draft;
        problem.message(Types { writer: self.plan.writer(), written, reader: self.plan.reader(), read })
    }

    /// The writer's type; for a field that the writer does not have, the record.
    /// [`Schema::fragment`](crate::Schema::fragment) has its text.
    pub fn writer(&self) -> NodeId {
        self.found.draft.writer
    }

    /// The reader's type.
    pub fn reader(&self) -> NodeId {
        self.found.draft.reader
    }

    /// The shortest way to the type in the writer's schema.
    pub fn writer_path(&self) -> Path<'p> {
        self.ways.in_writer(self.node(), self.plan.writer())
    }

    /// The way in the reader's schema.
    pub fn reader_path(&self) -> Path<'p> {
        self.ways.in_reader(self.node(), self.plan.reader())
    }

    /// Whether all of the writer's data come here.
    pub fn reach(&self) -> Reach {
        self.found.reach
    }

    /// The error for a datum that comes here.
    #[cold]
    pub(super) fn error(&self) -> Error {
        Error::new(self.rule().error_kind(), self.message())
    }
}

impl fmt::Display for Mismatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.reader_path();
        if !path.steps().is_empty() {
            write!(f, "{path}: ")?;
        }
        f.write_str(&self.message())
    }
}

impl fmt::Debug for Mismatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = (self.node(), self.writer(), self.reader());
        write!(f, "Mismatch({self}; {}, {:?}, {place:?})", self.rule().id(), self.reach())
    }
}

/// For each node whether every datum comes to it, unless it fails before.
fn certain(nodes: &[PlanNode]) -> Vec<bool> {
    let mut certain = vec![false; nodes.len()];
    let mut open = vec![PlanId(0)];
    while let Some(id) = open.pop() {
        let Some(seen @ false) = certain.get_mut(id.index()) else { continue };
        *seen = true;
        match nodes.get(id.index()) {
            Some(node @ (PlanNode::Record(_) | PlanNode::ReaderUnion { .. })) => {
                open.extend(super::verdict::parts(node))
            }
            Some(PlanNode::WriterUnion { branches, .. }) if branches.len() == 1 => open.extend(branches.iter()),
            _ => {}
        }
    }
    certain
}
