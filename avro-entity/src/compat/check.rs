//! Compares a new version with those before it.

use super::finding::{Break, Finding, Rollout};
use super::group::{Group, Groups, key};
use super::judge::{Draft, Evidence, Pair, judge};
use super::level::{Depth, Direction, Level};
use super::report::{Compared, Report, Verdicts};
use super::rule::{Class, Rule};
use super::severity::Severity;
use super::source::locate;
use super::trial::Trials;
use super::version::Version;
use super::walk::{Side, Walk};
use super::witness::{Plans, Witnesses};
use crate::resolve::{Plan, Verdict, resolve};
use std::collections::BTreeMap;

/// Compares a new version with its history, oldest version first, at a level.
///
/// What is denied is judged against every version that the level asks for; risks and news are those of the last step, from
/// the last version of the history to the new one.
///
/// ```
/// use avro_entity::{Schema, compat::{Level, Version, check}};
/// let old = r#"{"type": "record", "name": "Account", "fields": [{"name": "email", "type": "string"}]}"#;
/// let new = r#"{"type": "record", "name": "Account", "fields": [{"name": "mail", "type": "string"}]}"#;
/// let (old, new) = (Version::numbered(1, Schema::parse(old)?), Version::named("new", Schema::parse(new)?));
/// let report = check(&[old], &new, Level::FULL_TRANSITIVE);
/// let rules: Vec<&str> = report.denied().map(|finding| finding.rule.id).collect();
/// assert_eq!(rules, ["field-renamed-without-alias", "field-removed-required-by-reader"]);
/// let fix = report.findings[0].fix.as_ref().expect("a fix");
/// assert_eq!(fix.rust, r#"#[avro(name = "email")]"#);
/// # Ok::<(), avro_entity::Error>(())
/// ```
pub fn check(history: &[Version], new: &Version, level: Level) -> Report {
    Check::new(level).run(history, new)
}

/// A check with settings: the level, and what is done about which rule.
///
/// ```
/// use avro_entity::{Schema, compat::{Check, Level, Severity, Version}};
/// let (old, new) = (Schema::parse(r#""long""#)?, Schema::parse(r#""double""#)?);
/// let report = Check::new(Level::BACKWARD)
///     .severity("lossy-promotion", Severity::Deny)
///     .run(&[Version::numbered(1, old)], &Version::named("new", new));
/// assert!(report.is_denied());
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Check {
    level: Level,
    severities: BTreeMap<String, Severity>,
    entity: Option<String>,
}

impl Check {
    /// A check at a level, with the severities of the rules.
    pub fn new(level: Level) -> Check {
        Check { level, ..Check::default() }
    }

    /// The same at another level.
    #[must_use]
    pub fn level(self, level: Level) -> Check {
        Check { level, ..self }
    }

    /// Sets what is done about a rule.
    #[must_use]
    pub fn severity(mut self, rule: impl Into<String>, severity: Severity) -> Check {
        self.severities.insert(rule.into(), severity);
        self
    }

    /// Sets what the entity is called, where that is not the name of its outermost type.
    #[must_use]
    pub fn entity(self, name: impl Into<String>) -> Check {
        Check { entity: Some(name.into()), ..self }
    }

    /// What is done about a rule.
    pub fn severity_of(&self, rule: &Rule) -> Severity {
        self.severities.get(rule.id).copied().unwrap_or(rule.severity)
    }

    /// Compares a new version with its history, oldest version first.
    pub fn run(&self, history: &[Version], new: &Version) -> Report {
        let entity = self.entity.clone().unwrap_or_else(|| name_of(new));
        let (groups, versions) = self.compare(history, new);
        let plans = Plans::of(&groups, history, new);
        let mut witnesses = Witnesses::new(&plans, &new.sources);
        let mut trials = Trials::new(self, &groups, history, new);
        let findings = groups.iter().map(|group| {
            let finding = self.finding(&entity, group, history, new);
            Finding { witness: witnesses.of(group), fix: trials.fix(group), ..finding }
        });
        let findings = findings.collect();
        let compared = Compared { entity, version: new.label.clone(), level: self.level, versions };
        let mut report = Report { entities: vec![compared], findings, data: None };
        report.sort();
        report
    }

    /// Everything that the pairs of the level give rise to, what is the same against several versions put together.
    pub(super) fn compare(&self, history: &[Version], new: &Version) -> (Vec<Group>, Vec<Verdicts>) {
        let mut groups = Groups::default();
        let mut verdicts = Vec::new();
        for (index, old) in history.iter().enumerate() {
            let backward = self.compare_pair(history, index, new, Direction::Backward, &mut groups);
            let forward = self.compare_pair(history, index, new, Direction::Forward, &mut groups);
            if backward.is_some() || forward.is_some() {
                verdicts.push(Verdicts { version: old.label.clone(), backward, forward });
            }
        }
        let mut groups = groups.into_list();
        groups.retain(|group| self.severity_of(group.draft.rule) > Severity::Allow);
        (groups, verdicts)
    }

    /// Judges one direction of a pair; the verdict when the level asks for it.
    fn compare_pair(
        &self,
        history: &[Version],
        index: usize,
        new: &Version,
        direction: Direction,
        groups: &mut Groups,
    ) -> Option<Verdict> {
        let (before, since) = history.split_at_checked(index)?;
        let (old, is_step) = (since.first()?, since.len() == 1);
        let asked = self.asks(direction, is_step);
        let tells_changes = is_step && direction == Direction::Backward && self.level != Level::NONE;
        if !asked && !tells_changes {
            return None;
        }
        if is_unchanged(old, new, is_step) {
            return asked.then_some(Verdict::Always);
        }
        let plan = plan(old, new, direction);
        let pair =
            Pair { walk: Walk::new(&plan, newer(direction)), direction, before, since, is_step, private: &new.sources };
        let drafts = judge(&pair).into_iter().filter(|draft| asked || speaks_of_change(draft.rule));
        drafts.for_each(|draft| groups.add(draft, index, direction));
        asked.then(|| plan.verdict())
    }

    /// What a plan between two versions gives rise to, but for what is left out.
    pub(super) fn drafts(&self, old: &Version, new: &Version, plan: &Plan, direction: Direction) -> Vec<Draft> {
        let walk = Walk::new(plan, newer(direction));
        let since = std::slice::from_ref(old);
        let mut drafts = judge(&Pair { walk, direction, before: &[], since, is_step: true, private: &new.sources });
        drafts.retain(|draft| self.severity_of(draft.rule) > Severity::Allow);
        drafts
    }

    /// Whether the level asks for a direction.
    fn asks(&self, direction: Direction, is_step: bool) -> bool {
        match self.level.depth(direction) {
            Depth::None => false,
            Depth::Latest => is_step,
            Depth::All => true,
        }
    }

    /// The path of a draft. It begins with the name of the outermost type, or, where that has none, with the entity's.
    fn path(&self, new: &Version, draft: &Draft) -> String {
        let around = self.entity.as_deref().filter(|_| new.schema.root_node().name().is_none());
        around.unwrap_or_default().to_owned() + &draft.new.path
    }

    fn finding(&self, entity: &str, group: &Group, history: &[Version], new: &Version) -> Finding {
        let Group { draft, index, breaks, .. } = group;
        let place = |version: &Version, spot| locate(&version.schema, &version.sources, version.file.as_deref(), spot);
        let label = |(index, direction, all): &(usize, Direction, _)| {
            Some(Break { version: history.get(*index)?.label.clone(), direction: *direction, all: *all })
        };
        let breaks: Vec<Break> = match draft.rule.class.is_transitive() {
            true if draft.evidence != Evidence::Schema => breaks.iter().filter_map(label).collect(),
            _ => Vec::new(),
        };
        Finding {
            path: self.path(new, draft),
            message: draft.message.clone(),
            severity: self.severity_of(draft.rule),
            key: Some(key(draft)),
            is_private: is_private(draft, new),
            old: history.get(*index).and_then(|old| place(old, draft.old.spot.as_spot())),
            new: place(new, draft.new.spot.as_spot()),
            rollout: rollout(draft.rule, &breaks),
            help: prepared(&breaks, history).unwrap_or_else(|| draft.rule.fix.to_owned()),
            breaks,
            ..Finding::about_history(draft.rule, entity, String::new())
        }
    }
}

/// The plan with which one of two versions reads data of the other.
pub(super) fn plan(old: &Version, new: &Version, direction: Direction) -> Plan {
    match direction {
        Direction::Backward => resolve(&old.schema, &new.schema),
        Direction::Forward => resolve(&new.schema, &old.schema),
    }
}

/// The side of the new version in such a plan.
pub(super) fn newer(direction: Direction) -> Side {
    match direction {
        Direction::Backward => Side::Reader,
        Direction::Forward => Side::Writer,
    }
}

/// Whether a draft is about a private field.
fn is_private(draft: &Draft, new: &Version) -> bool {
    let field = draft.new.spot.as_field();
    field.is_some_and(|(record, field)| new.sources.is_private_field(&new.schema, record, field))
}

/// Whether there is nothing to find: nothing at all changed, or nothing that reading depends on.
fn is_unchanged(old: &Version, new: &Version, is_step: bool) -> bool {
    if is_step {
        old.schema == new.schema
    } else {
        old.schema.resolution_fingerprint() == new.schema.resolution_fingerprint()
    }
}

/// Whether a rule is about the change as such, or the new schema, and told even where nobody asks about it as a reader's.
fn speaks_of_change(rule: &Rule) -> bool {
    match rule.class {
        Class::Schema => true,
        Class::Risk | Class::Info => rule.directions.is_empty(),
        _ => false,
    }
}

fn rollout(rule: &Rule, breaks: &[Break]) -> Option<Rollout> {
    if !matches!(rule.class, Class::Resolution | Class::Schema) {
        return None;
    }
    let broken = |direction| breaks.iter().any(|known| known.direction == direction);
    Some(match (broken(Direction::Backward), broken(Direction::Forward)) {
        (true, false) => Rollout::WritersFirst,
        (false, true) => Rollout::ReadersFirst,
        (true, true) => Rollout::Neither,
        (false, false) => return None,
    })
}

/// What to do where the code of the latest version reads new data, so that nothing but older code stands in the way.
fn prepared(breaks: &[Break], history: &[Version]) -> Option<String> {
    let latest = &history.last()?.label;
    let is_old = |known: &Break| known.direction == Direction::Forward && known.version != *latest;
    (!breaks.is_empty() && breaks.iter().all(is_old)).then(|| {
        format!(
            "code of version {latest} reads new data: when no older code is left, waive this, or let the level look no further with \
             `level = {{ backward = \"all\", forward = \"latest\" }}`"
        )
    })
}

/// The name of the outermost type, else the name of the version.
fn name_of(version: &Version) -> String {
    match version.schema.root_node().name() {
        Some(name) => name.full().to_owned(),
        None => version.schema.root_node().kind.type_name().to_owned(),
    }
}
