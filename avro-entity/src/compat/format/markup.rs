//! Text inside Markdown: nothing but the code in backticks is markup.
//!
//! ```text
//! `List<a_b>` in <b>      becomes      `List<a_b>` in \<b\>
//! ```
//!
//! A backslash inside code would be shown, so that the two have to be told apart in the way that Markdown does: code goes from
//! a run of backticks to the next run of the same length, and a run without another is text.

/// A sentence in one line.
pub(super) fn inline(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('`') {
        out.push_str(&escaped(before));
        let more = run(after);
        let ticks = "`".repeat(more.saturating_add(1));
        let after = after.get(more..).unwrap_or_default();
        rest = match closing(after, ticks.len()) {
            Some(end) => {
                let (inside, after) = after.split_at_checked(end).unwrap_or((after, ""));
                out.extend([&ticks, inside, &ticks]);
                after.get(ticks.len()..).unwrap_or_default()
            }
            None => {
                out.push_str(&"\\`".repeat(ticks.len()));
                after
            }
        };
    }
    out.push_str(&escaped(rest));
    out
}

/// Text as code, whatever is in it.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text);
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    match longest {
        0 => format!("`{text}`"),
        _ => {
            let ticks = "`".repeat(longest.saturating_add(1));
            format!("{ticks} {text} {ticks}")
        }
    }
}

/// Text inside an element of HTML.
pub(super) fn html(text: &str) -> String {
    one_line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// How many backticks a text begins with.
fn run(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

/// Where the next run of exactly so many backticks begins.
fn closing(text: &str, ticks: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find('`') {
        let start = from.saturating_add(found);
        let length = run(text.get(start..)?);
        if length == ticks {
            return Some(start);
        }
        from = start.saturating_add(length);
    }
    None
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        if matches!(letter, '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

fn one_line(text: &str) -> String {
    text.replace(|letter: char| letter.is_control(), " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_code_is_markup() {
        assert_eq!(inline("`List<a_b>` in <b> of a_b"), r"`List<a_b>` in \<b\> of a\_b");
        assert_eq!(inline("a ` alone <b>"), r"a \` alone \<b\>");
        assert_eq!(inline("``` <i> `x` ``"), r"\`\`\` \<i\> `x` \`\`");
        assert_eq!(inline("`` a ` <b> `` &c"), r"`` a ` <b> `` \&c");
        assert_eq!(inline("two\nlines"), "two lines");
    }

    #[test]
    fn code_holds_backticks() {
        assert_eq!(code("a|b"), "`a|b`");
        assert_eq!(code("a``b`"), "``` a``b` ```");
    }
}
