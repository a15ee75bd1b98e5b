//! How the items and values of containers are read: as their own type reads them, or through a node of a plan. Containers are
//! written once, for both.

use super::repr::DecodeAs;
use crate::error::Error;
use crate::resolve::Planned;
use crate::wire::Decoder;
use std::marker::PhantomData;

/// Reads the items of a container.
pub(crate) trait ReadItem<'de, T>: Copy {
    /// The least number of bytes that an item takes.
    fn width(self) -> Result<usize, Error>;

    /// Reads an item.
    fn read(self, decoder: &mut Decoder<'de>) -> Result<T, Error>;

    /// Reads an item into one that is there.
    fn read_into(self, item: &mut T, decoder: &mut Decoder<'de>) -> Result<(), Error>;
}

/// Items of the type's own schema in the representation `R`.
pub(crate) struct Direct<R: ?Sized>(PhantomData<fn() -> R>);

impl<R: ?Sized> Direct<R> {
    pub(crate) fn new() -> Direct<R> {
        Direct(PhantomData)
    }
}

impl<R: ?Sized> Clone for Direct<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: ?Sized> Copy for Direct<R> {}

impl<'de, R: ?Sized, T: DecodeAs<'de, R>> ReadItem<'de, T> for Direct<R> {
    #[inline]
    fn width(self) -> Result<usize, Error> {
        T::min_bytes_as()
    }

    #[inline]
    fn read(self, decoder: &mut Decoder<'de>) -> Result<T, Error> {
        T::decode_as(decoder)
    }

    #[inline]
    fn read_into(self, item: &mut T, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        item.decode_into_as(decoder)
    }
}

/// Items of another schema, for the representation `R`.
pub(crate) struct Through<'p, R: ?Sized> {
    plan: Planned<'p>,
    width: usize,
    repr: PhantomData<fn() -> R>,
}

impl<'p, R: ?Sized> Through<'p, R> {
    /// The items of an array.
    pub(crate) fn items(plan: Planned<'p>, decoder: &Decoder<'_>) -> Result<Through<'p, R>, Error> {
        let (plan, width) = plan.items(decoder)?;
        Ok(Through { plan, width, repr: PhantomData })
    }

    /// The values of a map.
    pub(crate) fn values(plan: Planned<'p>, decoder: &Decoder<'_>) -> Result<Through<'p, R>, Error> {
        let (plan, width) = plan.values(decoder)?;
        Ok(Through { plan, width, repr: PhantomData })
    }
}

impl<R: ?Sized> Clone for Through<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: ?Sized> Copy for Through<'_, R> {}

impl<'de, R: ?Sized, T: DecodeAs<'de, R>> ReadItem<'de, T> for Through<'_, R> {
    #[inline]
    fn width(self) -> Result<usize, Error> {
        Ok(self.width)
    }

    #[inline]
    fn read(self, decoder: &mut Decoder<'de>) -> Result<T, Error> {
        T::decode_planned_as(decoder, self.plan)
    }

    #[inline]
    fn read_into(self, item: &mut T, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        item.decode_planned_into_as(decoder, self.plan)
    }
}
