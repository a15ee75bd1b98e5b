//! The buffer that every encoder appends to.

use crate::error::{Error, ErrorKind};

/// Appends the binary encoding of one datum to a `Vec<u8>`.
///
/// Implementations of [`AvroEncode`](crate::AvroEncode) write to it; the methods are the primitive types of the
/// specification's "Binary Encoding".
///
/// ```
/// let mut bytes = Vec::new();
/// let mut encoder = avro_entity::Encoder::new(&mut bytes);
/// encoder.write_long(-2);
/// encoder.write_str("foo");
/// assert_eq!(bytes, [3, 6, b'f', b'o', b'o']);
/// ```
#[derive(Debug)]
pub struct Encoder<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
    depth_left: u32,
}

/// How deep a value may be nested that is encoded: the default of [`Limits::depth`](crate::Limits), so that what was written
/// can be read.
const DEPTH: u32 = crate::Limits::DEFAULT.depth;

impl<'a> Encoder<'a> {
    /// An encoder that appends to `out`.
    pub fn new(out: &'a mut Vec<u8>) -> Encoder<'a> {
        let start = out.len();
        Encoder { out, start, depth_left: DEPTH }
    }

    /// An encoder that lets values nest `depth` levels deep, for data that is read with the same
    /// [`Limits::depth`](crate::Limits).
    pub fn with_depth(out: &'a mut Vec<u8>, depth: u32) -> Encoder<'a> {
        let start = out.len();
        Encoder { out, start, depth_left: depth }
    }

    /// How many bytes this encoder has appended.
    pub fn written(&self) -> usize {
        self.out.len() - self.start
    }

    /// An error of `kind` at the current offset of the datum.
    #[cold]
    pub fn error(&self, kind: ErrorKind, message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
        Error::new(kind, message).at_offset(self.written() as u64)
    }

    /// Writes a `boolean`.
    #[inline]
    pub fn write_boolean(&mut self, value: bool) {
        self.out.push(u8::from(value));
    }

    /// Writes an `int`.
    #[inline]
    pub fn write_int(&mut self, value: i32) {
        self.varint(u64::from(((value << 1) ^ (value >> 31)) as u32));
    }

    /// Writes a `long`.
    #[inline]
    pub fn write_long(&mut self, value: i64) {
        self.varint(((value << 1) ^ (value >> 63)) as u64);
    }

    #[inline]
    fn varint(&mut self, bits: u64) {
        if bits < 0x80 {
            self.out.push(bits as u8);
        } else {
            self.varint_bytes(bits);
        }
    }

    fn varint_bytes(&mut self, mut bits: u64) {
        while bits >= 0x80 {
            self.out.push(bits as u8 | 0x80);
            bits >>= 7;
        }
        self.out.push(bits as u8);
    }

    /// Writes a `float`.
    #[inline]
    pub fn write_float(&mut self, value: f32) {
        self.out.extend_from_slice(&value.to_le_bytes());
    }

    /// Writes a `double`.
    #[inline]
    pub fn write_double(&mut self, value: f64) {
        self.out.extend_from_slice(&value.to_le_bytes());
    }

    /// Writes `bytes`: the length and the bytes themselves.
    #[inline]
    pub fn write_bytes(&mut self, value: &[u8]) {
        self.write_long(value.len() as i64);
        self.out.extend_from_slice(value);
    }

    /// Writes a `string`.
    #[inline]
    pub fn write_str(&mut self, value: &str) {
        self.write_bytes(value.as_bytes());
    }

    /// Writes a `fixed`: the bytes alone.
    #[inline]
    pub fn write_fixed(&mut self, value: &[u8]) {
        self.out.extend_from_slice(value);
    }

    /// Writes the index of an enum's symbol or a union's branch.
    #[inline]
    pub fn write_index(&mut self, index: u32) {
        self.varint(u64::from(index) << 1);
    }

    /// Writes the header of a block of `count` items; a count of 0 ends the array or map.
    #[inline]
    pub fn write_block(&mut self, count: usize) {
        self.write_long(count as i64);
    }

    /// Writes several scalars after each other: the fields of a record that have a bounded size.
    #[inline]
    pub fn write_scalars<S: Scalars>(&mut self, scalars: S) {
        scalars.write(self);
    }

    /// Goes one level deeper into the value; every recursive value calls it in front of [`leave`](Encoder::leave).
    #[inline]
    pub fn enter(&mut self) -> Result<(), Error> {
        match self.depth_left.checked_sub(1) {
            Some(left) => {
                self.depth_left = left;
                Ok(())
            }
            None => Err(self.too_deep()),
        }
    }

    /// Comes back from the level that [`enter`](Encoder::enter) went into.
    #[inline]
    pub fn leave(&mut self) {
        self.depth_left += 1;
    }

    #[cold]
    fn too_deep(&self) -> Error {
        self.error(ErrorKind::Limit, "the value is nested deeper than the encoder's limit (`Encoder::with_depth`)")
    }
}

mod sealed {
    /// Only this module says how many bytes a scalar takes.
    pub trait Sealed {}
}

/// A primitive of bounded size: `bool`, `i32`, `i64`, `f32` and `f64`.
pub trait Scalar: Copy + sealed::Sealed {
    #[doc(hidden)]
    fn write(self, encoder: &mut Encoder<'_>);
}

/// A tuple of up to twelve [`Scalar`]s.
pub trait Scalars: Copy + sealed::Sealed {
    #[doc(hidden)]
    fn write(self, encoder: &mut Encoder<'_>);
}

macro_rules! scalar {
    ($($type:ty => $write:ident),* $(,)?) => {$(
        impl sealed::Sealed for $type {}
        impl Scalar for $type {
            #[inline]
            fn write(self, encoder: &mut Encoder<'_>) {
                encoder.$write(self);
            }
        }
    )*};
}

scalar!(bool => write_boolean, i32 => write_int, i64 => write_long, f32 => write_float, f64 => write_double);

macro_rules! scalars {
    ($($name:ident)*) => {
        impl<$($name: Scalar),*> sealed::Sealed for ($($name,)*) {}
        impl<$($name: Scalar),*> Scalars for ($($name,)*) {
            #[inline]
            fn write(self, encoder: &mut Encoder<'_>) {
                #[allow(non_snake_case, reason = "the type parameters name the elements")]
                let ($($name,)*) = self;
                $($name.write(encoder);)*
            }
        }
    };
}

scalars!(A);
scalars!(A B);
scalars!(A B C);
scalars!(A B C D);
scalars!(A B C D E);
scalars!(A B C D E F);
scalars!(A B C D E F G);
scalars!(A B C D E F G H);
scalars!(A B C D E F G H I);
scalars!(A B C D E F G H I J);
scalars!(A B C D E F G H I J K);
scalars!(A B C D E F G H I J K L);
