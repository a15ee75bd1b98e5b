//! Holds entities against their histories.

use super::entity::Entity;
use super::unrecorded::{back, is_left, may_be_of, unrecorded};
use super::waivers::Waivers;
use crate::compat::rule::{
    DUPLICATE_ENTITY, ENTITY_MISSING, ENUM_RENAMED, HISTORY_DRIFT, RECORD_RENAMED, WAIVER_WITHOUT_REASON,
};
use crate::compat::{Check, Depth, Direction, Finding, Location, Report, Rule, Severity, Version};
use crate::error::Error;
use crate::history::{Baseline, Date, History, Problem, Store};
use crate::threads;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

/// A comparison of today's entities with the histories of a store.
///
/// ```
/// use avro_entity::{AvroEntity, gate::{Entity, Gate}, history::Store};
///
/// #[derive(AvroEntity)]
/// #[avro(root, namespace = "net.example")]
/// struct Account {
///     id: i64,
/// }
///
/// # let folder = tempfile::tempdir()?;
/// # let schemas = folder.path();
/// let entities = [Entity::of::<Account>("account-service")?];
/// let gate = Gate::new(Store::open(schemas)?);
/// let report = gate.check(&entities)?;
/// assert_eq!(report.findings[0].rule.id, "entity-unrecorded");
///
/// gate.accept(&entities, &Default::default())?;
/// assert!(gate.check(&entities)?.findings.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Gate {
    pub(super) store: Store,
    packages: Option<BTreeSet<String>>,
    today: Option<Date>,
    baseline: Option<Baseline>,
}

impl Gate {
    /// A gate before a store: all its histories are to have an entity, and nothing is asked about days.
    pub fn new(store: Store) -> Gate {
        Gate { store, packages: None, today: None, baseline: None }
    }

    /// Looks at the histories of these packages only, for entities that are not all there are in the store.
    #[must_use]
    pub fn packages(self, packages: impl IntoIterator<Item = impl Into<String>>) -> Gate {
        Gate { packages: Some(packages.into_iter().map(Into::into).collect()), ..self }
    }

    /// Judges the expiry of waivers, as of this day.
    #[must_use]
    pub fn today(self, today: Date) -> Gate {
        Gate { today: Some(today), ..self }
    }

    /// Compares the histories with an earlier state, to which they may only have grown, and tells the risks and the news of what
    /// came since.
    #[must_use]
    pub fn baseline(self, baseline: Baseline) -> Gate {
        Gate { baseline: Some(baseline), ..self }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Everything there is to say about entities and their histories, both ways.
    ///
    /// # Errors
    ///
    /// When the histories cannot be read.
    pub fn check(&self, entities: &[Entity]) -> Result<Report, Error> {
        let histories = self.store.histories()?;
        let mut report = Report::default();
        report.findings.extend(duplicates(entities));
        let by_name = by_name(&histories);
        let known: HashSet<&str> = entities.iter().map(|entity| entity.name.as_str()).collect();
        let left: Vec<&History> = histories.iter().filter(|history| is_left(history, &known)).collect();
        add_all(&mut report, threads::map(entities, |entity| self.judge_one(entity, &by_name, &left)));
        for history in histories.iter().filter(|history| self.is_asked(history)) {
            report.findings.extend(history.problems().iter().map(from_problem));
            if is_left(history, &known) {
                report.findings.push(missing(history, entities));
            }
        }
        Ok(self.finish(report, &histories, &by_name))
    }

    fn judge_one(&self, entity: &Entity, by_name: &HashMap<&str, &History>, left: &[&History]) -> Report {
        let finding = match by_name.get(entity.name.as_str()) {
            None => self.unrecorded(entity, may_be_of(entity, left)),
            Some(history) => match history.retired() {
                Some(reason) => back(entity, reason),
                None => return self.compare(history, entity),
            },
        };
        Report { findings: vec![finding], ..Report::default() }
    }

    /// What there is to say about an entity that has no history, and `was` which one it may have.
    pub(super) fn unrecorded(&self, entity: &Entity, was: Option<&History>) -> Finding {
        let level = |history| self.store.level_of(history).depth(Direction::Forward);
        unrecorded(entity, was, was.is_some_and(|history| level(history) != Depth::None))
    }

    /// Everything there is to say about the histories by themselves: each newest version as if it were today's.
    ///
    /// # Errors
    ///
    /// When the histories cannot be read.
    pub fn check_recorded(&self) -> Result<Report, Error> {
        let histories = self.store.histories()?;
        let mut report = Report::default();
        let asked: Vec<&History> = histories.iter().filter(|history| self.is_asked(history)).collect();
        add_all(&mut report, threads::map(&asked, |history| self.judge_recorded(history)));
        Ok(self.finish(report, &histories, &by_name(&histories)))
    }

    fn judge_recorded(&self, history: &History) -> Report {
        let versions = versions(history);
        let mut report = match versions.split_last().filter(|_| is_sound(history)) {
            None => Report::default(),
            Some((tip, before)) => {
                let mut report = self.checker(history).run(before, tip);
                let found = self.waive(history, &mut report, tip.label().number().unwrap_or_default());
                report.findings.extend(found);
                report
            }
        };
        report.findings.extend(history.problems().iter().map(from_problem));
        report
    }

    /// The report on an entity and its history, without waivers and drift, and the number that the entity's version has or
    /// would have.
    pub(super) fn judge(&self, history: &History, entity: &Entity) -> (Report, u32) {
        let versions = versions(history);
        let mut report = self.checker(history).run(&versions, &entity.today());
        report.findings.iter_mut().filter(|finding| finding.path == history.entity()).for_each(keep_the_new_name);
        (report, number_of(history, entity))
    }

    /// A check with the level and the severities that hold for an entity.
    pub(super) fn checker(&self, history: &History) -> Check {
        let check = Check::new(self.store.level_of(history)).entity(history.entity());
        let severities = self.store.severities_of(Some(history));
        severities.fold(check, |check, (rule, severity)| check.severity(rule, severity))
    }

    fn compare(&self, history: &History, entity: &Entity) -> Report {
        if !is_sound(history) {
            return Report::default();
        }
        let (mut report, number) = self.judge(history, entity);
        let since = self.since_the_baseline(history, entity, &report);
        report.findings.extend(since);
        let found = self.waive(history, &mut report, number);
        if !report.is_denied() {
            report.findings.extend(drift(history, entity));
        }
        report.findings.extend(found);
        report
    }

    /// The risks and the news of everything that came since the baseline. They are told of one step, and when the steps of a branch
    /// are recorded one by one, whoever looks at the branch has seen none of them.
    fn since_the_baseline(&self, history: &History, entity: &Entity, report: &Report) -> Vec<Finding> {
        let before = self.baseline.as_ref().and_then(|baseline| baseline.before(history)).and_then(History::tip);
        let Some(tip) = before.map(|tip| tip.number) else { return Vec::new() };
        let all = versions(history);
        let known = all.partition_point(|version| version.label().number().is_some_and(|number| number <= tip));
        let Some(known) = all.get(..known).filter(|known| known.len() < all.len()) else { return Vec::new() };
        let is_told = |finding: &Finding| {
            report.findings.iter().any(|told| told.rule.id == finding.rule.id && told.path == finding.path)
        };
        let step = self.checker(history).run(known, &entity.today()).findings.into_iter();
        step.filter(|finding| !finding.rule.class.is_transitive() && !is_told(finding)).collect()
    }

    /// Applies the waivers of a history to the report on its version of this number, and says what is wrong with them.
    fn waive(&self, history: &History, report: &mut Report, number: u32) -> Vec<Finding> {
        let waivers = Waivers::of(history, self.today);
        waivers.apply(report, number);
        let mut found = waivers.expired();
        found.extend(waivers.unused(|version| self.when_it_came(history, version)));
        found
    }

    /// What was found when a version came.
    fn when_it_came(&self, history: &History, number: u32) -> Option<Report> {
        let versions = versions(history);
        let place = versions.iter().position(|version| version.label().number() == Some(number))?;
        let (before, from) = versions.split_at(place);
        Some(self.checker(history).run(before, from.first()?))
    }

    fn is_asked(&self, history: &History) -> bool {
        self.packages.as_ref().is_none_or(|packages| packages.contains(history.package()))
    }

    /// Whether a problem is about a history that is asked about, as it is or, where it is gone, as it was.
    fn is_asked_about(&self, problem: &Problem, before: &Baseline, by_name: &HashMap<&str, &History>) -> bool {
        let was = || before.histories().iter().find(|history| history.entity() == problem.entity);
        by_name.get(problem.entity.as_str()).copied().or_else(was).is_none_or(|history| self.is_asked(history))
    }

    /// Adds what the baseline has to say, and gives all findings the severities that hold for their entities.
    fn finish(&self, mut report: Report, histories: &[History], by_name: &HashMap<&str, &History>) -> Report {
        if let Some(baseline) = &self.baseline {
            let problems = baseline.grown(histories);
            let asked = problems.iter().filter(|problem| self.is_asked_about(problem, baseline, by_name));
            report.findings.extend(asked.map(from_problem));
        }
        for finding in &mut report.findings {
            let history = by_name.get(finding.entity.as_str());
            let own = history.and_then(|history| self.store.severity_of(history, finding.rule.id));
            if let Some(severity) = own.or_else(|| self.store.settings().severity(finding.rule.id)) {
                finding.severity = severity;
            }
        }
        report.findings.retain(|finding| finding.severity > Severity::Allow);
        report.sort();
        report
    }
}

/// Histories by the names of their entities, the first of each name.
pub(super) fn by_name(histories: &[History]) -> HashMap<&str, &History> {
    histories.iter().rev().map(|history| (history.entity(), history)).collect()
}

/// Adds what was said about each entity.
fn add_all(report: &mut Report, compared: Vec<Report>) {
    for compared in compared {
        report.entities.extend(compared.entities);
        report.findings.extend(compared.findings);
    }
}

/// Whether the versions can be compared with: a problem makes one doubtful.
pub(super) fn is_sound(history: &History) -> bool {
    history.problems().iter().all(|problem| problem.rule.id == WAIVER_WITHOUT_REASON.id)
}

/// The versions of the present epoch.
pub(super) fn versions(history: &History) -> Vec<Version> {
    let version = |version: &crate::history::Version| {
        let numbered = Version::numbered(version.number, version.schema.clone()).in_file(shown(&version.file));
        match version.after {
            Some(after) => numbered.after(after),
            None => numbered,
        }
    };
    history.present().iter().map(version).collect()
}

/// An entity whose history goes by its new name would lose it again with the old name.
fn keep_the_new_name(finding: &mut Finding) {
    if [RECORD_RENAMED.id, ENUM_RENAMED.id].contains(&finding.rule.id) {
        finding.fix = None;
        finding.help = "the history goes by the new name: waive this, since older code looks for the old one, or let the level only look \
                        back; new code finds older data by `#[avro(alias = \"…\")]` with the old name"
            .to_owned();
    }
}

/// The number of the newest version where the entity is that, else the next one.
fn number_of(history: &History, entity: &Entity) -> u32 {
    match history.tip() {
        Some(tip) if tip.schema.same_but_docs(&entity.schema) => tip.number,
        Some(tip) => tip.number.saturating_add(1),
        None => 1,
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A finding about an entity as such.
pub(super) fn about(rule: &'static Rule, entity: &Entity, message: String) -> Finding {
    let mut finding = Finding::about_history(rule, &entity.name, message);
    finding.new.clone_from(&entity.location);
    finding
}

pub(super) fn duplicates(entities: &[Entity]) -> Vec<Finding> {
    let mut known: BTreeMap<&str, Vec<&Entity>> = BTreeMap::new();
    for entity in entities {
        known.entry(&entity.name).or_default().push(entity);
    }
    let rust = |entity: &&Entity| {
        entity.location.as_ref().and_then(|location| location.rust.clone()).unwrap_or_else(|| entity.package.clone())
    };
    let told = |(name, of_it): (&str, Vec<&Entity>)| {
        let types: Vec<String> = of_it.iter().map(|entity| format!("`{}`", rust(entity))).collect();
        let first = of_it.first().filter(|_| of_it.len() > 1)?;
        Some(about(&DUPLICATE_ENTITY, first, format!("`{name}` is the name of {}", types.join(" and "))))
    };
    known.into_iter().filter_map(told).collect()
}

fn missing(history: &History, entities: &[Entity]) -> Finding {
    let of_it = entities.iter().filter(|entity| entity.package == history.package()).count();
    let message = match of_it {
        0 => format!("no entity of package `{}` is known here, and `{}` is one", history.package(), history.entity()),
        _ => format!("package `{}` has no root `{}`", history.package(), history.entity()),
    };
    let mut finding = Finding::about_history(&ENTITY_MISSING, history.entity(), message);
    finding.old = Some(in_file(&history.entity_file(), Some(1)));
    finding
}

fn drift(history: &History, entity: &Entity) -> Option<Finding> {
    let tip = history.tip()?;
    if tip.schema == entity.schema {
        return None;
    }
    let name = tip.file.file_name().map_or_else(|| shown(&tip.file), |name| name.to_string_lossy().into_owned());
    let message = match tip.schema.same_but_docs(&entity.schema) {
        true => format!("the documentation is not that of `{name}`; recording it rewrites that file"),
        false => format!("the entity changed since `{name}`, and nothing that breaks; the change is not recorded"),
    };
    let mut finding = about(&HISTORY_DRIFT, entity, message);
    finding.old = Some(in_file(&tip.file, Some(1)));
    Some(finding)
}

pub(super) fn from_problem(problem: &Problem) -> Finding {
    let mut finding = Finding::about_history(problem.rule, &problem.entity, &problem.message);
    finding.help.clone_from(&problem.help);
    finding.new = Some(in_file(&problem.file, problem.line));
    finding
}

pub(super) fn in_file(path: &Path, line: Option<u32>) -> Location {
    Location::new(shown(path), line.unwrap_or(1), 1)
}
