//! JUnit's XML: a suite for each entity, a case for each older version and direction, one for data that are not read, and one for
//! what is about none of these.
//!
//! What is not denied makes no case fail, and is told in the output of its suite.

use super::words;
use crate::compat::finding::Finding;
use crate::compat::level::Direction;
use crate::compat::report::{Compared, Report};
use crate::compat::rule::Class;
use crate::compat::version::Label;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::{io, ptr};

/// A case, and the findings that make it fail.
struct Case<'r> {
    name: String,
    findings: Vec<&'r Finding>,
}

pub(super) fn render(report: &Report) -> String {
    let mut out = Vec::new();
    // Writing to a vector does not fail.
    let _ = write(report, &mut Writer::new_with_indent(&mut out, b' ', 2));
    let mut text = String::from_utf8_lossy(&out).into_owned();
    text.push('\n');
    text
}

fn write(report: &Report, xml: &mut Writer<&mut Vec<u8>>) -> io::Result<()> {
    let suites: Vec<(&str, Vec<Case<'_>>)> =
        entities(report).into_iter().map(|name| (name, cases(report, name))).collect();
    let all = || suites.iter().flat_map(|(_, cases)| cases);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.write_event(Event::Start(counted(BytesStart::new("testsuites"), "avro-entity", all())))?;
    for (name, cases) in &suites {
        xml.write_event(Event::Start(counted(BytesStart::new("testsuite"), name, cases.iter())))?;
        cases.iter().try_for_each(|case| write_case(name, case, xml))?;
        write_output(report, name, xml)?;
        xml.write_event(Event::End(BytesEnd::new("testsuite")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))
}

/// The entities that were compared, and those that something was found about.
fn entities(report: &Report) -> BTreeSet<&str> {
    let compared = report.entities.iter().map(|compared| compared.entity.as_str());
    compared.chain(report.findings.iter().map(|finding| finding.entity.as_str())).collect()
}

fn cases<'r>(report: &'r Report, entity: &str) -> Vec<Case<'r>> {
    let denied = || report.denied().filter(move |finding| finding.entity == entity);
    let compared = report.entities.iter().filter(|compared| compared.entity == entity);
    let mut cases: Vec<Case<'r>> = compared
        .flat_map(pairs)
        .map(|(version, direction)| {
            let name = match direction {
                Direction::Backward => format!("reads data of {version}"),
                Direction::Forward => format!("is read by {version}"),
            };
            Case { name, findings: denied().filter(|finding| is_about(finding, version, direction)).collect() }
        })
        .collect();
    let is_told = |finding: &Finding| cases.iter().any(|case| case.findings.iter().any(|told| ptr::eq(*told, finding)));
    let (of_data, others): (Vec<&Finding>, _) =
        denied().filter(|finding| !is_told(finding)).partition(|finding| finding.rule.class == Class::Data);
    if !of_data.is_empty() {
        cases.push(Case { name: "reads the data".to_owned(), findings: of_data });
    }
    cases.push(Case { name: "schema and history".to_owned(), findings: others });
    cases
}

fn is_about(finding: &Finding, version: &Label, direction: Direction) -> bool {
    finding.breaks.iter().any(|broken| broken.version == *version && broken.direction == direction)
}

fn pairs(compared: &Compared) -> Vec<(&Label, Direction)> {
    let of = |direction: Direction| {
        compared.versions.iter().filter_map(move |verdicts| {
            let verdict = match direction {
                Direction::Backward => verdicts.backward,
                Direction::Forward => verdicts.forward,
            };
            verdict.map(|_| (&verdicts.version, direction))
        })
    };
    of(Direction::Backward).chain(of(Direction::Forward)).collect()
}

/// An element with its name and the counts of its cases.
fn counted<'x, 'c>(element: BytesStart<'x>, name: &str, cases: impl Iterator<Item = &'c Case<'c>>) -> BytesStart<'x> {
    let (tests, failures) =
        cases.fold((0, 0), |(tests, failures), case| (tests + 1, failures + usize::from(!case.findings.is_empty())));
    element.with_attributes([
        ("name", legal(name).as_ref()),
        ("tests", tests.to_string().as_str()),
        ("failures", failures.to_string().as_str()),
        ("errors", "0"),
    ])
}

fn write_case(entity: &str, case: &Case<'_>, xml: &mut Writer<&mut Vec<u8>>) -> io::Result<()> {
    let (entity, name) = (legal(entity), legal(&case.name));
    let element = BytesStart::new("testcase").with_attributes([("classname", &*entity), ("name", &*name)]);
    let Some(first) = case.findings.first() else { return xml.write_event(Event::Empty(element)) };
    xml.write_event(Event::Start(element))?;
    let message = format!("{}: {}", words::subject(first), first.message);
    let failure = BytesStart::new("failure").with_attributes([("type", first.rule.id), ("message", &*legal(&message))]);
    xml.write_event(Event::Start(failure))?;
    let text: Vec<String> = case.findings.iter().map(|finding| told(finding)).collect();
    xml.write_event(Event::Text(BytesText::new(&legal(&text.join("\n")))))?;
    xml.write_event(Event::End(BytesEnd::new("failure")))?;
    xml.write_event(Event::End(BytesEnd::new("testcase")))
}

/// What was found about an entity and is not denied.
fn write_output(report: &Report, entity: &str, xml: &mut Writer<&mut Vec<u8>>) -> io::Result<()> {
    let others = report.findings.iter().filter(|finding| finding.entity == entity && !finding.is_denied());
    let text: Vec<String> = others.map(told).collect();
    if text.is_empty() {
        return Ok(());
    }
    xml.write_event(Event::Start(BytesStart::new("system-out")))?;
    xml.write_event(Event::Text(BytesText::new(&legal(&text.join("\n")))))?;
    xml.write_event(Event::End(BytesEnd::new("system-out")))
}

fn told(finding: &Finding) -> String {
    let mut lines = vec![format!("{}: {}: {}", finding.rule.id, words::subject(finding), finding.message)];
    lines.extend(words::breaks(finding));
    lines.extend(words::records(finding));
    lines.extend(finding.witness.as_ref().map(words::witness));
    lines.extend(words::waived(finding).or_else(|| words::advice(finding).map(|advice| format!("help: {advice}"))));
    lines.join("\n  ")
}

/// Text without the characters that XML has no way to write.
fn legal(text: &str) -> Cow<'_, str> {
    let is_illegal = |letter: char| match letter {
        '\t' | '\n' | '\r' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        _ => letter < ' ',
    };
    match text.contains(is_illegal) {
        true => Cow::Owned(text.replace(is_illegal, "\u{fffd}")),
        false => Cow::Borrowed(text),
    }
}
