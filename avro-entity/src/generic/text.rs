//! Avro's JSON encoding as text, written straight from the bytes of a datum.

use super::json::{branch_name, not_finite, symbol};
use super::pieces::Pieces;
use super::sink::{Leaf, Sink};
use crate::schema::{Node, Record};
use std::fmt::Display;
use std::io::Write;

/// Appends a datum to `out` as JSON without white space.
pub(crate) struct Text<'o> {
    /// Where the datum begins in `out`.
    start: usize,
    out: &'o mut Vec<u8>,
    open: Vec<Open>,
}

enum Open {
    /// An array, map or record in order, and whether something stands in it already.
    List { started: bool },
    /// A record whose fields come in another order.
    Record(Pieces),
}

impl<'o> Text<'o> {
    pub(crate) fn new(out: &'o mut Vec<u8>) -> Text<'o> {
        Text { start: out.len(), out, open: Vec::new() }
    }

    fn number(&mut self, number: impl Display) {
        // Writing to a `Vec` does not fail.
        let _ = write!(self.out, "{number}");
    }

    fn double(&mut self, value: f64) {
        match serde_json::Number::from_f64(value) {
            Some(number) => self.number(number),
            None => self.string(not_finite(value).chars()),
        }
    }

    fn string(&mut self, text: impl Iterator<Item = char>) {
        self.out.push(b'"');
        for point in text {
            match point {
                '"' => self.out.extend_from_slice(b"\\\""),
                '\\' => self.out.extend_from_slice(b"\\\\"),
                '\n' => self.out.extend_from_slice(b"\\n"),
                '\r' => self.out.extend_from_slice(b"\\r"),
                '\t' => self.out.extend_from_slice(b"\\t"),
                '\0'..='\x1f' => {
                    let _ = write!(self.out, "\\u{:04x}", u32::from(point));
                }
                _ => self.out.extend_from_slice(point.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        self.out.push(b'"');
    }

    fn begin(&mut self, bracket: u8) {
        self.out.push(bracket);
        self.open.push(Open::List { started: false });
    }

    fn end(&mut self, bracket: u8) {
        self.open.pop();
        self.out.push(bracket);
    }

    /// The comma in front of all members and items but the first.
    fn next(&mut self) {
        if let Some(Open::List { started }) = self.open.last_mut()
            && std::mem::replace(started, true)
        {
            self.out.push(b',');
        }
    }

    fn name(&mut self, name: &str) {
        self.string(name.chars());
        self.out.push(b':');
    }
}

impl Sink for Text<'_> {
    fn written(&self) -> usize {
        self.out.len() - self.start
    }

    fn leaf(&mut self, node: &Node, leaf: Leaf<'_>) {
        match leaf {
            Leaf::Null => self.out.extend_from_slice(b"null"),
            Leaf::Boolean(value) => self.number(value),
            Leaf::Int(value) => self.number(value),
            Leaf::Long(value) => self.number(value),
            Leaf::Float(value) => self.double(f64::from(value)),
            Leaf::Double(value) => self.double(value),
            Leaf::Bytes(bytes) | Leaf::Fixed(bytes) => self.string(bytes.iter().map(|byte| char::from(*byte))),
            Leaf::String(text) => self.string(text.chars()),
            Leaf::Enum(index) => self.string(symbol(node, index).chars()),
        }
    }

    fn begin_branch(&mut self, branch: &Node, _: usize) {
        if let Some(name) = branch_name(branch) {
            self.out.push(b'{');
            self.name(name);
        }
    }

    fn end_branch(&mut self, branch: &Node) {
        if branch_name(branch).is_some() {
            self.out.push(b'}');
        }
    }

    fn begin_array(&mut self) {
        self.begin(b'[');
    }

    fn block(&mut self, _: usize) {}

    fn item(&mut self) {
        self.next();
    }

    fn end_array(&mut self) {
        self.end(b']');
    }

    fn begin_map(&mut self) {
        self.begin(b'{');
    }

    fn key(&mut self, key: &str) {
        self.next();
        self.name(key);
    }

    fn end_map(&mut self) {
        self.end(b'}');
    }

    fn begin_record(&mut self, _: &Record, ordered: bool) {
        self.out.push(b'{');
        let start = self.out.len();
        self.open.push(if ordered { Open::List { started: false } } else { Open::Record(Pieces::new(start)) });
    }

    fn field(&mut self, record: &Record, index: usize) {
        match self.open.last_mut() {
            Some(Open::Record(pieces)) => pieces.begin(index, self.out.len()),
            _ => self.next(),
        }
        if let Some(field) = record.fields.get(index) {
            self.name(&field.name);
        }
    }

    fn end_record(&mut self, _: &Record) {
        if let Some(Open::Record(pieces)) = self.open.pop() {
            pieces.arrange(self.out, b",");
        }
        self.out.push(b'}');
    }
}
