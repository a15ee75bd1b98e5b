//! A share of records, exact, and as percent.

use crate::error::{Error, ErrorKind};
use std::fmt;
use std::str::FromStr;

/// How many decimal places a share has, as a fraction of one.
const PLACES: u32 = 12;
const ONE: u64 = 10u64.pow(PLACES);

/// A share from 0 to 1, exact to twelve decimal places; as text in percent (`0.1%`) or as a fraction (`0.001`).
///
/// ```
/// use avro_entity::batch::Share;
/// let share: Share = "0.1%".parse()?;
/// assert_eq!(share, "0.001".parse()?);
/// assert!(share.admits(1, 1000) && !share.admits(1, 999));
/// assert_eq!(share.to_string(), "0.1 %");
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u64);

impl Share {
    /// Nothing.
    pub const NONE: Share = Share(0);

    /// Whether `part` of `whole` is no more than this share.
    pub fn admits(self, part: u64, whole: u64) -> bool {
        u128::from(part) * u128::from(ONE) <= u128::from(self.0) * u128::from(whole)
    }
}

impl FromStr for Share {
    type Err = Error;

    fn from_str(text: &str) -> Result<Share, Error> {
        parse(text.trim()).ok_or_else(|| {
            Error::new(ErrorKind::Job, format!("`{text}` is no share: expected `0%` to `100%`, or `0` to `1`"))
        })
    }
}

fn parse(text: &str) -> Option<Share> {
    let (number, places) = match text.strip_suffix('%') {
        Some(percent) => (percent.trim_end(), PLACES - 2),
        None => (text, PLACES),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let missing = places.checked_sub(u32::try_from(fraction.len()).ok()?)?;
    let all: u64 = format!("{whole}{fraction}").parse().ok()?;
    all.checked_mul(10u64.pow(missing)).filter(|share| *share <= ONE).map(Share)
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = ONE / 100;
        let (whole, fraction) = (self.0 / unit, self.0 % unit);
        let fraction = format!("{fraction:010}");
        match fraction.trim_end_matches('0') {
            "" => write!(f, "{whole} %"),
            fraction => write!(f, "{whole}.{fraction} %"),
        }
    }
}

/// `part` of `whole` in percent with three decimal places, cut, so that only nothing is `0 %` and only all is `100 %`.
pub(super) fn percent(part: u64, whole: u64) -> String {
    let thousandths = (u128::from(part) * 100_000).checked_div(u128::from(whole));
    match thousandths {
        None => "–".to_owned(),
        Some(_) if part == 0 => "0 %".to_owned(),
        Some(0) => "< 0.001 %".to_owned(),
        Some(thousandths) if thousandths % 1000 == 0 => format!("{} %", thousandths / 1000),
        Some(thousandths) => format!("{}.{:03} %", thousandths / 1000, thousandths % 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_exactly_or_refused() {
        let parsed = |text: &str| text.parse::<Share>().ok().map(|share| share.to_string());
        for (text, expected) in
            [("0", "0 %"), ("1", "100 %"), ("100%", "100 %"), (".5 %", "0.5 %"), ("0.0001", "0.01 %")]
        {
            assert_eq!(parsed(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", ".", "%", "-1%", "101%", "1.1", "1e-3", "0.1%%", "0.0000000000001", "a"] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn percents_are_cut() {
        for (part, whole, expected) in [
            (0, 9, "0 %"),
            (9, 9, "100 %"),
            (1, 3, "33.333 %"),
            (1, 10_000_000, "< 0.001 %"),
            (0, 0, "–"),
            (999_999, 1_000_000, "99.999 %"),
        ] {
            assert_eq!(percent(part, whole), expected);
        }
    }
}
