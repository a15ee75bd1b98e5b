//! Messages: one datum with a few bytes in front that say which schema it was written under.
//!
//! Single-object encoding names the schema by its fingerprint, the framing of Confluent's registry by a number that the
//! registry gave it. Both readers find the writer's schema, make a plan for it once, and read with that from then on.

mod framed;
mod registry;
mod single_object;
mod store;

pub use registry::{Registry, RegistryReader, RegistryWriter, registry_parts};
pub use single_object::{SingleObjectReader, SingleObjectWriter, single_object_parts};
pub(crate) use store::schema_files;
pub use store::{Chain, FolderStore, MemoryStore, SchemaStore};
