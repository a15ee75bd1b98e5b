//! Reports in all formats, over one report that has everything, and the table of rules.

mod odd;
mod places;
mod rules;
mod shape;
mod shown;
mod story;
