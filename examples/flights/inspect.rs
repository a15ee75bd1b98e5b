//! The service's own rules over all flights, as a batch job: in a file a month, with a page of the result.

use crate::entity::{Flight, Plane};
use crate::failure::Failure;
use crate::rules::rules;
use crate::store;
use avro_entity::batch::{Inputs, Job, Report};
use avro_entity::container::Codec;
use indicatif::HumanCount;
use std::path::Path;

/// The page that shows the result.
const PAGE: &str = "flights.html";

/// Writes a file of flights for each month to `out`, runs the rules over them, and writes the result as a page.
pub fn show(flights: &[Flight], planes: &[Plane], out: &Path) -> Result<(), Failure> {
    let months = out.join("months");
    write_months(flights, &months)?;
    let mut inputs = Inputs::new();
    inputs.add(&months.to_string_lossy())?;
    let planes = planes.iter().map(|plane| plane.tailnum.clone()).collect();
    let report = Job::new(rules(planes))?.run(&inputs)?;
    if report.totals().records != flights.len() as u64 {
        return Err(Failure::bad_input(
            &months,
            &format!("{} of {} flights were read", report.totals().records, flights.len()),
        ));
    }
    print(&report);
    let page = out.join(PAGE);
    std::fs::write(&page, report.to_html()).map_err(|error| Failure::could_not_run(&page, &error))?;
    println!("the whole report is the page {PAGE} among the files");
    Ok(())
}

fn write_months(flights: &[Flight], months: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(months).map_err(|error| Failure::could_not_run(months, &error))?;
    for month in 1..=12 {
        let rows: Vec<&Flight> = flights.iter().filter(|flight| flight.month == month).collect();
        if let Some(flight) = rows.first() {
            store::write(&months.join(format!("{}-{month:02}.avro", flight.year)), &rows, Codec::Deflate)?;
        }
    }
    Ok(())
}

fn print(report: &Report) {
    println!("\n{:<38} {:>9} {:>9}   rules over all flights", "rule", "broken by", "share");
    for rule in report.rules() {
        let (name, broken) = (rule.name(), HumanCount(rule.report.violations).to_string());
        println!("{name:<38} {broken:>9} {:>9}", rule.report.percent());
    }
}
