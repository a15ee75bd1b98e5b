//! JUnit's XML: a suite for each entity, a case for each older version and direction, and one for what is about none.

use super::words;
use crate::compat::finding::Finding;
use crate::compat::level::Direction;
use crate::compat::report::{Compared, Report};
use crate::compat::version::Label;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::collections::BTreeSet;
use std::io;

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
            let is_about = |finding: &&Finding| {
                finding.breaks.iter().any(|broken| broken.version == *version && broken.direction == direction)
            };
            Case { name, findings: denied().filter(is_about).collect() }
        })
        .collect();
    let others = denied().filter(|finding| finding.breaks.is_empty()).collect();
    cases.push(Case { name: "schema and history".to_owned(), findings: others });
    cases
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
        ("name", name),
        ("tests", tests.to_string().as_str()),
        ("failures", failures.to_string().as_str()),
        ("errors", "0"),
    ])
}

fn write_case(entity: &str, case: &Case<'_>, xml: &mut Writer<&mut Vec<u8>>) -> io::Result<()> {
    let element = BytesStart::new("testcase").with_attributes([("classname", entity), ("name", case.name.as_str())]);
    let Some(first) = case.findings.first() else { return xml.write_event(Event::Empty(element)) };
    xml.write_event(Event::Start(element))?;
    let message = format!("{}: {}", words::subject(first), first.message);
    let failure = BytesStart::new("failure").with_attributes([("type", first.rule.id), ("message", message.as_str())]);
    xml.write_event(Event::Start(failure))?;
    let text: Vec<String> = case.findings.iter().map(|finding| told(finding)).collect();
    xml.write_event(Event::Text(BytesText::new(&text.join("\n"))))?;
    xml.write_event(Event::End(BytesEnd::new("failure")))?;
    xml.write_event(Event::End(BytesEnd::new("testcase")))
}

fn told(finding: &Finding) -> String {
    let mut lines = vec![format!("{}: {}: {}", finding.rule.id, words::subject(finding), finding.message)];
    lines.extend(words::breaks(finding));
    lines.extend(words::records(finding));
    lines.extend(finding.witness.as_ref().map(words::witness));
    lines.push(format!("help: {}", words::help(finding)));
    lines.join("\n  ")
}
