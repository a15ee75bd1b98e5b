#![doc = "Rust entities as the one source of Avro schemas."]
#![deny(unsafe_code)]
#![cfg_attr(feature = "safe", forbid(unsafe_code))]

#[cfg(feature = "apache-avro")]
mod apache;
pub mod container;
mod decode;
mod encode;
mod entity;
mod error;
pub mod generic;
mod message;
mod reads_all;
pub mod resolve;
pub mod schema;
mod transcode;
#[doc(hidden)]
pub mod types;
mod wire;

#[cfg(feature = "derive")]
pub use avro_entity_derive::{AvroDecode, AvroEncode, AvroEntity, AvroSchema};
pub use container::{Codec, Reader, ReaderOptions, Writer, WriterOptions};
pub use decode::{AvroDecode, AvroDecodeOwned, decode, decode_into, from_slice};
pub use encode::{AvroEncode, encode, to_vec};
pub use entity::AvroEntity;
pub use error::{Error, ErrorKind};
pub use message::{
    Chain, FolderStore, MemoryStore, Registry, RegistryReader, RegistryWriter, SchemaStore, SingleObjectReader,
    SingleObjectWriter, single_object_fingerprint,
};
pub use reads_all::reads_all;
pub use schema::{AvroSchema, Schema};
pub use transcode::{Pinned, Transcoder};
pub use types::duration::AvroDuration;
pub use wire::{Decoder, Encoder, Limits, Scalar, Scalars};

#[doc(hidden)]
pub mod __private;

/// The examples of the README run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
