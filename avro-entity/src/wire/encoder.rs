//! The buffer that every encoder appends to.

use super::bounded::{Bounded, Single};
use super::depth::Depth;
use super::raw::Run;
use super::varint::VARINT_MAX;
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
pub struct Encoder<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
    depth: Depth,
    records: Depth,
}

/// How far it is, without the data.
impl std::fmt::Debug for Encoder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder").field("written", &self.written()).finish_non_exhaustive()
    }
}

/// How deep a value may be nested that is encoded: the default of [`Limits::depth`](crate::Limits), so that what was written
/// can be read.
const DEPTH: u32 = crate::Limits::DEFAULT.depth;

/// For how many values room is reserved at once.
const AT_ONCE: usize = 256;

impl<'a> Encoder<'a> {
    /// An encoder that appends to `out`.
    pub fn new(out: &'a mut Vec<u8>) -> Encoder<'a> {
        Encoder::with_depth(out, DEPTH)
    }

    /// An encoder that lets values nest `depth` levels deep, for data that is read with the same
    /// [`Limits::depth`](crate::Limits).
    pub fn with_depth(out: &'a mut Vec<u8>, depth: u32) -> Encoder<'a> {
        let start = out.len();
        Encoder { out, start, depth: Depth::new(depth), records: Depth::of_records(depth) }
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
        self.alone(value);
    }

    /// Writes a `long`.
    #[inline]
    pub fn write_long(&mut self, value: i64) {
        self.alone(value);
    }

    #[inline]
    fn alone(&mut self, value: impl Single) {
        let mut run = Run::new(self.out, value.bound());
        value.write_single(&mut run);
        run.finish();
    }

    #[inline]
    fn length(&mut self, len: usize) {
        let mut run = Run::new(self.out, VARINT_MAX);
        run.length(len);
        run.finish();
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
        let mut run = Run::new(self.out, VARINT_MAX.saturating_add(value.len()));
        run.length(value.len());
        run.bytes(value);
        run.finish();
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
        self.length(index as usize);
    }

    /// Writes the header of a block of `count` items; a count of 0 ends the array or map.
    #[inline]
    pub fn write_block(&mut self, count: usize) {
        self.length(count);
    }

    /// Writes several values after each other, as the fields of a record are: scalars, texts, and options of scalars and `String`.
    /// Room for all of them is reserved once.
    ///
    /// ```
    /// let mut out = Vec::new();
    /// avro_entity::Encoder::new(&mut out).write_run((true, "foo", Some(-1i64), None::<String>));
    /// assert_eq!(out, [1, 6, b'f', b'o', b'o', 2, 1, 0]);
    /// ```
    #[inline]
    pub fn write_run(&mut self, values: impl Bounded) {
        let mut run = Run::new(self.out, values.bound());
        values.write(&mut run);
        run.finish();
    }

    /// Writes values of one type after each other, as the items of an array are.
    #[inline]
    pub(crate) fn write_many(&mut self, values: &[impl Bounded]) {
        // Numbers mostly take less than they may.
        for values in values.chunks(AT_ONCE) {
            self.write_run(values);
        }
    }

    /// Goes one level deeper into the value; every recursive value calls it in front of [`leave`](Encoder::leave).
    #[inline]
    pub fn enter(&mut self) -> Result<(), Error> {
        self.depth.enter().ok_or_else(|| self.too_deep())
    }

    /// Comes back from the level that [`enter`](Encoder::enter) went into.
    #[inline]
    pub fn leave(&mut self) {
        self.depth.leave();
    }

    /// Goes into a record whose nesting follows the data, as it does without a Rust type.
    pub(crate) fn enter_record(&mut self) -> Result<(), Error> {
        self.records.enter().ok_or_else(|| self.too_deep())
    }

    /// Comes back from the record that [`enter_record`](Encoder::enter_record) went into.
    pub(crate) fn leave_record(&mut self) {
        self.records.leave();
    }

    #[cold]
    fn too_deep(&self) -> Error {
        self.error(ErrorKind::Limit, "the value is nested deeper than the encoder's limit (`Encoder::with_depth`)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::bounded::SealedBounded;
    use super::*;

    #[test]
    fn a_run_is_written_as_its_values_are() {
        let mut one_by_one = Vec::new();
        let mut encoder = Encoder::new(&mut one_by_one);
        encoder.write_boolean(true);
        encoder.write_int(i32::MIN);
        encoder.write_long(i64::MIN);
        encoder.write_float(-0.5);
        encoder.write_double(f64::MAX);
        let scalars = (true, i32::MIN, i64::MIN, -0.5f32, f64::MAX);
        assert_eq!(encoder.written(), scalars.bound(), "the longest of each");
        encoder.write_str("text");
        encoder.write_index(0);
        encoder.write_index(1);
        encoder.write_str("in an option");
        encoder.write_index(1);
        encoder.write_long(7);
        let mut together = Vec::new();
        let mut encoder = Encoder::new(&mut together);
        encoder.write_run(scalars);
        encoder.write_run((String::from("text"), None::<i64>, Some(String::from("in an option")), Some(7i64)));
        assert_eq!(together, one_by_one);
    }

    #[test]
    fn a_run_has_room_for_texts_of_every_length() {
        for len in [0, 1, 7, 8, 16, 17, 32, 33, 63, 64, 8191, 8192, 1 << 20] {
            let text = "x".repeat(len);
            let mut out = Vec::new();
            Encoder::new(&mut out).write_run((i64::MIN, &text, &*text, Some(text.clone()), i64::MAX));
            let mut decoder = crate::Decoder::new(&out);
            assert_eq!(decoder.read_long().unwrap(), i64::MIN);
            assert_eq!((decoder.read_str().unwrap(), decoder.read_str().unwrap()), (&*text, &*text));
            assert_eq!((decoder.read_branch(2).unwrap(), decoder.read_str().unwrap()), (1, &*text));
            assert_eq!(decoder.read_long().unwrap(), i64::MAX);
            assert!(decoder.is_empty(), "{len} bytes");
        }
    }

    #[test]
    fn text_is_its_length_and_its_bytes() {
        let mut out = Vec::new();
        Encoder::new(&mut out).write_str(&"x".repeat(64));
        assert_eq!(out[..3], [0x80, 0x01, b'x']);
        assert_eq!(out.len(), 66);
    }

    #[test]
    fn a_value_nested_deeper_than_the_encoder_allows_is_refused() {
        let mut out = Vec::new();
        let mut encoder = Encoder::with_depth(&mut out, 1);
        encoder.enter().unwrap();
        assert_eq!(encoder.enter().unwrap_err().kind(), ErrorKind::Limit);
    }
}
