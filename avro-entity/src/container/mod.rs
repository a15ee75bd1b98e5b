//! Object container files: a header with the schema, then blocks of records, compressed, between sync markers.
//!
//! Implements the section "Object Container Files" of the specification. [`Writer`] and [`Reader`] speak of values;
//! [`BlockWriter`] and [`BlockReader`] below them speak of encoded records, and serve programs that know the schema only from
//! the file. Options and limits are set with [`WriterOptions`] and [`ReaderOptions`].

mod ahead;
mod block;
mod block_reader;
mod block_writer;
mod codec;
mod damage;
mod header;
mod input;
mod options;
mod parallel;
mod parcel;
mod queue;
mod reader;
mod reading;
mod record_reader;
mod split;
mod target;
mod writer;

pub use block::{Block, Records};
pub use block_reader::{BlockReader, PackedBlock};
#[cfg(feature = "batch")]
pub(crate) use block_reader::{Damage, Stretch};
pub use block_writer::{BlockWriter, Finished};
pub use codec::Codec;
pub use damage::{Lost, OnDamage};
pub use header::Header;
#[cfg(feature = "batch-cli")]
pub(crate) use header::MAGIC;
pub use options::{ReaderOptions, WriterOptions};
pub use parallel::ParallelReader;
#[cfg(feature = "batch")]
pub(crate) use parcel::{Parcel, Unpacking};
pub use reader::Reader;
#[cfg(feature = "batch")]
pub(crate) use reading::Reading;
#[cfg(feature = "batch")]
pub(crate) use target::Target;
pub use target::Torn;
#[cfg(feature = "batch-cli")]
pub(crate) use target::behind_links;
pub use writer::Writer;
