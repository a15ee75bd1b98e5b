//! How the records of a file become values of a Rust type: decided once, when a file is opened.

use crate::decode::AvroDecode;
use crate::error::{Error, ErrorKind};
use crate::resolve::{Mismatch, Plan, PlanCache, Verdict, resolve};
use crate::schema::{AvroSchema, Schema};
use crate::wire::Decoder;
use std::sync::LazyLock;

/// Plans of the files that were opened and can be read, as many as a cache holds, so that files of one schema share one.
static PLANS: LazyLock<PlanCache> = LazyLock::new(PlanCache::new);

/// The way from records under a writer's schema to values of a type.
#[derive(Clone, Debug)]
pub(crate) enum Reading {
    /// The writer's schema reads as the type's own does: straight-line code.
    Same,
    /// Another schema: under the plan for the two.
    Planned(Plan),
}

impl Reading {
    /// How to read data of `writer` as `T`; an error when no data can be read.
    pub(crate) fn of<T: AvroSchema + ?Sized>(writer: &Schema) -> Result<Reading, Error> {
        let reader = T::try_schema()?;
        if writer.same(reader) || writer.resolution_fingerprint() == reader.resolution_fingerprint() {
            return Ok(Reading::Same);
        }
        if let Some(plan) = PLANS.find(writer, reader) {
            return Ok(Reading::Planned(plan));
        }
        let plan = resolve(writer, reader);
        // Plans last as long as the process, and nobody needs that of a file that was refused.
        let first = plan.mismatches().next().filter(|_| plan.verdict() == Verdict::Never);
        match first.map(unreadable::<T>) {
            Some(error) => Err(error),
            None => Ok(Reading::Planned(PLANS.keep(plan))),
        }
    }

    #[inline]
    pub(crate) fn decode<'de, T: AvroDecode<'de>>(&self, decoder: &mut Decoder<'de>) -> Result<T, Error> {
        match self {
            Reading::Same => T::decode(decoder),
            Reading::Planned(plan) => T::decode_planned(decoder, plan.planned()),
        }
    }

    #[inline]
    pub(crate) fn decode_into<'de, T: AvroDecode<'de>>(
        &self,
        value: &mut T,
        decoder: &mut Decoder<'de>,
    ) -> Result<(), Error> {
        match self {
            Reading::Same => value.decode_into(decoder),
            Reading::Planned(plan) => value.decode_planned_into(decoder, plan.planned()),
        }
    }
}

fn unreadable<T: ?Sized>(mismatch: Mismatch<'_>) -> Error {
    let name = std::any::type_name::<T>();
    Error::new(ErrorKind::Resolution, format!("the file's schema cannot be read as `{name}`: {mismatch}"))
}
