//! Days of the Gregorian calendar.

/// Year, month and day of a number of days since 1970-01-01.
pub(crate) fn date_of(days: i64) -> (i64, u8, u8) {
    // Years begin in March, so that a leap day is the last of its year; eras are 400 years.
    let days = days.saturating_add(719_468);
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day_of_month = day - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (year + era * 400 + carry, month as u8, day_of_month as u8)
}

#[cfg(test)]
mod tests {
    use super::date_of;

    #[test]
    fn days_are_dates_of_the_calendar() {
        let dates = [
            (0, (1970, 1, 1)),
            (18_262, (2020, 1, 1)),
            (11_016, (2000, 2, 29)),
            (11_017, (2000, 3, 1)),
            (-25_509, (1900, 2, 28)),
            (-25_508, (1900, 3, 1)),
            (-1, (1969, 12, 31)),
            (-719_528, (0, 1, 1)),
        ];
        for (days, date) in dates {
            assert_eq!(date_of(days), date);
        }
    }
}
