//! Real struct versions: each feature of the attribute table in its evolving role, read by today's type.

mod borrowed;
mod enums;
mod fields;
mod logical;
mod names;
mod numbers;
mod proof;
mod properties;
mod regressions;
mod representations;
mod shapes;
mod sharing;
mod together;
mod unions;
mod views;
