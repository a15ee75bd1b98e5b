//! Other representations than a type's own: what `decimal(…)`, `timestamp = "…"`, `fixed = "…"` and their like on a field mean.
//!
//! A representation is a marker type `R`, and `T: EncodeAs<R>` says that `T` can be written so. Three kinds of impls meet here,
//! and the traits [`Lift`] and [`LiftValues`] keep them apart for the compiler:
//!
//! ```text
//! T: AvroEncode                      ⇒  T: EncodeAs<Own>              every type as it represents itself
//! SystemTime: EncodeAs<TimestampMillis>, Duration: EncodeAs<…>, …     the leaves, beside each type
//! T: EncodeAs<R::Inner>, R: Lift     ⇒  Option<T>: EncodeAs<R>        containers, beside each container
//! ```
//!
//! The plain impls of a container are the last line for `R = Each<Own>`, so that every container is written once.

use crate::error::Error;
use crate::resolve::{Followed, Indexed, Planned};
use crate::schema::{AvroSchema, NodeId, Schema, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use crate::{AvroDecode, AvroEncode, encode::Branches};
use std::convert::Infallible;
use std::marker::PhantomData;

/// A Rust type that has a schema in the representation `R`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be represented as the attribute of its field says",
    label = "the attribute does not fit `{Self}`",
    note = "`decimal(…)` is for `rust_decimal::Decimal` and `bigdecimal::BigDecimal`, `timestamp` and `time` are for the types of `std::time`, `chrono`, `jiff` and `time`, `duration` is for `Duration`, `fixed` is for `[u8; N]`, `Uuid`, `AvroDuration` and decimals: each behind the feature named after the crate",
    note = "`stringable` needs `Display` and `FromStr`, on the type itself or on what `Option`, `Vec`, `Box` and maps hold",
    note = "for anything else use `#[avro(with = module)]`"
)]
pub trait SchemaAs<R: ?Sized> {
    /// As `AvroSchema::BRANCHES`.
    const BRANCHES: u32 = 0;

    /// Adds this type in the representation `R` to a schema under construction.
    fn build_as(builder: &mut SchemaBuilder) -> NodeId;
}

/// A Rust type that is written in the representation `R`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as the attribute of its field says",
    label = "the attribute does not fit `{Self}`",
    note = "see the manual of the attribute for the types it is for, or use `#[avro(with = module)]`"
)]
pub trait EncodeAs<R: ?Sized>: SchemaAs<R> {
    /// As `AvroEncode::encode`.
    fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error>;

    /// As `AvroEncode::encode_branch`.
    #[inline]
    fn encode_branch_as(&self, encoder: &mut Encoder<'_>, at: Branches) -> Result<(), Error> {
        encoder.write_index(at.index(0));
        self.encode_as(encoder)
    }

    /// As `AvroEncode::branch`.
    #[inline]
    fn branch_as(&self) -> u32 {
        0
    }
}

/// A Rust type that is read in the representation `R`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read as the attribute of its field says",
    label = "the attribute does not fit `{Self}`",
    note = "see the manual of the attribute for the types it is for, or use `#[avro(with = module)]`"
)]
pub trait DecodeAs<'de, R: ?Sized>: SchemaAs<R> + Sized {
    /// As `AvroDecode::MIN_BYTES`.
    const MIN_BYTES_AS: usize;

    /// The same, from the schema where the type does not say it.
    #[inline]
    fn min_bytes_as() -> Result<usize, Error> {
        Ok(Self::MIN_BYTES_AS)
    }

    /// As `AvroDecode::decode`.
    fn decode_as(decoder: &mut Decoder<'de>) -> Result<Self, Error>;

    /// As `AvroDecode::decode_into`.
    #[inline]
    fn decode_into_as(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        *self = Self::decode_as(decoder)?;
        Ok(())
    }

    /// As `AvroDecode::decode_branch`.
    #[inline]
    fn decode_branch_as(decoder: &mut Decoder<'de>, branch: u32) -> Result<Self, Error> {
        let _ = branch;
        Self::decode_as(decoder)
    }

    /// As `AvroDecode::decode_branch_into`.
    #[inline]
    fn decode_branch_into_as(&mut self, decoder: &mut Decoder<'de>, branch: u32) -> Result<(), Error> {
        let _ = branch;
        self.decode_into_as(decoder)
    }

    /// As `AvroDecode::decode_planned`.
    #[inline]
    fn decode_planned_as(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Self, Error> {
        match plan.follow(decoder)? {
            Followed::Same => Self::decode_as(decoder),
            Followed::Union { branch, inner } => Self::decode_branch_planned_as(decoder, branch, inner),
            Followed::Changed(plan) => Self::decode_changed_as(decoder, plan),
        }
    }

    /// As `AvroDecode::decode_planned_into`.
    #[inline]
    fn decode_planned_into_as(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
        match plan.follow(decoder)? {
            Followed::Same => self.decode_into_as(decoder),
            Followed::Union { branch, inner } => self.decode_branch_planned_into_as(decoder, branch, inner),
            Followed::Changed(plan) => self.decode_changed_into_as(decoder, plan),
        }
    }

    /// As `AvroDecode::decode_branch_planned`.
    #[inline]
    fn decode_branch_planned_as(decoder: &mut Decoder<'de>, branch: u32, plan: Planned<'_>) -> Result<Self, Error> {
        let _ = branch;
        Self::decode_planned_as(decoder, plan)
    }

    /// As `AvroDecode::decode_branch_planned_into`.
    #[inline]
    fn decode_branch_planned_into_as(
        &mut self,
        decoder: &mut Decoder<'de>,
        branch: u32,
        plan: Planned<'_>,
    ) -> Result<(), Error> {
        let _ = branch;
        self.decode_planned_into_as(decoder, plan)
    }

    /// As `AvroDecode::decode_indexed`.
    fn decode_indexed_as(fields: &mut Indexed<'_, 'de>) -> Result<Self, Error> {
        Err(fields.unexpected())
    }

    /// As `AvroDecode::decode_changed`.
    fn decode_changed_as(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Self, Error> {
        Err(plan.unexpected(decoder, "this type"))
    }

    /// As `AvroDecode::decode_changed_into`.
    #[inline]
    fn decode_changed_into_as(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
        *self = Self::decode_changed_as(decoder, plan)?;
        Ok(())
    }
}

/// A representation that a container hands on to what it holds.
pub trait Lift {
    /// The representation of what the container holds.
    type Inner: ?Sized;
}

/// A representation that a map with string keys hands on to its values. [`StringKeys`] and [`Entries`] are not: they are about
/// the map itself.
pub trait LiftValues: Lift {}

macro_rules! markers {
    ($($(#[$doc:meta])* $name:ident $([$($generics:tt)*] $(<$($argument:ident),*>)?)? $(: $lift:ident)*;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name $(<$($generics)*>)? (Infallible $($(, PhantomData<($($argument,)*)>)?)?);
    )*};
}

markers! {
    /// As the type represents itself.
    Own;
    /// `R` for what a container holds: `Option<T>`, `Vec<T>`, `Box<T>`, the values of a map. One for each container, so that
    /// `Vec<Option<T>>` of stringable `T` is `Each<Each<Stringable>>`.
    Each [R] <R>;
    /// `decimal` on `bytes`, of `P` digits in all and `S` after the point.
    Decimal [const P: u32, const S: u32];
    /// `decimal` on a fixed of the least size that holds `P` digits.
    DecimalFixed [N, const P: u32, const S: u32] <N>;
    /// `big-decimal` on `bytes`: every value carries its own scale.
    DecimalAnyScale;
    /// `timestamp-millis` or `local-timestamp-millis` on `long`, whichever the type is about.
    TimestampMillis;
    /// `timestamp-micros` or `local-timestamp-micros` on `long`.
    TimestampMicros;
    /// `timestamp-nanos` or `local-timestamp-nanos` on `long`.
    TimestampNanos;
    /// `time-millis` on `int`.
    TimeMillis;
    /// `time-micros` on `long`.
    TimeMicros;
    /// A length of time in milliseconds, a plain `long`.
    DurationMillis;
    /// A length of time in microseconds, a plain `long`.
    DurationMicros;
    /// A length of time in nanoseconds, a plain `long`.
    DurationNanos;
    /// As `R`, one of the units of time, but times that are finer than it are refused instead of cut.
    Exact [R] <R>;
    /// A fixed of the name `N`, of the size the type has in bytes.
    Fixed [N] <N>;
    /// `string`, through `Display` and `FromStr`.
    Stringable;
    /// As the type represents itself, a `Cow` of text or of a slice that is read as owned.
    Owned;
    /// A map with any keys as an array of records of `key` and `value`.
    Entries;
    /// A map whose keys are text through `Display` and `FromStr`.
    StringKeys;
}

macro_rules! lift {
    ($([$($generics:tt)*] $name:ty $(=> $inner:ty)?),* $(,)?) => {$(
        lift!(@one [$($generics)*] $name $(=> $inner)?);
        impl<$($generics)*> LiftValues for $name {}
    )*};
    (@one [$($generics:tt)*] $name:ty) => { lift!(@one [$($generics)*] $name => $name); };
    (@one [$($generics:tt)*] $name:ty => $inner:ty) => {
        impl<$($generics)*> Lift for $name {
            type Inner = $inner;
        }
    };
}

lift! {
    [R] Each<R> => R,
    [const P: u32, const S: u32] Decimal<P, S>,
    [N, const P: u32, const S: u32] DecimalFixed<N, P, S>,
    [] DecimalAnyScale,
    [] TimestampMillis, [] TimestampMicros, [] TimestampNanos,
    [] TimeMillis, [] TimeMicros,
    [] DurationMillis, [] DurationMicros, [] DurationNanos,
    [R] Exact<R>,
    [N] Fixed<N>,
}
lift!(@one [] Entries);
lift!(@one [] StringKeys);

/// The name that a `fixed` gets from an attribute, carried by a type.
pub trait TypeName {
    /// A full name, or a simple one in the namespace of the record around the field.
    const NAME: &'static str;
}

impl<T: AvroSchema + ?Sized> SchemaAs<Own> for T {
    const BRANCHES: u32 = <T as AvroSchema>::BRANCHES;

    fn build_as(builder: &mut SchemaBuilder) -> NodeId {
        T::build(builder)
    }
}

impl<T: AvroEncode + ?Sized> EncodeAs<Own> for T {
    #[inline]
    fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        self.encode(encoder)
    }

    #[inline]
    fn encode_branch_as(&self, encoder: &mut Encoder<'_>, at: Branches) -> Result<(), Error> {
        self.encode_branch(encoder, at)
    }

    #[inline]
    fn branch_as(&self) -> u32 {
        self.branch()
    }
}

impl<'de, T: AvroDecode<'de>> DecodeAs<'de, Own> for T {
    const MIN_BYTES_AS: usize = T::MIN_BYTES;

    #[inline]
    fn min_bytes_as() -> Result<usize, Error> {
        match T::MIN_BYTES {
            0 => T::try_schema().map(Schema::least),
            bytes => Ok(bytes),
        }
    }

    #[inline]
    fn decode_as(decoder: &mut Decoder<'de>) -> Result<T, Error> {
        T::decode(decoder)
    }

    #[inline]
    fn decode_into_as(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        self.decode_into(decoder)
    }

    #[inline]
    fn decode_branch_as(decoder: &mut Decoder<'de>, branch: u32) -> Result<T, Error> {
        T::decode_branch(decoder, branch)
    }

    #[inline]
    fn decode_branch_into_as(&mut self, decoder: &mut Decoder<'de>, branch: u32) -> Result<(), Error> {
        self.decode_branch_into(decoder, branch)
    }

    #[inline]
    fn decode_planned_as(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<T, Error> {
        T::decode_planned(decoder, plan)
    }

    #[inline]
    fn decode_planned_into_as(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
        self.decode_planned_into(decoder, plan)
    }

    #[inline]
    fn decode_branch_planned_as(decoder: &mut Decoder<'de>, branch: u32, plan: Planned<'_>) -> Result<T, Error> {
        T::decode_branch_planned(decoder, branch, plan)
    }

    #[inline]
    fn decode_branch_planned_into_as(
        &mut self,
        decoder: &mut Decoder<'de>,
        branch: u32,
        plan: Planned<'_>,
    ) -> Result<(), Error> {
        self.decode_branch_planned_into(decoder, branch, plan)
    }

    #[inline]
    fn decode_changed_as(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<T, Error> {
        T::decode_changed(decoder, plan)
    }

    fn decode_indexed_as(fields: &mut Indexed<'_, 'de>) -> Result<T, Error> {
        T::decode_indexed(fields)
    }

    #[inline]
    fn decode_changed_into_as(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
        self.decode_changed_into(decoder, plan)
    }
}

/// Gives types the plain traits through one of their representations: `Each<Own>` for containers, the usual unit for times.
///
/// `{ T } { S: Default } Set<T, S> as Each<Own>, name` bounds `T` by the trait that is implemented and `S` as it says. Types that
/// are read otherwise than they are written take `@schema`, `@encode` and `@decode` one by one.
macro_rules! plain {
    ($($({ $($param:ident)* } $({ $($generics:tt)* })?)? $type:ty as $repr:ty, $name:expr;)*) => {$(
        plain!(@schema [$($($param: AvroSchema,)* $($($generics)*)?)?] $type as $repr, $name);
        plain!(@encode [$($($param: AvroEncode,)* $($($generics)*)?)?] $type as $repr);
        plain!(@decode [$($($param: AvroDecode<'de>,)* $($($generics)*)?)?] $type as $repr);
    )*};
    (@schema [$($generics:tt)*] $type:ty as $repr:ty, $name:expr) => {
        impl<$($generics)*> AvroSchema for $type {
            const BRANCHES: u32 = <$type as SchemaAs<$repr>>::BRANCHES;

            fn build(builder: &mut SchemaBuilder) -> NodeId {
                <$type as SchemaAs<$repr>>::build_as(builder)
            }

            fn type_name() -> Cow<'static, str> {
                $name.into()
            }
        }
    };
    (@encode [$($generics:tt)*] $type:ty as $repr:ty) => {
        impl<$($generics)*> AvroEncode for $type {
            #[inline]
            fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                EncodeAs::<$repr>::encode_as(self, encoder)
            }

            #[inline]
            fn encode_branch(&self, encoder: &mut Encoder<'_>, at: Branches) -> Result<(), Error> {
                EncodeAs::<$repr>::encode_branch_as(self, encoder, at)
            }

            #[inline]
            fn branch(&self) -> u32 {
                EncodeAs::<$repr>::branch_as(self)
            }
        }
    };
    (@decode [$($generics:tt)*] $type:ty as $repr:ty) => {
        impl<'de, $($generics)*> AvroDecode<'de> for $type {
            const MIN_BYTES: usize = <$type as DecodeAs<'de, $repr>>::MIN_BYTES_AS;
            const OWNED: Option<crate::ReadOwned<Self>> = None;

            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<$type, Error> {
                DecodeAs::<$repr>::decode_as(decoder)
            }

            #[inline]
            fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
                DecodeAs::<$repr>::decode_into_as(self, decoder)
            }

            #[inline]
            fn decode_branch(decoder: &mut Decoder<'de>, branch: u32) -> Result<$type, Error> {
                DecodeAs::<$repr>::decode_branch_as(decoder, branch)
            }

            #[inline]
            fn decode_branch_into(&mut self, decoder: &mut Decoder<'de>, branch: u32) -> Result<(), Error> {
                DecodeAs::<$repr>::decode_branch_into_as(self, decoder, branch)
            }

            #[inline]
            fn decode_planned(decoder: &mut Decoder<'de>, plan: crate::resolve::Planned<'_>) -> Result<$type, Error> {
                DecodeAs::<$repr>::decode_planned_as(decoder, plan)
            }

            #[inline]
            fn decode_planned_into(&mut self, decoder: &mut Decoder<'de>, plan: crate::resolve::Planned<'_>) -> Result<(), Error> {
                DecodeAs::<$repr>::decode_planned_into_as(self, decoder, plan)
            }

            #[inline]
            fn decode_branch_planned(decoder: &mut Decoder<'de>, branch: u32, plan: crate::resolve::Planned<'_>) -> Result<$type, Error> {
                DecodeAs::<$repr>::decode_branch_planned_as(decoder, branch, plan)
            }

            #[inline]
            fn decode_branch_planned_into(&mut self, decoder: &mut Decoder<'de>, branch: u32, plan: crate::resolve::Planned<'_>) -> Result<(), Error> {
                DecodeAs::<$repr>::decode_branch_planned_into_as(self, decoder, branch, plan)
            }

            fn decode_indexed(fields: &mut crate::resolve::Indexed<'_, 'de>) -> Result<$type, Error> {
                DecodeAs::<$repr>::decode_indexed_as(fields)
            }

            #[inline]
            fn decode_changed(decoder: &mut Decoder<'de>, plan: crate::resolve::Planned<'_>) -> Result<$type, Error> {
                DecodeAs::<$repr>::decode_changed_as(decoder, plan)
            }

            #[inline]
            fn decode_changed_into(&mut self, decoder: &mut Decoder<'de>, plan: crate::resolve::Planned<'_>) -> Result<(), Error> {
                DecodeAs::<$repr>::decode_changed_into_as(self, decoder, plan)
            }
        }
    };
}
pub(crate) use plain;
