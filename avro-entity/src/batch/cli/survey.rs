//! What a dry run shows.

use crate::batch::Report;
use crate::batch::table::{Table, bytes, count, plural};

/// Files and versions of a report of a job that read nothing.
pub(super) fn text(report: &Report) -> String {
    let mut files = Table::new(&["file", "size", "codec", "version"]);
    for (path, file) in report.files() {
        let codec = file.codec.clone().unwrap_or_default();
        let version: String = file.version.iter().flat_map(|version| version.chars().take(12)).collect();
        files.row([path.to_owned(), bytes(file.size), codec, version]);
    }
    let mut versions = Table::new(&["version", "entity", "files", "first file"]);
    for version in report.versions() {
        let (name, first) = (version.version.name.clone(), version.first_file.to_owned());
        versions.row([version.label(), name, count(version.totals.files), first]);
    }
    let totals = report.totals();
    let size = report.files().map(|(_, file)| file.size).fold(0, u64::saturating_add);
    let sum = format!("{}: {}, {}", report.entity(), plural(totals.files, "file"), bytes(size));
    let mut text = format!("{sum}\n\n{files}\n{versions}");
    for (path, file) in report.files() {
        for trouble in file.trouble() {
            text.push_str(&format!("\ncannot be read: {}", crate::batch::table::line(&format!("{path}{trouble}"))));
        }
    }
    if totals.unreadable > 0 {
        text.push('\n');
    }
    text
}
