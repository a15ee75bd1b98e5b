//! What both kinds of messages share: a header with a datum behind it, under today's schema or a pinned one, and the way back,
//! with a Rust type and without.

use crate::decode::AvroDecode;
use crate::encode::AvroEncode;
use crate::error::Error;
use crate::generic;
use crate::resolve::Plan;
use crate::schema::Schema;
use crate::transcode::Pinned;
use crate::wire::{Decoder, Encoder};
use std::marker::PhantomData;

/// Writes data of `T` behind a header of `N` bytes.
#[derive(Clone, Debug)]
pub(super) struct Framed<T: ?Sized, const N: usize> {
    header: [u8; N],
    /// Into which other schema than that of `T` the data go.
    pinned: Option<Pinned<T>>,
    of: PhantomData<fn(&T)>,
}

impl<T: AvroEncode + ?Sized, const N: usize> Framed<T, N> {
    /// Under the schema of `T`, whose header is `header`.
    pub(super) fn own(header: impl FnOnce(&Schema) -> Result<[u8; N], Error>) -> Result<Framed<T, N>, Error> {
        Ok(Framed { header: header(T::try_schema()?)?, pinned: None, of: PhantomData })
    }

    /// Under the schema `pinned`; the header is not asked for when the data of `T` do not all go into it.
    pub(super) fn pinned(
        schema: &Schema,
        header: impl FnOnce(&Schema) -> Result<[u8; N], Error>,
    ) -> Result<Framed<T, N>, Error> {
        let pinned = Pinned::new(schema)?;
        Ok(Framed { header: header(schema)?, pinned: Some(pinned), of: PhantomData })
    }

    /// Appends a header and a datum; both or nothing.
    pub(super) fn write(&self, value: &T, out: &mut Vec<u8>) -> Result<(), Error> {
        let start = out.len();
        out.extend_from_slice(&self.header);
        let written = match &self.pinned {
            None => value.encode(&mut Encoder::new(out)),
            Some(pinned) => pinned.encode(value, out),
        };
        if written.is_err() {
            out.truncate(start);
        }
        written
    }
}

/// The datum that fills the rest of a message, read as `plan` says.
#[inline]
pub(super) fn whole<'de, T: AvroDecode<'de>>(plan: &Plan, mut decoder: Decoder<'de>) -> Result<T, Error> {
    let value = T::decode_planned(&mut decoder, plan.planned())?;
    decoder.finish()?;
    Ok(value)
}

/// The same into a value that is there.
#[inline]
pub(super) fn whole_into<'de, T: AvroDecode<'de>>(
    value: &mut T,
    plan: &Plan,
    mut decoder: Decoder<'de>,
) -> Result<(), Error> {
    value.decode_planned_into(&mut decoder, plan.planned())?;
    decoder.finish()
}

/// The datum that fills the rest of a message, in JSON.
pub(super) fn whole_json(schema: &Schema, mut decoder: Decoder<'_>) -> Result<serde_json::Value, Error> {
    let json = generic::to_json(schema, &mut decoder)?;
    decoder.finish()?;
    Ok(json)
}
