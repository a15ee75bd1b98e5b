//! `check`

use super::args;
use super::reporting::{end, tell, tell_how_to_waive};
use super::{cannot_run, crates, data, pairs, refuse, unguarded};
use crate::failure::Failure;
use crate::input::foreign_schema;
use avro_entity::compat::{Check, Format, Report, Severity, Version};
use avro_entity::gate::{Exported, Gate};
use avro_entity::history::{Baseline, Date, History, Store};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Compares, and ends with exit code 100 when something is denied.
pub(crate) fn run(args: &args::Check) -> Result<(), Failure> {
    if let Some(pairs) = &args.pairs {
        refuse_crates(args)?;
        return pairs::run(pairs, &checker(args));
    }
    let mut compared = match args.schemas.as_slice() {
        [] => entities(args)?,
        [folder] if folder.is_dir() => histories(args, folder)?,
        [folder, surplus, ..] if folder.is_dir() => {
            return Err(too_many("a folder of histories stands alone", surplus));
        }
        [alone] if !args.data.is_empty() => return Err(too_many("one schema alone is compared with nothing", alone)),
        [alone] => {
            let why = match alone.exists() || alone.as_os_str() == "-" {
                true => "one schema alone is compared with nothing: name two, or a folder",
                false => "there is no such folder, and one schema alone would be compared with nothing",
            };
            return Err(Failure::Run(format!("{}: {why}", alone.display())));
        }
        [old, new] => two_schemas(args, old, new)?,
        [_, _, surplus, ..] => return Err(too_many("two schemas are compared, and this is one more", surplus)),
    };
    let report = &mut compared.report;
    for finding in &mut report.findings {
        if let Some(set) = args.severities.iter().rev().find(|set| set.rule == finding.rule.id) {
            finding.severity = set.severity;
        }
    }
    report.findings.retain(|finding| finding.severity > Severity::Allow);
    let weighed = data::weigh(args, &compared.new, report)?;
    tell(report, args.shape, &compared.base)?;
    if args.schemas.is_empty() && args.shape.format == Format::Text {
        tell_how_to_waive(report)?;
    }
    end(report, args.deny_warnings)?;
    weighed.end()
}

/// A report, what was compared, and the folder that file names are relative to.
struct Compared {
    report: Report,
    new: Vec<New>,
    base: PathBuf,
}

/// A new version, the entity that it is of, and the check that its data are weighed with.
pub(super) struct New {
    pub(super) entity: String,
    pub(super) version: Version,
    pub(super) check: Check,
}

fn checker(args: &args::Check) -> Check {
    with_severities(Check::new(args.level.unwrap_or_default()), args)
}

fn with_severities(check: Check, args: &args::Check) -> Check {
    args.severities.iter().fold(check, |check, set| check.severity(set.rule, set.severity))
}

/// A check with the severities that hold for the entity of a history, but for those that are asked for.
fn checker_of(args: &args::Check, store: &Store, history: Option<&History>) -> Check {
    let set = store.severities_of(history);
    with_severities(set.fold(Check::default(), |check, (rule, severity)| check.severity(rule, severity)), args)
}

/// Today's entities of the crate or workspace.
fn entities(args: &args::Check) -> Result<Compared, Failure> {
    refuse(args.level.is_some(), LEVEL)?;
    let mut exported = crates::entities(&args.crates)?;
    if args.against.as_ref().is_some_and(|before| Path::new(before).is_dir()) {
        exported.retain(|exported| !exported.packages.is_empty() || exported.schemas.is_dir());
        refuse(exported.len() > 1, SEVERAL)?;
    }
    let (mut report, mut new) = (Report::default(), Vec::new());
    for exported in &exported {
        let store = Store::open(&exported.schemas).map_err(cannot_run)?;
        // Histories are read once more for data only.
        for entity in exported.entities.iter().filter(|_| !args.data.is_empty()) {
            let history = store.history(&entity.name).map_err(cannot_run)?;
            let check = checker_of(args, &store, history.as_ref());
            new.push(New { entity: entity.name.clone(), version: entity.today(), check });
        }
        let gate = gate(args, store)?;
        let gate = match args.crates.packages.is_empty() {
            true => gate,
            false => gate.packages(&exported.packages),
        };
        report.merge(gate.check(&exported.entities).map_err(cannot_run)?);
    }
    unguarded::findings(&args.crates, &exported)?.into_iter().for_each(|finding| report.push(finding));
    not_in_vain(&report, || {
        let packages: Vec<&str> = crates::packages(&exported).into_iter().collect();
        format!("no type of `{}` has `#[avro(root)]`, or none is linked into its test", packages.join("` and `"))
    })?;
    Ok(Compared { report, new, base: base_of(&exported) })
}

/// The histories of a folder by themselves.
fn histories(args: &args::Check, folder: &Path) -> Result<Compared, Failure> {
    refuse(args.level.is_some(), LEVEL)?;
    refuse_crates(args)?;
    let gate = gate(args, Store::open(folder).map_err(cannot_run)?)?;
    let report = gate.check_recorded().map_err(cannot_run)?;
    let histories = gate.store().histories().map_err(cannot_run)?;
    let mut new = Vec::new();
    for history in &histories {
        let Some(tip) = history.tip() else { continue };
        let version = Version::numbered(tip.number, tip.schema.clone());
        let check = checker_of(args, gate.store(), Some(history));
        new.push(New { entity: history.entity().to_owned(), version, check });
    }
    not_in_vain(&report, || format!("there is no history in {}", folder.display()))?;
    Ok(Compared { report, new, base: base(folder) })
}

const LEVEL: &str = "`--level` is for two schemas; histories say theirs in `entity.toml` or `workspace.toml`";

const SEVERAL: &str = "the crates here have several folders of histories, and `--against` names one: name theirs with \
                       `--schemas-folder`, and the crates with `--package`; or a commit, which has them all";

/// What is named by itself is no crate's.
fn refuse_crates(args: &args::Check) -> Result<(), Failure> {
    match args.crates.given() {
        Some(option) => Err(Failure::Run(format!(
            "`{option}` is for the entities of crates, and beside schemas that are named there are none"
        ))),
        None => Ok(()),
    }
}

/// A check that compares nothing must not look like one that finds nothing.
fn not_in_vain(report: &Report, why: impl FnOnce() -> String) -> Result<(), Failure> {
    match report.entities.is_empty() && report.findings.is_empty() {
        true => Err(Failure::Run(format!("nothing was compared: {}", why()))),
        false => Ok(()),
    }
}

/// The folder that file names are relative to: the one around all folders of histories.
pub(super) fn base_of(exported: &[Exported]) -> PathBuf {
    let mut folders = exported.iter().map(|exported| base(&exported.schemas));
    let first = folders.next().unwrap_or_else(|| ".".into());
    folders.fold(first, |around, folder| {
        let shared = around.components().zip(folder.components()).take_while(|(one, two)| one == two);
        shared.map(|(component, _)| component).collect()
    })
}

/// The folder around `schemas`.
fn base(schemas: &Path) -> PathBuf {
    match schemas.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => ".".into(),
    }
}

fn gate(args: &args::Check, store: Store) -> Result<Gate, Failure> {
    let today = match args.today {
        Some(day) => day,
        None => system_day()?,
    };
    let baseline = match args.against.as_deref() {
        None => None,
        Some(folder) if Path::new(folder).is_dir() => Some(Baseline::folder(folder)),
        Some(reference) => Some(Baseline::git(&store, reference)),
    };
    let gate = Gate::new(store).today(today);
    match baseline.transpose().map_err(cannot_run)? {
        Some(baseline) => Ok(gate.baseline(baseline)),
        None => Ok(gate),
    }
}

/// The system's date, in universal time.
pub(super) fn system_day() -> Result<Date, Failure> {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Date::of_days(i64::try_from(seconds / 86_400).unwrap_or(i64::MAX)).map_err(cannot_run)
}

fn two_schemas(args: &args::Check, old: &Path, new: &Path) -> Result<Compared, Failure> {
    refuse(args.against.is_some(), "`--against` is for histories, and two schemas have none")?;
    refuse(args.today.is_some(), "`--today` is for the waivers of histories, and two schemas have none")?;
    refuse_crates(args)?;
    let version = |path: &Path| {
        let name = path.display().to_string();
        foreign_schema(path).map(|schema| Version::named(name.clone(), schema).in_file(name)).map_err(cannot_read)
    };
    crate::input::read_stdin_once(&args.schemas)?;
    let old = version(old)?;
    let version = version(new)?;
    let check = checker(args);
    let report = check.run(&[old], &version);
    let entity = report.entities.first().map_or_else(String::new, |compared| compared.entity.clone());
    Ok(Compared { report, new: vec![New { entity, version, check }], base: ".".into() })
}

/// What a shell makes of a pattern behind `--data` comes here but for the first file.
fn too_many(why: &str, surplus: &Path) -> Failure {
    let advice = "`--data` takes one file and may be repeated, as in `--data a.avro --data b.avro`";
    Failure::Run(format!("{}: {why}; {advice}", surplus.display()))
}

/// A schema that is none leaves nothing to compare.
fn cannot_read(failure: Failure) -> Failure {
    match failure {
        Failure::Input(message) => Failure::Run(message),
        failure => failure,
    }
}
