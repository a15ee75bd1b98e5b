//! Rust entities as the one source of Avro schemas.
//!
//! A type that derives [`AvroEntity`] has an Avro schema, an encoder and a decoder, all from one model:
//!
//! ```
//! use avro_entity::{AvroEntity, AvroSchema, from_slice, to_vec};
//!
//! #[derive(AvroEntity, Debug, PartialEq)]
//! #[avro(namespace = "net.example")]
//! struct Point {
//!     x: f64,
//!     #[avro(default = 0.0)]
//!     y: f64,
//!     label: Option<String>,
//! }
//!
//! let point = Point { x: 1.0, y: 2.0, label: None };
//! assert_eq!(from_slice::<Point>(&to_vec(&point)?)?, point);
//! assert_eq!(Point::schema().root_node().name().map(|name| name.full()), Some("net.example.Point"));
//! # Ok::<(), avro_entity::Error>(())
//! ```
//!
//! # Where to look
//!
//! | for | see |
//! | --- | --- |
//! | the attributes of the derive | the macro [`AvroEntity`](macro@AvroEntity), which is the manual |
//! | one datum | [`to_vec`], [`encode()`], [`from_slice`], [`decode()`], [`decode_into`] |
//! | files | [`Writer`], [`Reader`], their options, and [`container`] for blocks, ranges and damage |
//! | messages | [`SingleObjectWriter`] and [`SingleObjectReader`] with a [`SchemaStore`]; [`RegistryWriter`] and [`RegistryReader`] |
//! | data of other versions | [`resolve`](mod@resolve): one [`Plan`](resolve::Plan) for all readers; [`Pinned`], [`SingleObjectWriter::pinned`], [`RegistryWriter::pinned`] and [`Transcoder`] to write older versions; [`reads_all!`](macro@reads_all) as a test |
//! | data without a Rust type | [`generic`]; [`SingleObjectReader::open`], [`RegistryReader::open`] |
//! | what a change breaks | [`compat`]: [`check`](compat::check), its [`Report`](compat::Report) and the [rules](compat::rules) |
//! | entities held against their histories | `gate!` as a test, `gate` and `history` (feature `gate`) |
//! | schemas as such | [`Schema`] and [`schema`](mod@schema): text, canonical form, fingerprints, what is wrong with them |
//! | types of your own without the derive | [`AvroSchema`], [`AvroEncode`], [`AvroDecode`], which shows [how](AvroDecode#by-hand) |
//! | a service's rules over all its data (feature `batch`) | `batch` |
//! | what a reader puts up with, and what it says | [`Limits`], [`Error`] |
//!
//! Nothing that data can do makes a call panic, and everything that a reader refuses is an [`Error`] that says where.

#![deny(unsafe_code)]
#![warn(missing_debug_implementations)]
#![cfg_attr(feature = "safe", forbid(unsafe_code))]

#[cfg(feature = "apache-avro")]
mod apache;
#[cfg(feature = "batch")]
pub mod batch;
mod calendar;
pub mod compat;
pub mod container;
mod decode;
mod encode;
mod entity;
mod error;
#[cfg(feature = "gate")]
pub mod gate;
pub mod generic;
#[cfg(feature = "gate")]
pub mod history;
mod message;
mod new_file;
mod reads_all;
pub mod resolve;
pub mod schema;
mod shown;
#[cfg(feature = "gate")]
mod threads;
mod transcode;
#[doc(hidden)]
pub mod types;
mod wire;

#[cfg(feature = "derive")]
pub use avro_entity_derive::{AvroDecode, AvroEncode, AvroEntity, AvroSchema};
pub use container::{Codec, Reader, ReaderOptions, Writer, WriterOptions};
pub use decode::{AvroDecode, AvroDecodeOwned, ReadOwned, decode, decode_into, from_slice, read_owned};
pub use encode::{AvroEncode, encode, to_vec};
pub use entity::AvroEntity;
pub use error::{Error, ErrorKind};
pub use message::{
    Chain, FolderStore, MemoryStore, Registry, RegistryReader, RegistryWriter, SchemaStore, SingleObjectReader,
    SingleObjectWriter, registry_parts, single_object_parts,
};
pub use reads_all::reads_all;
pub use schema::{AvroSchema, Schema};
pub use transcode::{Pinned, Transcoder};
pub use types::duration::AvroDuration;
pub use wire::{Bounded, Decoder, Encoder, Limits, Scalar, Scalars};

#[doc(hidden)]
pub mod __private;

/// The examples of the README run as tests.
#[cfg(doctest)]
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", env!("CARGO_PKG_README")))]
mod readme {}
