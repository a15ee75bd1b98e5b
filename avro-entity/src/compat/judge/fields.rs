//! What becomes of the fields of a record: those that are gone, those that are new, and those that may be both.

use super::java::{self, OtherBranch};
use super::steps::Steps;
use super::{Draft, Evidence, Found, Pair, pairing, record_like};
use crate::compat::rule;
use crate::compat::shape::shape;
use crate::compat::walk::{Meeting, Side};
use crate::resolve::{self, Action, PlanNode};
use crate::schema::{Edit, Field, Kind, LogicalType, Node, NodeId, Record, Schema};
use serde_json::{Value, json};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// A pair of records, with the fields that do not meet.
struct Fields<'a, 'p> {
    pair: &'a Pair<'p>,
    at: usize,
    meeting: &'a Meeting,
    written: &'p Record,
    read: &'p Record,
    /// The writer's fields that are skipped.
    skipped: Vec<usize>,
    /// The reader's fields that take their default.
    defaulted: Vec<usize>,
    /// The reader's fields that have no value, with their meetings.
    missing: Vec<(usize, usize)>,
    steps: OnceCell<Steps<'p>>,
}

pub(super) fn judge(pair: &Pair<'_>, at: usize, meeting: &Meeting, drafts: &mut Vec<Draft>) {
    let Some(PlanNode::Record(plan)) = pair.plan_node(meeting) else { return };
    let Some((written, read)) = pair.records(meeting) else { return };
    let is_skip = |(index, action): (usize, Action)| matches!(action, Action::Skip { .. }).then_some(index);
    let skipped: Vec<usize> = plan.of_written().enumerate().filter_map(is_skip).collect();
    let defaulted: Vec<usize> = plan.defaulted().map(|field| field as usize).collect();
    let is_missing = |(at, inner): (usize, &Meeting)| {
        let mismatch = inner.plan.and_then(|id| pair.plan().mismatch(id))?;
        let field = pair.walk.field(at, Side::Reader).filter(|_| mismatch.rule() == resolve::Rule::MissingField)?;
        inner.is_field_without_source().then_some((field.1, at))
    };
    let missing: Vec<_> = pair.inside(at).filter_map(is_missing).collect();
    if skipped.is_empty() && defaulted.is_empty() && missing.is_empty() {
        return;
    }
    let steps = OnceCell::new();
    let fields = Fields { pair, at, meeting, written, read, skipped, defaulted, missing, steps };
    if pair.is_backward() {
        fields.backward(drafts)
    } else {
        fields.forward(drafts)
    }
    drafts.extend(fields.defaulted.iter().filter_map(|field| fields.default_misread(*field)));
}

impl<'p> Fields<'_, 'p> {
    /// The new version reads: its fields may be new, or renamed, or lack what older versions gave them.
    fn backward(&self, drafts: &mut Vec<Draft>) {
        let mut unexplained = Vec::new();
        for (field, at) in &self.missing {
            match self.lost_default(*field, *at).or_else(|| self.lost_alias(*field, *at)) {
                Some(draft) => drafts.push(draft),
                None => unexplained.push((*field, *at)),
            }
        }
        let added: Vec<usize> =
            unexplained.iter().map(|(field, _)| *field).chain(self.defaulted.iter().copied()).collect();
        let pairs = self.pairs(&added);
        let old_names: HashMap<usize, usize> = pairs.iter().map(|(from, to)| (*to, *from)).collect();
        for (field, at) in unexplained {
            drafts.push(match old_names.get(&field) {
                Some(from) => self.renamed(*from, field, at),
                None => self.added(field, at),
            });
        }
        self.possible_renames(&pairs, drafts);
        if self.pair.is_step {
            let paired: HashSet<usize> = pairs.iter().map(|(from, _)| *from).collect();
            let gone = self.skipped.iter().filter(|from| !paired.contains(from));
            drafts.extend(gone.map(|from| self.removed(*from)));
            let is_renamed = |to: &usize| old_names.contains_key(to);
            for to in &added {
                let news = || (self.defaulted.contains(to) && !is_renamed(to)).then(|| self.added_with_default(*to));
                drafts.extend(self.name_reused(*to).or_else(news));
            }
        }
    }

    /// The old version reads: its fields may be gone.
    fn forward(&self, drafts: &mut Vec<Draft>) {
        let old: Vec<usize> =
            self.missing.iter().map(|(field, _)| *field).chain(self.defaulted.iter().copied()).collect();
        let pairs = self.pairs(&old);
        let new_names: HashMap<usize, usize> = pairs.iter().map(|(from, to)| (*to, *from)).collect();
        for (field, at) in &self.missing {
            drafts.push(self.removed_and_required(*field, *at, new_names.get(field).copied()));
        }
        self.possible_renames(&pairs, drafts);
    }

    /// A draft for each pair of which the one is skipped and the other takes its default.
    fn possible_renames(&self, pairs: &[(usize, usize)], drafts: &mut Vec<Draft>) {
        let defaulted: HashSet<usize> = self.defaulted.iter().copied().collect();
        let pairs = pairs.iter().filter(|(_, to)| defaulted.contains(to));
        drafts.extend(pairs.map(|(from, to)| self.possible_rename(*from, *to)));
    }

    /// The skipped fields of the writer and those fields of the reader that may be them: of one type, and changed in one step.
    fn pairs(&self, read: &[usize]) -> Vec<(usize, usize)> {
        if self.skipped.is_empty() || read.is_empty() {
            return Vec::new();
        }
        let steps = self.steps();
        let in_one_step = |from: usize, to: usize| match self.pair.is_backward() {
            true => steps.replaced(self.written_name(from), self.field_name(to)),
            false => steps.replaced(self.field_name(to), self.written_name(from)),
        };
        let (writer, reader) = (self.pair.walk.schema(Side::Writer), self.pair.walk.schema(Side::Reader));
        pairing::pairs((writer, self.written, &self.skipped), (reader, self.read, read), in_one_step)
    }

    fn steps(&self) -> &Steps<'p> {
        self.steps.get_or_init(|| Steps::of(self.pair, self.written, self.read))
    }

    fn field(&self, index: usize) -> Option<&Field> {
        self.read.fields.get(index)
    }

    fn field_name(&self, index: usize) -> &str {
        self.field(index).map_or("", |field| &field.name)
    }

    fn written_name(&self, index: usize) -> &str {
        self.written.fields.get(index).map_or("", |field| &field.name)
    }

    fn type_of(&self, index: usize) -> String {
        self.field(index).map_or(String::new(), |field| shape(self.pair.walk.schema(Side::Reader), field.schema))
    }

    /// A draft about a field of the reader for which there is no value.
    fn refused(&self, rule: &'static rule::Rule, at: usize, message: String) -> Draft {
        let mismatch = self.pair.walk.meetings.get(at).and_then(|met| self.pair.plan().mismatch(met.plan?));
        let draft = self.pair.draft(rule, at, message).with_evidence(Evidence::Refused { at });
        match mismatch {
            Some(mismatch) => draft.reaching(mismatch.reach()),
            None => draft,
        }
    }

    fn added(&self, field: usize, at: usize) -> Draft {
        let message = format!(
            "`{}` is {} without a default, and older data do not have it",
            self.field_name(field),
            self.type_of(field)
        );
        self.refused(&rule::FIELD_ADDED_WITHOUT_DEFAULT, at, message).with_fixes(self.default_fixes(field))
    }

    /// Whether a default of a field of the reader is not to be told.
    fn hides(&self, field: usize, default: &Value) -> bool {
        self.pair.hides_default(Side::Reader, self.meeting.reader, field, default)
    }

    fn added_with_default(&self, to: usize) -> Draft {
        let name = self.field_name(to);
        let default = self.field(to).and_then(|field| field.default.as_ref());
        let default = default.filter(|default| !self.hides(to, default));
        let default = default.map_or("its default".to_owned(), Value::to_string);
        let message = format!("`{name}` is new, and older data are read with {default}");
        let mut draft = self.pair.draft(&rule::FIELD_ADDED, self.at, message);
        draft.new = draft.new.field(self.meeting.reader, to, name);
        draft
    }

    /// A default that Java takes for a value of another branch of a union.
    fn default_misread(&self, to: usize) -> Option<Draft> {
        let schema = self.pair.walk.schema(Side::Reader);
        let field = self.field(to)?;
        let OtherBranch { takes, meant } = java::other_branch(schema, field.schema, field.default.as_ref()?)?;
        let name = |node: &Node| node.name().map_or(node.kind.type_name().to_owned(), |name| name.full().to_owned());
        let takes = takes.map_or("none".to_owned(), |takes| format!("`{}`", name(takes)));
        let message =
            format!("the default of `{}` is of the branch `{}`, and Java takes {takes}", field.name, name(meant));
        let mut draft = self.pair.draft(&rule::UNION_DEFAULT_MISREAD, self.at, message);
        match self.pair.is_backward() {
            true => draft.new = draft.new.field(self.meeting.reader, to, &field.name),
            false => {
                draft.old = draft.old.field(self.meeting.reader, to, &field.name);
                draft.new = self.where_it_was(self.meeting.writer, &field.name);
            }
        }
        Some(draft)
    }

    /// A plain default, or none at all.
    fn default_fixes(&self, field: usize) -> Vec<Edit> {
        let schema = self.pair.walk.schema(Side::Reader);
        let default = self.field(field).and_then(|field| plain_default(schema, field.schema));
        let default = default.map(|default| Edit::FieldDefault(self.meeting.reader, field, default));
        default.into_iter().chain([Edit::Optional(self.meeting.reader, field)]).collect()
    }

    /// The default that a version in between had.
    fn lost_default(&self, field: usize, at: usize) -> Option<Draft> {
        let name = self.field_name(field);
        let default = self.fields_since(field).find_map(|known| known.default.clone())?;
        let message = format!("`{name}` had a default when it was added, and older data need it");
        let draft = self.refused(&rule::FIELD_DEFAULT_REMOVED, at, message);
        let earlier = (!self.hides(field, &default)).then(|| Edit::FieldDefault(self.meeting.reader, field, default));
        Some(draft.with_fixes(earlier).with_fixes(self.default_fixes(field)))
    }

    /// The alias that a version in between had, for a field that the data have.
    fn lost_alias(&self, field: usize, at: usize) -> Option<Draft> {
        let name = self.field_name(field);
        let is_skipped = |alias: &&String| self.skipped.iter().any(|index| self.written_name(*index) == alias.as_str());
        let alias = self.fields_since(field).find_map(|known| known.aliases.iter().find(is_skipped).cloned())?;
        let message = format!("`{name}` lost the alias `{alias}`, under which older data have it");
        let draft = self.refused(&rule::ALIAS_REMOVED, at, message);
        Some(draft.with_fixes([Edit::FieldAlias(self.meeting.reader, field, alias)]))
    }

    /// The field in the versions between the old and the new one, the newest first.
    fn fields_since(&self, field: usize) -> impl Iterator<Item = &'p Field> {
        self.field(field).into_iter().flat_map(|field| self.steps().between(field))
    }

    fn renamed(&self, from: usize, to: usize, at: usize) -> Draft {
        let (old, new) = (self.written_name(from).to_owned(), self.field_name(to));
        let message = format!("`{new}` may be what `{old}` was, and is not looked for under that name");
        let draft = self.refused(&rule::FIELD_RENAMED_WITHOUT_ALIAS, at, message);
        let mut draft = draft.with_fixes(rename_edits(self.meeting.reader, to, old));
        self.point_at_the_old_field(&mut draft, from);
        draft
    }

    /// Names the field that is gone, for a finding that is about two fields.
    fn point_at_the_old_field(&self, draft: &mut Draft, from: usize) {
        let record = self.pair.draft(draft.rule, self.at, String::new());
        match self.pair.is_backward() {
            true => draft.old = record.old.field(self.meeting.writer, from, self.written_name(from)),
            false => draft.new = record.new.field(self.meeting.writer, from, self.written_name(from)),
        }
    }

    fn removed_and_required(&self, field: usize, at: usize, renamed: Option<usize>) -> Draft {
        let name = self.field_name(field);
        let Some(from) = renamed else {
            let message = format!("older readers need `{name}` and have no default for it");
            let mut draft = self.refused(&rule::FIELD_REMOVED_REQUIRED_BY_READER, at, message);
            draft.new = self.where_it_was(self.meeting.writer, name);
            return draft;
        };
        let message =
            format!("older readers need `{name}`, which may be `{}` under its old name", self.written_name(from));
        let mut draft = self.refused(&rule::FIELD_REMOVED_REQUIRED_BY_READER, at, message);
        self.point_at_the_old_field(&mut draft, from);
        draft.with_fixes([Edit::FieldName(self.meeting.writer, from, name.to_owned())])
    }

    /// The place of a field that the new record does not have: it points at the record.
    fn where_it_was(&self, record: NodeId, name: &str) -> Found {
        self.pair.draft_of_types(&rule::FIELD_REMOVED, self.at, String::new()).new.of_type(record).member(name)
    }

    /// A field whose value is skipped, and one of its type that takes a default.
    fn possible_rename(&self, from: usize, to: usize) -> Draft {
        let (written, read) = (self.written_name(from), self.field_name(to));
        let (old, new) = if self.pair.is_backward() { (written, read) } else { (read, written) };
        let message = format!(
            "`{old}` is gone and `{new}`, of the same type, is new: values are skipped under the one name, and the default is read under the other"
        );
        let evidence = Evidence::Lost { at: self.at, written: from, read: to };
        let mut draft = self.pair.draft(&rule::POSSIBLE_RENAME, self.at, message).with_evidence(evidence);
        let (writer, reader) = (self.meeting.writer, self.meeting.reader);
        if self.pair.is_backward() {
            draft.old = draft.old.field(writer, from, old);
            draft.new = draft.new.field(reader, to, new);
            draft.with_fixes(rename_edits(reader, to, old.to_owned()))
        } else {
            draft.old = draft.old.field(reader, to, old);
            draft.new = draft.new.field(writer, from, new);
            draft.with_fixes(rename_edits(writer, from, old.to_owned()))
        }
    }

    fn removed(&self, from: usize) -> Draft {
        let name = self.written_name(from);
        let mut draft = self.pair.draft(&rule::FIELD_REMOVED, self.at, format!("`{name}` is not read any more"));
        draft.old = draft.old.field(self.meeting.writer, from, name);
        draft.new = self.where_it_was(self.meeting.reader, name);
        draft
    }

    /// A new field whose name a version from before the old one had.
    fn name_reused(&self, to: usize) -> Option<Draft> {
        let name = self.field_name(to);
        let version = self.pair.since.first()?.ancestors(self.pair.before).find(|version| {
            record_like(version.schema(), &self.read.name).is_some_and(|record| record.field(name).is_some())
        })?;
        let message = format!("version {} had a field `{name}` already, which was removed", version.label());
        let mut draft = self.pair.draft(&rule::FIELD_NAME_REUSED, self.at, message);
        draft.new = draft.new.field(self.meeting.reader, to, name);
        Some(draft)
    }
}

/// The old name as an alias, which older readers do not know, or the old name again.
fn rename_edits(record: NodeId, field: usize, old: String) -> [Edit; 2] {
    [Edit::FieldAlias(record, field, old.clone()), Edit::FieldName(record, field, old)]
}

/// What a field of this type is without anything said: zero, nothing, the first branch or symbol.
pub(super) fn plain_default(schema: &Schema, id: NodeId) -> Option<Value> {
    let node = schema.node(id);
    Some(match &node.kind {
        Kind::String if node.logical == Some(LogicalType::Uuid) => json!("00000000-0000-0000-0000-000000000000"),
        Kind::Bytes if node.logical == Some(LogicalType::BigDecimal) => json!("\u{2}\0\0"),
        Kind::Bytes if node.logical.is_some() => json!("\0"),
        Kind::Null => Value::Null,
        Kind::Boolean => json!(false),
        Kind::Int | Kind::Long => json!(0),
        Kind::Float | Kind::Double => json!(0.0),
        Kind::Bytes | Kind::String => json!(""),
        Kind::Array(_) => json!([]),
        Kind::Map(_) => json!({}),
        Kind::Fixed(fixed) if fixed.size <= 64 => json!("\0".repeat(fixed.size)),
        Kind::Fixed(_) => return None,
        Kind::Enum(symbols) => json!(symbols.default.as_ref().or(symbols.symbols.first())?),
        Kind::Union(branches) => return plain_default(schema, *branches.first()?),
        Kind::Record(record) if record.fields.iter().all(|field| field.default.is_some()) => json!({}),
        Kind::Record(_) => return None,
    })
}
