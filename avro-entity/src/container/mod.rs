//! Object container files: a header with the schema, then blocks of records, compressed, between sync markers.
//!
//! Implements the section "Object Container Files" of the specification. [`Writer`] and [`Reader`] speak of values;
//! [`BlockWriter`] and [`BlockReader`] below them speak of encoded records, and serve programs that know the schema only from
//! the file. Options and limits are set with [`WriterOptions`] and [`ReaderOptions`].

mod block;
mod block_reader;
mod block_writer;
mod codec;
mod damage;
mod header;
mod input;
mod options;
mod parallel;
mod reader;
mod reading;
mod split;
mod target;
mod writer;

pub use block::{Block, Records};
pub use block_reader::{BlockReader, PackedBlock};
pub use block_writer::{BlockWriter, Finished};
pub use codec::Codec;
pub use damage::{Lost, OnDamage};
pub use header::Header;
pub use options::{ReaderOptions, WriterOptions};
pub use parallel::ParallelReader;
pub use reader::Reader;
pub use target::Torn;
pub use writer::Writer;
