//! What of the inputs could not be read or was not, as lists that reports for people have.

use super::report::Report;

/// A list, of which a report shows the beginning.
pub(super) struct Listing {
    pub(super) title: &'static str,
    /// Each in as many lines as it has.
    items: Vec<Vec<String>>,
    /// What stands in front of the number of those that are left out, and what they are.
    rest: (&'static str, &'static str),
}

impl Listing {
    /// The lists of a report that are not empty.
    pub(super) fn all(report: &Report) -> impl Iterator<Item = Listing> {
        let trouble = report.files().filter(|(_, file)| file.has_trouble());
        let trouble = trouble.map(|(path, file)| {
            let lines = file.trouble().into_iter();
            lines.map(|trouble| format!("{path}{trouble}")).collect()
        });
        let trouble = Listing { title: "Could not be read", items: trouble.collect(), rest: ("in ", "files") };
        // As splits that a job can be given.
        let unread = report.unread().map(|split| vec![split.to_string()]);
        let unread = Listing { title: "Not read", items: unread.collect(), rest: ("", "ranges") };
        [trouble, unread].into_iter().filter(|listing| !listing.items.is_empty())
    }

    /// The lines of the first `most` items.
    pub(super) fn lines(&self, most: usize) -> impl Iterator<Item = &str> {
        self.items.iter().take(most).flatten().map(String::as_str)
    }

    /// What is said of the items behind those.
    pub(super) fn rest(&self, most: usize) -> Option<String> {
        let (before, what) = self.rest;
        match self.items.len().saturating_sub(most) {
            0 => None,
            more => Some(format!("and {before}{more} more {what}, which the JSON report lists")),
        }
    }
}
