//! Where generic decoding puts what it reads.
//!
//! Letter to the next reader. There is one walk over a schema ([`read`](super::read)) and one over a plan
//! ([`execute`](crate::resolve)); what comes out of them is decided by the [`Sink`] they are given: a
//! `serde_json::Value`, the text of one, an `apache_avro` value, or the bytes of another schema. So these outputs
//! cannot disagree on what a datum is. A walk calls a sink in the order of the writer's fields. Whoever adds a sink
//! takes care of `ordered` in [`begin_record`](Sink::begin_record): when it is false, the fields come in another order
//! than the record declares them.

use crate::schema::{Node, Record};

/// A value without parts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Leaf<'v> {
    Null,
    Boolean(bool),
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Bytes(&'v [u8]),
    String(&'v str),
    /// The index of the symbol.
    Enum(usize),
    Fixed(&'v [u8]),
}

/// Takes one datum in pieces, outermost first; every node is one of the reader's schema.
pub(crate) trait Sink {
    /// The bytes that an item takes in memory beyond its own data, and a field of a record or an entry of a map with its name; none
    /// where the output is one buffer.
    const ITEM_MEMORY: usize = 0;
    const FIELD_MEMORY: usize = 0;

    /// How many bytes were written of this datum, where the output is a buffer.
    fn written(&self) -> usize {
        0
    }

    /// A value without parts.
    fn leaf(&mut self, node: &Node, leaf: Leaf<'_>);

    /// The value up to [`end_branch`](Sink::end_branch) is the branch `index` of a union.
    fn begin_branch(&mut self, branch: &Node, index: usize);
    fn end_branch(&mut self, branch: &Node);

    /// The values up to [`end_array`](Sink::end_array) are items.
    fn begin_array(&mut self);
    /// So many items, or keys with values, follow.
    fn block(&mut self, count: usize);
    /// The next value is an item.
    fn item(&mut self);
    fn end_array(&mut self);

    /// The values up to [`end_map`](Sink::end_map) have a key each.
    fn begin_map(&mut self);
    fn key(&mut self, key: &str);
    fn end_map(&mut self);

    /// The values up to [`end_record`](Sink::end_record) are the fields, each once; in the order of the record when
    /// `ordered`.
    fn begin_record(&mut self, record: &Record, ordered: bool);
    fn field(&mut self, record: &Record, index: usize);
    fn end_record(&mut self, record: &Record);

    /// Takes a value that is encoded already; `false` when it has to come in pieces.
    fn encoded(&mut self, bytes: &[u8]) -> bool {
        let _ = bytes;
        false
    }
}
