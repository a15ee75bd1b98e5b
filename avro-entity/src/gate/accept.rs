//! Records what the code says today as the next version of its history.

use super::check::{Gate, by_name, duplicates, from_problem, is_sound};
use super::entity::Entity;
use super::unrecorded::{back, is_left, may_be_of, questionable};
use super::waivers::Waivers;
use crate::compat::{Class, Finding, Report, Severity};
use crate::error::{Error, ErrorKind};
use crate::history::{Date, Edit, History, Waiver};
use std::collections::{HashMap, HashSet};
use std::fmt;

/// What may be recorded beside changes that break nothing.
///
/// ```
/// use avro_entity::{Schema, gate::{Acceptance, Entity, Gate}, history::Store};
/// # let folder = tempfile::tempdir()?;
/// # let schemas = folder.path();
/// let gate = Gate::new(Store::open(schemas)?);
/// let account = |fields: &str| -> Result<Entity, avro_entity::Error> {
///     let text = format!(r#"{{"type": "record", "name": "Account", "fields": [{fields}]}}"#);
///     Ok(Entity::of_schema("Account", "account-service", Schema::parse(&text)?))
/// };
/// gate.accept(&[account("")?], &Acceptance::default())?;
///
/// let broken = [account(r#"{"name": "email", "type": "string"}"#)?];
/// assert!(gate.accept(&broken, &Acceptance::default())?.refused.is_denied());
///
/// let mut acceptance = Acceptance::default();
/// acceptance.waive.push("field-added-without-default".parse()?);
/// acceptance.reason = "there are no accounts yet".to_owned();
/// assert_eq!(gate.accept(&broken, &acceptance)?.recorded[0].version, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Acceptance {
    /// The findings to waive.
    pub waive: Vec<Waive>,
    /// Why, for waivers and for an epoch.
    pub reason: String,
    /// The last day of the waivers.
    pub expires: Option<Date>,
    /// Whether an epoch begins with what is recorded, so that nothing is compared with older versions any more. Of entities that
    /// are what their histories end with, it is for those that something is denied about, and for the one that is named.
    pub new_epoch: bool,
    /// The full name of the one entity that is to be recorded; all of them unless given.
    pub entity: Option<String>,
}

/// A finding to waive, by its rule and, where the rule finds several things, by path.
///
/// ```
/// use avro_entity::gate::Waive;
/// let waive: Waive = "type-changed@net.example.Account.age".parse()?;
/// assert_eq!((waive.rule.as_str(), waive.path.as_deref()), ("type-changed", Some("net.example.Account.age")));
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waive {
    /// The id of the rule.
    pub rule: String,
    /// The path of the finding.
    pub path: Option<String>,
}

/// `<rule>` or `<rule>@<path>`.
impl std::str::FromStr for Waive {
    type Err = Error;

    fn from_str(text: &str) -> Result<Waive, Error> {
        let (rule, path) = match text.split_once('@') {
            Some((rule, path)) => (rule, Some(path.to_owned())),
            None => (text, None),
        };
        match crate::compat::rule(rule) {
            Some(rule) => Ok(Waive { rule: rule.id.to_owned(), path }),
            None => Err(Error::new(
                ErrorKind::History,
                format!("there is no rule `{rule}`: `avro-entity explain` lists them"),
            )),
        }
    }
}

/// What was recorded.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Accepted {
    /// What was done, one entity after the other; nothing for those that are as they were.
    pub recorded: Vec<Recorded>,
    /// What was found in entities that were not recorded because of it.
    pub refused: Report,
    /// The warnings about entities that were recorded. Nobody is told again: the next version is compared with the one that was
    /// recorded.
    pub warnings: Report,
}

/// What was done about one entity.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recorded {
    /// The full name of the entity.
    pub entity: String,
    /// The number of the version.
    pub version: u32,
    /// What became of the version.
    pub how: How,
}

/// What became of a version that was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum How {
    /// It is the first one.
    First,
    /// It was added.
    Added,
    /// It was there and got other documentation.
    Documented,
    /// It was there, and waivers, an epoch or another package were written beside it.
    Noted,
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.how {
            How::First => "recorded as the first version",
            How::Added => "recorded as a new version",
            How::Documented => "rewritten with its new documentation",
            How::Noted => "noted in `entity.toml`",
        };
        write!(f, "{} {}: {how}", self.entity, self.version)
    }
}

impl Gate {
    /// Records each entity that is not what its history ends with: as a new version, or, when only documentation changed, in
    /// place of the last one. What is denied and not waived is not recorded and comes back as refused; every other entity is.
    ///
    /// `entities` are all that there are in their packages, whichever of them is to be recorded: a new one that may be what a
    /// history without an entity was is refused, since it would begin a history beside its own.
    ///
    /// # Errors
    ///
    /// When a history cannot be read or written, or a waiver is asked for that is about no finding, or about several.
    pub fn accept(&self, entities: &[Entity], acceptance: &Acceptance) -> Result<Accepted, Error> {
        Gate::accept_each(&[(self, entities)], acceptance)
    }

    /// As [`accept`](Gate::accept), for crates whose histories lie in several folders: each gate with the entities that are held
    /// against its store. A waiver is for one finding among all of them, and nothing is written where one is for none.
    ///
    /// ```
    /// use avro_entity::{Schema, gate::{Acceptance, Entity, Gate}, history::Store};
    /// # let folder = tempfile::tempdir()?;
    /// # let root = folder.path();
    /// let entity = |name: &str| -> Result<Entity, avro_entity::Error> {
    ///     let text = format!(r#"{{"type": "record", "name": "{name}", "fields": []}}"#);
    ///     Ok(Entity::of_schema(name, "a-service", Schema::parse(&text)?))
    /// };
    /// let accounts = Gate::new(Store::open(root.join("accounts/schemas"))?);
    /// let orders = Gate::new(Store::open(root.join("orders/schemas"))?);
    /// let of_all: [(&Gate, &[Entity]); 2] = [(&accounts, &[entity("Account")?]), (&orders, &[entity("Order")?])];
    /// assert_eq!(Gate::accept_each(&of_all, &Acceptance::default())?.recorded.len(), 2);
    /// assert!(orders.store().history("Order")?.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`accept`](Gate::accept).
    pub fn accept_each(gates: &[(&Gate, &[Entity])], acceptance: &Acceptance) -> Result<Accepted, Error> {
        let mut accepted = Accepted::default();
        let mut plans = Vec::new();
        let mut waived = vec![0; acceptance.waive.len()];
        for (gate, entities) in gates {
            plans.extend(gate.plans(entities, acceptance, &mut waived, &mut accepted.refused)?);
        }
        each_is_one(acceptance, &waived)?;
        for Plan { edit, recorded, warnings } in plans {
            edit.commit()?;
            accepted.recorded.push(recorded);
            accepted.warnings.merge(warnings);
        }
        Ok(accepted)
    }

    /// What is to be written about the entities that are recorded; `waived` counts the findings of each waiver.
    fn plans(
        &self,
        entities: &[Entity],
        acceptance: &Acceptance,
        waived: &mut [usize],
        refused: &mut Report,
    ) -> Result<Vec<Plan>, Error> {
        let histories = self.store.histories()?;
        let mut plans = Vec::new();
        let known = Known::of(&histories, entities);
        let twice = known.twice.iter().filter(|finding| acceptance.asks_for(&finding.entity));
        refused.findings.extend(twice.cloned());
        for entity in entities.iter().filter(|entity| acceptance.asks_for(&entity.name) && !known.is_twice(entity)) {
            match self.step(entity, &known, acceptance, waived)? {
                Next::Nothing => {}
                Next::Refused(report) => refused.merge(report),
                Next::Edit(plan) => plans.push(*plan),
            }
        }
        Ok(plans)
    }

    /// What is to be done about an entity.
    fn step(
        &self,
        entity: &Entity,
        known: &Known<'_>,
        acceptance: &Acceptance,
        waived: &mut [usize],
    ) -> Result<Next, Error> {
        match known.histories.get(entity.name.as_str()) {
            Some(history) => match history.retired() {
                Some(reason) => Ok(Next::refused(back(entity, reason))),
                None => self.next(history, entity, acceptance, waived),
            },
            None => match may_be_of(entity, &known.left) {
                Some(was) => Ok(Next::refused(self.unrecorded(entity, Some(was)))),
                None => self.first(entity),
            },
        }
    }

    fn first(&self, entity: &Entity) -> Result<Next, Error> {
        let mut edit = self.store.create(&entity.name, &entity.package)?;
        let version = edit.record(&entity.schema)?;
        let recorded = Recorded { entity: entity.name.clone(), version, how: How::First };
        let mut warnings = Report { findings: questionable(entity), ..Report::default() };
        for finding in &mut warnings.findings {
            finding.severity = self.store.settings().severity(finding.rule.id).unwrap_or(finding.severity);
        }
        if warnings.is_denied() {
            return Ok(Next::Refused(warnings));
        }
        warnings.findings.retain(Finding::is_warning);
        Ok(Next::Edit(Box::new(Plan { edit, recorded, warnings })))
    }

    /// What is to be done about an entity that has a history; `waived` counts the findings of each waiver.
    fn next(
        &self,
        history: &History,
        entity: &Entity,
        acceptance: &Acceptance,
        waived: &mut [usize],
    ) -> Result<Next, Error> {
        let mut report = Report::default();
        if !is_sound(history) {
            report.findings.extend(history.problems().iter().map(from_problem));
            return Ok(Next::Refused(report));
        }
        let (mut report, number) = self.judge(history, entity);
        Waivers::of(history, None).apply(&mut report, number);
        // What is waived already may be waived anew: for another reason, or until a later day.
        let may_be = report.findings.iter().filter(|finding| finding.severity == Severity::Deny);
        let asked: Vec<Waiver> = may_be
            .filter(|finding| acceptance.covers(finding, waived))
            .map(|finding| acceptance.waiver(finding, finding.waived.as_ref().map_or(number, |waived| waived.version)))
            .collect();
        let is_left = |finding: &Finding| {
            asked.iter().all(|waiver| waiver.rule != finding.rule.id || waiver.path != finding.path)
        };
        let is_denied = report.denied().any(is_left);
        if !acceptance.new_epoch && is_denied {
            return Ok(Next::Refused(report));
        }
        let mut edit = self.store.edit(history);
        let how = self.write(&mut edit, history, entity)?;
        let is_named = acceptance.entity.is_some();
        let begins_epoch = acceptance.new_epoch && (is_denied || is_named || how == Some(How::Added));
        let has_notes = !asked.is_empty() || begins_epoch || history.package() != entity.package;
        for waiver in asked {
            edit.waive(waiver)?;
        }
        if begins_epoch {
            edit.begin_epoch(&acceptance.reason)?;
        }
        edit.set_package(&entity.package);
        let how = match how {
            Some(how) => how,
            None if has_notes => How::Noted,
            None => return Ok(Next::Nothing),
        };
        let recorded = Recorded { entity: entity.name.clone(), version: number, how };
        report.findings.retain(|finding| finding.severity == Severity::Warn);
        Ok(Next::Edit(Box::new(Plan { edit, recorded, warnings: report })))
    }

    /// Writes the schema into an edit, when it is not there.
    fn write(&self, edit: &mut Edit, history: &History, entity: &Entity) -> Result<Option<How>, Error> {
        match history.tip() {
            Some(tip) if tip.schema == entity.schema => Ok(None),
            Some(tip) if tip.schema.same_but_docs(&entity.schema) => {
                edit.rewrite_tip(&entity.schema)?;
                Ok(Some(How::Documented))
            }
            _ => {
                edit.record(&entity.schema)?;
                Ok(Some(How::Added))
            }
        }
    }
}

/// What is known when entities are recorded.
struct Known<'k> {
    histories: HashMap<&'k str, &'k History>,
    /// The histories without an entity.
    left: Vec<&'k History>,
    /// A finding for each name that several entities have.
    twice: Vec<Finding>,
}

impl<'k> Known<'k> {
    fn of(histories: &'k [History], entities: &'k [Entity]) -> Known<'k> {
        let names: HashSet<&str> = entities.iter().map(|entity| entity.name.as_str()).collect();
        let left = histories.iter().filter(|history| is_left(history, &names)).collect();
        Known { histories: by_name(histories), left, twice: duplicates(entities) }
    }

    fn is_twice(&self, entity: &Entity) -> bool {
        self.twice.iter().any(|finding| finding.entity == entity.name)
    }
}

/// What is to be done about an entity.
enum Next {
    Nothing,
    Refused(Report),
    Edit(Box<Plan>),
}

/// An edit to be made, and what is to be told of it.
struct Plan {
    edit: Edit,
    recorded: Recorded,
    warnings: Report,
}

impl Next {
    fn refused(finding: Finding) -> Next {
        Next::Refused(Report { findings: vec![finding], ..Report::default() })
    }
}

impl Acceptance {
    /// Whether the entity of this full name is to be recorded.
    fn asks_for(&self, entity: &str) -> bool {
        self.entity.as_ref().is_none_or(|name| name == entity)
    }

    /// Whether a finding is to be waived; counts it for the waivers that say so.
    fn covers(&self, finding: &Finding, waived: &mut [usize]) -> bool {
        let mut is_covered = false;
        for (waive, count) in self.waive.iter().zip(waived) {
            let is_it = waive.rule == finding.rule.id && waive.path.as_ref().is_none_or(|path| *path == finding.path);
            if is_it {
                *count += 1;
                is_covered = true;
            }
        }
        is_covered
    }

    fn waiver(&self, finding: &Finding, version: u32) -> Waiver {
        let waiver = Waiver::new(finding.rule.id, &finding.entity, &finding.path, version, &self.reason);
        match self.expires {
            Some(day) => waiver.until(day),
            None => waiver,
        }
    }
}

/// How the breaks of the first entity in a report are let be, where they are meant: a line with the command. `None` when nothing
/// breaks.
///
/// ```
/// use avro_entity::{compat::Report, gate};
/// assert_eq!(gate::how_to_waive(&Report::default()), None);
/// ```
pub fn how_to_waive(report: &Report) -> Option<String> {
    let denied = || report.denied().filter(|finding| finding.rule.class != Class::History);
    let entity = &denied().next()?.entity;
    let of_it = denied().filter(|finding| finding.entity == *entity);
    let waivers: String = of_it.map(|finding| format!(" --waive '{}@{}'", finding.rule.id, finding.path)).collect();
    Some(format!("a break that is meant is recorded with its reason: avro-entity accept{waivers} --reason '…'"))
}

/// A waiver is one decision about one thing.
fn each_is_one(acceptance: &Acceptance, waived: &[usize]) -> Result<(), Error> {
    for (waive, count) in acceptance.waive.iter().zip(waived) {
        let what = match &waive.path {
            Some(path) => format!("`{}` at `{path}`", waive.rule),
            None => format!("`{}`", waive.rule),
        };
        let message = match count {
            0 => format!("there is nothing to waive: {what} is not among what is denied"),
            1 => continue,
            _ => format!("{what} was found {count} times: name one with `{}@<path>`", waive.rule),
        };
        return Err(Error::new(ErrorKind::History, message));
    }
    Ok(())
}
