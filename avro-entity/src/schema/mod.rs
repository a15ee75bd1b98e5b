//! Avro schemas: the graph, its text, its canonical form and fingerprints, and the builder that Rust types talk to.

mod builder;
mod canonical;
mod claim;
mod declaration;
pub(crate) mod default;
mod docs;
mod edit;
mod finding;
mod fingerprint;
mod footprint;
mod graph;
mod json;
mod logical;
mod meaning;
mod misspelt;
mod name;
pub(crate) mod namespace;
mod parse;
mod parser;
mod print;
pub(crate) mod settle;
mod source;
mod typed;
mod validate;
mod verbatim;
mod width;

pub use builder::{FieldBuilder, NamedBuilder, RecordBuilder, SchemaBuilder};
pub(crate) use edit::Edit;
pub use finding::{Finding, Severity};
pub use graph::{Enum, Field, Fixed, Kind, LogicalType, Node, NodeId, Order, Position, Properties, Record, Schema};
pub(crate) use meaning::{Difference, difference};
pub use name::Name;
#[doc(hidden)]
pub use name::instance_name;
pub use source::{MemberSource, TypeSource};
pub use typed::AvroSchema;
pub(crate) use typed::cached;
