//! A day, as a waiver names the one on which it ends.

use crate::calendar::date_of;
use crate::error::{Error, ErrorKind};
use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar, from the year 1 to 9999. There is no clock here: whoever asks whether a day has passed says
/// what day it is.
///
/// ```
/// use avro_entity::history::Date;
/// let date: Date = "2028-02-29".parse()?;
/// assert_eq!((date.year(), date.month(), date.day()), (2028, 2, 29));
/// assert!(date < Date::new(2028, 3, 1)?);
/// assert_eq!(
///     "2027-02-29".parse::<Date>().unwrap_err().message(),
///     "`2027-02-29` is no day: a date is written year-month-day, such as `2027-01-31`",
/// );
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day of these numbers; months and days count from 1.
    ///
    /// # Errors
    ///
    /// Of kind [`History`](ErrorKind::History) when there is no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Date, Error> {
        let date = Date { year, month, day };
        let is_day = (1..=9999).contains(&year) && day >= 1 && day <= days(year, month);
        if is_day { Ok(date) } else { Err(no_day(&date.to_string())) }
    }

    /// The day that is so many days after 1970-01-01.
    ///
    /// ```
    /// use avro_entity::history::Date;
    /// assert_eq!(Date::of_days(18_262)?, Date::new(2020, 1, 1)?);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Of kind [`History`](ErrorKind::History) when it is not within the years 1 to 9999.
    pub fn of_days(days: i64) -> Result<Date, Error> {
        let (year, month, day) = date_of(days);
        match u16::try_from(year) {
            Ok(year) => Date::new(year, month, day),
            Err(_) => Err(no_day(&format!("{year}-{month:02}-{day:02}"))),
        }
    }

    /// The year, from 1 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }
}

/// How many days a month has; none when there is no such month.
fn days(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

fn no_day(text: &str) -> Error {
    let message = format!("`{text}` is no day: a date is written year-month-day, such as `2027-01-31`");
    Error::new(ErrorKind::History, message)
}

/// Year, month and day, as `2027-01-31`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// `2027-01-31`, and nothing shorter.
impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Date, Error> {
        let mut parts = text.splitn(3, '-');
        let mut number = |digits: usize| {
            let part =
                parts.next().filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()));
            part.and_then(|part| part.parse::<u16>().ok())
        };
        let (year, month, day) = (number(4), number(2), number(2));
        let in_a_byte = |number: Option<u16>| number.and_then(|number| u8::try_from(number).ok());
        match (year, in_a_byte(month), in_a_byte(day)) {
            (Some(year), Some(month), Some(day)) => Date::new(year, month, day).map_err(|_| no_day(text)),
            _ => Err(no_day(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_there_are_come_back_from_their_text() {
        for text in ["2027-01-31", "2000-02-29", "2028-02-29", "0001-01-01", "9999-12-31", "2027-11-30"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn days_that_there_are_not_are_refused() {
        for text in [
            "2027-02-29",
            "1900-02-29",
            "2027-13-01",
            "2027-00-01",
            "2027-04-31",
            "2027-1-31",
            "27-01-31",
            "2027-01-31 ",
            "+027-01-01",
            "0000-01-01",
            "2027-01",
            "2027-01-00",
            "tomorrow",
            "",
        ] {
            assert!(text.parse::<Date>().unwrap_err().message().starts_with(&format!("`{text}` is no day")), "{text}");
        }
    }
}
