//! The sentences about a finding, the same in every format.

use crate::compat::finding::{Break, Finding, Fix, Outcome, Rollout, Witness};
use crate::compat::level::Direction;
use crate::compat::report::Report;
use crate::compat::rule::Class;
use crate::compat::severity::Severity;
use crate::compat::version::Label;
use crate::compat::weigh::Data;
use crate::resolve::Reach;

/// What a finding is about, in front of its message: the path, or the entity.
pub(super) fn subject(finding: &Finding) -> &str {
    if finding.path.is_empty() { &finding.entity } else { &finding.path }
}

/// Which versions a finding is about and in which direction, a sentence for each direction.
pub(super) fn breaks(finding: &Finding) -> Vec<String> {
    [Direction::Backward, Direction::Forward]
        .into_iter()
        .filter_map(|direction| {
            let of_it: Vec<&Break> = finding.breaks.iter().filter(|broken| broken.direction == direction).collect();
            (!of_it.is_empty()).then(|| sentence(finding.rule.class, direction, &of_it))
        })
        .collect()
}

fn sentence(class: Class, direction: Direction, breaks: &[&Break]) -> String {
    let versions = versions(breaks.iter().map(|broken| &broken.version));
    let all = breaks.iter().all(|broken| broken.all == Reach::All);
    let amount = if all { "any" } else { "some" };
    match (class, direction) {
        (Class::Value, Direction::Backward) => format!("new code reads data of {versions} as other values"),
        (Class::Value, Direction::Forward) => format!("code of {versions} reads new data as other values"),
        (Class::Portability, Direction::Backward) => format!("Java's decoder fails on data of {versions} in new code"),
        (Class::Portability, Direction::Forward) => format!("Java's decoder fails on new data in code of {versions}"),
        (_, Direction::Backward) => format!("new code cannot read {amount} data of {versions}"),
        (_, Direction::Forward) => format!("code of {versions} cannot read {amount} new data"),
    }
}

/// Versions, numbers that follow each other together: `versions 1 to 3 and 5`.
fn versions<'l>(labels: impl Iterator<Item = &'l Label>) -> String {
    let mut names = Vec::new();
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for label in labels {
        match (label.number(), spans.last_mut()) {
            (Some(number), Some((_, end))) if Some(number) == end.checked_add(1) => *end = number,
            (Some(number), _) => spans.push((number, number)),
            (None, _) => names.push(format!("`{label}`")),
        }
    }
    let span = |(first, last): &(u32, u32)| match last - first {
        0 => vec![first.to_string()],
        1 => vec![first.to_string(), last.to_string()],
        _ => vec![format!("{first} to {last}")],
    };
    let mut shown: Vec<String> = spans.iter().flat_map(span).collect();
    if let Some(first) = shown.first_mut() {
        let word =
            if spans.len() == 1 && spans.iter().all(|(first, last)| first == last) { "version" } else { "versions" };
        *first = format!("{word} {first}");
    }
    shown.extend(names);
    list(&shown)
}

/// `1`, `1 and 2`, `1, 2 and 3`
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// In which order the change can be rolled out all the same.
pub(super) fn rollout(rollout: Rollout) -> &'static str {
    match rollout {
        Rollout::WritersFirst => "if it is changed all the same: writers first, and readers when no old data is left",
        Rollout::ReadersFirst => "if it is changed all the same: readers first, and writers when no old code is left",
        Rollout::Neither => "there is no order of readers and writers in which it works",
    }
}

/// The datum that shows it.
pub(super) fn witness(witness: &Witness) -> String {
    match &witness.outcome {
        // The datum shows what another finding says, and not this one.
        Outcome::Error(_) if witness.earlier => {
            let place = match witness.refused_at.as_str() {
                "" => String::new(),
                path => format!(", at `{path}`"),
            };
            format!("no example shows it as long as data are refused before they come here{place}")
        }
        Outcome::Error(error) => {
            let bytes = witness.bytes.as_ref().map_or_else(String::new, |bytes| match bytes.is_empty() {
                true => " (no bytes)".to_owned(),
                false => format!(" (bytes {})", shortened(bytes)),
            });
            format!("for example {}{bytes}: {error}", shortened(&witness.datum.to_string()))
        }
        Outcome::Read { wrote, ignoring, converting } if ignoring == converting => {
            format!("for example {wrote} is read as {ignoring}")
        }
        Outcome::Read { wrote, ignoring, converting } => {
            format!(
                "for example {wrote}: a decoder that ignores the change reads {ignoring}, this library {converting}"
            )
        }
    }
}

/// How many characters of a datum a sentence shows.
const DATUM: usize = 200;

fn shortened(text: &str) -> String {
    match text.char_indices().nth(DATUM) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// How many records of the data a finding is about, unless it says so itself.
pub(super) fn records(finding: &Finding) -> Option<String> {
    let records = finding.records.filter(|_| finding.rule.class != Class::Data)?;
    Some(match records {
        0 => "no record of the data comes here".to_owned(),
        1 => "1 record of the data comes here".to_owned(),
        many => format!("{many} records of the data come here"),
    })
}

/// Whether the new version reads all of the data.
pub(super) fn data(report: &Report) -> Option<String> {
    let Data { files, records, unread } = report.data?;
    let files = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
    Some(match unread {
        0 => format!("the new version reads all {records} records of {files}"),
        _ => format!("the new version does not read {unread} of {records} records of {files}"),
    })
}

/// What to do about a finding that asks for it, or why it is let be.
pub(super) fn advice(finding: &Finding) -> Option<String> {
    waived(finding).or_else(|| (finding.severity >= Severity::Warn).then(|| help(finding)))
}

/// What to do: the fix that was tried, else the advice of the rule.
pub(super) fn help(finding: &Finding) -> String {
    match &finding.fix {
        Some(fix) => fix_words(fix, finding.new.as_ref().is_some_and(|location| location.rust.is_some())),
        None => finding.help.clone(),
    }
}

fn fix_words(fix: &Fix, in_rust: bool) -> String {
    let on = &fix.on;
    match in_rust {
        true if fix.rust.starts_with("#[") => format!("write `{}` on `{on}`", fix.rust),
        true => match fix.rust.strip_prefix("make it ") {
            Some(other) => format!("make `{on}` {other}"),
            None => format!("{} on `{on}`", fix.rust),
        },
        false if fix.avsc.starts_with("remove") => format!("{} of `{on}`", fix.avsc),
        false => format!("write `{}` in `{on}`", fix.avsc),
    }
}

/// Why a finding is let be.
pub(super) fn waived(finding: &Finding) -> Option<String> {
    let waived = finding.waived.as_ref()?;
    let until = waived.expires.as_ref().map_or_else(String::new, |day| format!(", until {day}"));
    Some(format!("waived since version {}{until}: {}", waived.version, waived.reason))
}

/// The counts of a report, in a line.
pub(super) fn summary(report: &Report) -> String {
    let count = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {many}")),
    };
    let waived = report.findings.iter().filter(|finding| finding.waived.is_some()).count();
    let (denied, warnings) = (report.denied().count(), report.warnings().count());
    let counts: Vec<String> = [
        count(denied, "finding denied", "findings denied"),
        count(warnings, "warning", "warnings"),
        count(waived, "waived", "waived"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let compared = count(report.entities.len(), "entity compared", "entities compared");
    match (compared, counts.is_empty()) {
        (None, true) => "nothing was compared".to_owned(),
        (Some(compared), true) => format!("{compared}, nothing breaks"),
        (None, false) => list(&counts),
        (Some(compared), false) => format!("{compared}: {}", list(&counts)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Schema;
    use crate::compat::{Level, Version, check};

    /// The datum of each would be refused for the first field, so that it shows nothing of its own.
    #[test]
    fn a_finding_behind_another_says_where_data_are_refused_first() {
        let record = |fields: &str| {
            Schema::parse(&format!(r#"{{"type": "record", "name": "Order", "fields": [{fields}]}}"#)).unwrap()
        };
        let old = record(r#"{"name": "id", "type": "string"}, {"name": "total", "type": "long"}"#);
        let new = record(r#"{"name": "nr", "type": "string"}, {"name": "total", "type": "double"}"#);
        let report = check(&[Version::numbered(1, old)], &Version::named("new", new), Level::FORWARD);
        let told: Vec<(&str, String)> = report
            .denied()
            .map(|finding| (finding.rule.id, finding.witness.as_ref().map(witness).unwrap_or_default()))
            .collect();
        let first = "for example {\"nr\":\"\",\"total\":0.0} (bytes 000000000000000000): Order.id at byte 0: the writer has no \
                     field `id`, and it has no default";
        let behind = "no example shows it as long as data are refused before they come here, at `Order.id`";
        assert_eq!(told, [("field-removed-required-by-reader", first.to_owned()), ("type-widened", behind.to_owned())]);
    }

    #[test]
    fn versions_that_follow_each_other_are_a_span() {
        let of = |numbers: &[u32]| {
            let labels: Vec<Label> = numbers.iter().map(|number| Label::Number(*number)).collect();
            versions(labels.iter())
        };
        assert_eq!(of(&[4]), "version 4");
        assert_eq!(of(&[3, 4]), "versions 3 and 4");
        assert_eq!(of(&[1, 2, 3, 5]), "versions 1 to 3 and 5");
        assert_eq!(of(&[1, 3, 7]), "versions 1, 3 and 7");
        assert_eq!(versions([Label::Name("old.avsc".to_owned())].iter()), "`old.avsc`");
    }
}
