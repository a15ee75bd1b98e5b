//! Compares a new version with those before it.

use super::finding::{Break, Finding, Rollout};
use super::fix;
use super::judge::{Draft, Evidence, Pair, judge};
use super::level::{Depth, Direction, Level};
use super::report::{Compared, Report, Verdicts};
use super::rule::{Class, Rule};
use super::severity::Severity;
use super::source::locate;
use super::version::Version;
use super::walk::Walk;
use super::witness;
use crate::resolve::{Plan, Verdict, resolve};
use crate::schema::Kind;
use std::collections::{BTreeMap, HashMap};

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
        let denied = self.count_denied(&groups);
        let findings = groups.iter().map(|group| {
            let mut finding = self.finding(&entity, group, history, new);
            if finding.severity >= Severity::Warn {
                finding.fix = self.fix(group, denied, history, new);
            }
            finding
        });
        let compared = Compared { entity: entity.clone(), version: new.label.clone(), level: self.level, versions };
        let mut report = Report { entities: vec![compared], findings: findings.collect(), data: None };
        report.sort();
        report
    }

    /// Everything that the pairs of the level give rise to, what is the same against several versions put together.
    fn compare(&self, history: &[Version], new: &Version) -> (Vec<Group>, Vec<Verdicts>) {
        let mut groups = Groups::default();
        let mut verdicts = Vec::new();
        for (index, old) in history.iter().enumerate() {
            let is_step = index + 1 == history.len();
            let mut verdict = Verdicts { version: old.label.clone(), backward: None, forward: None };
            for direction in [Direction::Backward, Direction::Forward] {
                let asked = self.asks(direction, is_step);
                if asked {
                    let slot = match direction {
                        Direction::Backward => &mut verdict.backward,
                        Direction::Forward => &mut verdict.forward,
                    };
                    *slot = Some(Verdict::Always);
                }
                if !(asked || is_step && direction == Direction::Backward && self.level != Level::NONE)
                    || is_unchanged(old, new, is_step)
                {
                    continue;
                }
                let plan = plan(old, new, direction);
                if asked && direction == Direction::Backward {
                    verdict.backward = Some(plan.verdict());
                } else if asked {
                    verdict.forward = Some(plan.verdict());
                }
                let drafts = drafts(&plan, direction, history, index, new, is_step);
                let kept = drafts.into_iter().filter(|draft| asked || speaks_of_change(draft.rule));
                kept.for_each(|draft| groups.add(draft, index, direction));
            }
            if verdict.backward.is_some() || verdict.forward.is_some() {
                verdicts.push(verdict);
            }
        }
        groups.list.retain(|group| self.severity_of(group.draft.rule) > Severity::Allow);
        (groups.list, verdicts)
    }

    /// What a plan between two versions gives rise to, but for what is left out.
    pub(super) fn drafts(&self, old: &Version, new: &Version, plan: &Plan, direction: Direction) -> Vec<Draft> {
        let mut drafts = drafts(plan, direction, std::slice::from_ref(old), 0, new, true);
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

    fn count_denied(&self, groups: &[Group]) -> usize {
        groups.iter().filter(|group| self.severity_of(group.draft.rule) == Severity::Deny).count()
    }

    fn finding(&self, entity: &str, group: &Group, history: &[Version], new: &Version) -> Finding {
        let Group { draft, index, direction, breaks } = group;
        let old = history.get(*index);
        let place = |version: &Version, spot| locate(&version.schema, &version.sources, version.file.as_deref(), spot);
        let label = |(index, direction, all): &(usize, Direction, _)| {
            Some(Break { version: history.get(*index)?.label.clone(), direction: *direction, all: *all })
        };
        let breaks: Vec<Break> = match draft.rule.class.is_transitive() {
            true => breaks.iter().filter_map(label).collect(),
            false => Vec::new(),
        };
        Finding {
            path: draft.new.path.clone(),
            message: draft.message.clone(),
            severity: self.severity_of(draft.rule),
            is_private: is_private(draft, new),
            old: old.and_then(|old| place(old, draft.old.spot.as_spot())),
            new: place(new, draft.new.spot.as_spot()),
            rollout: rollout(draft.rule, &breaks),
            breaks,
            witness: old
                .filter(|_| draft.evidence != Evidence::None)
                .and_then(|old| witness::of(draft, &plan(old, new, *direction), &new.sources)),
            ..Finding::about_history(draft.rule, entity, String::new())
        }
    }

    /// The change that makes the finding go away and leaves the least that is denied; it is tried before it is shown.
    fn fix(&self, group: &Group, denied: usize, history: &[Version], new: &Version) -> Option<super::finding::Fix> {
        let is_denied = self.severity_of(group.draft.rule) == Severity::Deny;
        let tried = group.draft.fixes.iter().filter_map(|edit| {
            let schema = new.schema.edited(edit)?;
            let mended = Version { schema, ..new.clone() };
            let (left, _) = self.compare(history, &mended);
            let still = left.iter().any(|other| {
                other.draft.rule.id == group.draft.rule.id
                    && (other.draft.old.path == group.draft.old.path || other.draft.new.path == group.draft.new.path)
            });
            let left = self.count_denied(&left);
            let is_better = if is_denied { left < denied } else { left <= denied };
            (!still && is_better).then_some((left, edit))
        });
        let (_, edit) = tried.min_by_key(|(left, _)| *left)?;
        fix::show(edit, new)
    }
}

/// What is the same against several versions.
pub(super) struct Group {
    /// The draft against the newest of them.
    draft: Draft,
    /// The index of that version, and the direction.
    index: usize,
    direction: Direction,
    breaks: Vec<(usize, Direction, crate::resolve::Reach)>,
}

#[derive(Default)]
struct Groups {
    list: Vec<Group>,
    known: HashMap<(&'static str, String), usize>,
}

impl Groups {
    fn add(&mut self, draft: Draft, index: usize, direction: Direction) {
        let key = (draft.rule.id, draft.new.path.clone());
        let broken = (index, direction, draft.reach);
        match self.known.get(&key).and_then(|known| self.list.get_mut(*known)) {
            None => {
                self.known.insert(key, self.list.len());
                self.list.push(Group { draft, index, direction, breaks: vec![broken] });
            }
            Some(group) => {
                if index > group.index {
                    (group.index, group.direction) = (index, direction);
                    let earlier = std::mem::replace(&mut group.draft, draft);
                    group.draft.fixes.extend(earlier.fixes);
                } else {
                    group.draft.fixes.extend(draft.fixes);
                }
                if !group.breaks.iter().any(|(known, to, _)| (*known, *to) == (index, direction)) {
                    group.breaks.push(broken);
                }
            }
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

fn drafts(
    plan: &Plan,
    direction: Direction,
    history: &[Version],
    index: usize,
    new: &Version,
    is_step: bool,
) -> Vec<Draft> {
    let (before, since) = history.split_at(index.min(history.len()));
    judge(&Pair { walk: Walk::new(plan), direction, before, since, is_step, private: &new.sources })
}

/// Whether a draft is about a private field.
fn is_private(draft: &Draft, new: &Version) -> bool {
    let field = draft.new.spot.as_field().and_then(|(record, field)| match &new.schema.node(record).kind {
        Kind::Record(record) => Some((record.name.full(), record.fields.get(field)?.name.as_str())),
        _ => None,
    });
    field.is_some_and(|(record, field)| new.sources.is_private(record, field))
}

/// Whether there is nothing to find: nothing at all changed, or nothing that reading depends on.
fn is_unchanged(old: &Version, new: &Version, is_step: bool) -> bool {
    if is_step {
        old.schema == new.schema
    } else {
        old.schema.resolution_fingerprint() == new.schema.resolution_fingerprint()
    }
}

/// Whether a rule is about the change as such, and told even where nobody asks about the new version as a reader.
fn speaks_of_change(rule: &Rule) -> bool {
    matches!(rule.class, Class::Risk | Class::Info) && rule.directions.is_empty()
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

/// The name of the outermost type, else the name of the version.
fn name_of(version: &Version) -> String {
    match version.schema.root_node().name() {
        Some(name) => name.full().to_owned(),
        None => version.schema.root_node().kind.type_name().to_owned(),
    }
}
