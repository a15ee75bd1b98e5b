//! Charts as inline SVG. Lengths are shares of the picture, which stretches to the width it is given; texts stand beside it, so
//! that they keep their size.

use super::element::Escaped;
use crate::batch::numbers::Numbers;
use std::fmt::{self, Display, Formatter};

/// The most columns of a chart.
const COLUMNS: usize = 32;

/// A bar that is filled to `part` of `whole`, described by `title`.
pub(super) struct Bar<'t> {
    pub(super) part: f64,
    pub(super) whole: f64,
    pub(super) title: &'t str,
}

impl Display for Bar<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let width = length(self.part, self.whole, 1000.0);
        write!(
            f,
            r#"<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img"><title>{}</title><rect class="rest" width="1000" height="10"/><rect class="fill" width="{width}" height="10"/></svg>"#,
            Escaped(self.title)
        )
    }
}

/// Columns side by side, each with its height and a description.
pub(super) struct Columns<'c> {
    pub(super) class: &'static str,
    pub(super) title: &'c str,
    pub(super) columns: &'c [(f64, String)],
}

impl Display for Columns<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let most = self.columns.iter().map(|(height, _)| *height).fold(0.0, f64::max);
        write!(
            f,
            r#"<svg class="{}" viewBox="0 0 {} 100" preserveAspectRatio="none" role="img"><title>{}</title>"#,
            self.class,
            self.columns.len() * 10,
            Escaped(self.title)
        )?;
        for (index, (height, title)) in self.columns.iter().enumerate().filter(|(_, (height, _))| *height > 0.0) {
            let height = length(*height, most, 100.0);
            let (x, y) = (index * 10 + 1, 100.0 - height);
            write!(
                f,
                r#"<rect class="fill" x="{x}" y="{y}" width="8" height="{height}"><title>{}</title></rect>"#,
                Escaped(title)
            )?;
        }
        f.write_str("</svg>")
    }
}

/// The length of a part, to a tenth; what is not nothing can be seen.
fn length(part: f64, whole: f64, full: f64) -> f64 {
    if part <= 0.0 || whole <= 0.0 {
        return 0.0;
    }
    let least = full / 200.0;
    ((part / whole * full).clamp(least, full) * 10.0).round() / 10.0
}

/// Numbers put together in columns of equal width: where the first one begins, how wide they are, and the counts.
pub(super) struct Histogram {
    pub(super) start: f64,
    pub(super) step: f64,
    pub(super) counts: Vec<u64>,
}

impl Histogram {
    /// Of at least one number.
    pub(super) fn of(numbers: &Numbers) -> Option<Histogram> {
        let (least, most) = numbers.range()?;
        let step = round_step((most / COLUMNS as f64 - least / COLUMNS as f64).abs());
        let start = (least / step).floor() * step;
        let last = ((most - start) / step).floor().clamp(0.0, (2 * COLUMNS) as f64) as usize;
        let mut counts = vec![0; last + 1];
        for (edge, count) in numbers.bins() {
            let column = ((edge.clamp(least, most) - start) / step).floor().clamp(0.0, last as f64) as usize;
            if let Some(known) = counts.get_mut(column) {
                *known += count;
            }
        }
        Some(Histogram { start, step, counts })
    }

    /// Where the columns end.
    pub(super) fn end(&self) -> f64 {
        self.start + self.step * self.counts.len() as f64
    }
}

/// The next of 1, 2 or 5 times a power of ten.
fn round_step(width: f64) -> f64 {
    if !(width.is_finite() && width > 0.0) {
        return 1.0;
    }
    let power = 10f64.powi(width.log10().floor() as i32);
    let step = [1.0, 2.0, 5.0].into_iter().map(|step| step * power).find(|step| *step >= width);
    step.unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Number;

    fn histogram(numbers: &[f64]) -> Histogram {
        let mut all = Numbers::default();
        numbers.iter().for_each(|number| all.add(&Number::from_f64(*number).unwrap()));
        Histogram::of(&all).unwrap()
    }

    #[test]
    fn columns_hold_every_number_and_begin_at_round_ones() {
        let found = histogram(&[-3.0, 0.0, 17.0, 17.0, 58.0]);
        assert_eq!((found.start, found.step, found.counts.len()), (-4.0, 2.0, 32));
        assert_eq!(found.counts.iter().sum::<u64>(), 5);
        assert_eq!(found.counts[10], 2);
    }

    #[test]
    fn odd_ranges_have_columns_too() {
        for numbers in [&[7.0][..], &[0.0], &[-1e300, 1e300], &[1e-300, 2e-300], &[f64::MAX, f64::MIN]] {
            let found = histogram(numbers);
            assert_eq!(found.counts.iter().sum::<u64>(), numbers.len() as u64, "{numbers:?}");
            assert!(found.counts.len() <= 2 * COLUMNS + 1);
        }
    }

    #[test]
    fn what_is_not_nothing_can_be_seen() {
        assert_eq!(length(0.0, 5.0, 1000.0), 0.0);
        assert_eq!(length(1.0, 1e9, 1000.0), 5.0);
        assert_eq!(length(5.0, 5.0, 1000.0), 1000.0);
    }
}
