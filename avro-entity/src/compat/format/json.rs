//! For programs.

use crate::compat::report::Report;
use serde_json::json;

/// The version of the form: it changes when a program that reads reports has to.
const FORM: u32 = 1;

pub(super) fn render(report: &Report) -> String {
    let mut json = json!({
        "form": FORM,
        "denied": report.denied().count(),
        "warnings": report.warnings().count(),
        "entities": report.entities,
        "findings": report.findings,
    });
    if let (Some(data), Some(members)) = (report.data, json.as_object_mut()) {
        members.insert("data".to_owned(), json!(data));
    }
    format!("{json:#}\n")
}
