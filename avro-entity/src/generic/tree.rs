//! Putting a datum together as a tree of values, for any type of value.

use super::sink::{Leaf, Sink};
use crate::schema::{Node, Record};

/// A type of value that a datum can be put together from.
pub(crate) trait Tree {
    type Value;
    fn leaf(node: &Node, leaf: Leaf<'_>) -> Self::Value;
    fn branch(branch: &Node, index: usize, value: Self::Value) -> Self::Value;
    fn array(items: Vec<Self::Value>) -> Self::Value;
    fn map(entries: Vec<(String, Self::Value)>) -> Self::Value;
    /// `fields` holds the index and value of every field, in the order of the record.
    fn record(record: &Record, fields: Vec<(usize, Self::Value)>) -> Self::Value;
}

/// A sink that puts one value together. What is begun and not ended waits on a stack of its own.
pub(crate) struct TreeSink<T: Tree> {
    open: Vec<Open<T::Value>>,
    done: Option<T::Value>,
}

enum Open<V> {
    Array(Vec<V>),
    Map { entries: Vec<(String, V)>, key: String },
    Record { fields: Vec<(usize, V)>, index: usize, ordered: bool },
    Branch(usize),
}

impl<T: Tree> TreeSink<T> {
    pub(crate) fn new() -> TreeSink<T> {
        TreeSink { open: Vec::new(), done: None }
    }

    /// The value, when one was read to its end.
    pub(crate) fn finish(self) -> Option<T::Value> {
        self.done
    }

    /// Puts a value that is complete where it belongs; a branch takes it at its end.
    fn put(&mut self, value: T::Value) {
        match self.open.last_mut() {
            Some(Open::Array(items)) => items.push(value),
            Some(Open::Map { entries, key }) => entries.push((std::mem::take(key), value)),
            Some(Open::Record { fields, index, .. }) => fields.push((*index, value)),
            Some(Open::Branch(_)) | None => self.done = Some(value),
        }
    }
}

impl<T: Tree> Sink for TreeSink<T> {
    const ITEM_MEMORY: usize = size_of::<T::Value>();
    const FIELD_MEMORY: usize = size_of::<(String, T::Value)>();

    fn leaf(&mut self, node: &Node, leaf: Leaf<'_>) {
        self.put(T::leaf(node, leaf));
    }

    fn begin_branch(&mut self, _: &Node, index: usize) {
        self.open.push(Open::Branch(index));
    }

    fn end_branch(&mut self, branch: &Node) {
        if let (Some(Open::Branch(index)), Some(value)) = (self.open.pop(), self.done.take()) {
            self.put(T::branch(branch, index, value));
        }
    }

    fn begin_array(&mut self) {
        self.open.push(Open::Array(Vec::new()));
    }

    fn block(&mut self, _: usize) {}

    fn item(&mut self) {}

    fn end_array(&mut self) {
        if let Some(Open::Array(items)) = self.open.pop() {
            self.put(T::array(items));
        }
    }

    fn begin_map(&mut self) {
        self.open.push(Open::Map { entries: Vec::new(), key: String::new() });
    }

    fn key(&mut self, next: &str) {
        if let Some(Open::Map { key, .. }) = self.open.last_mut() {
            *key = next.to_owned();
        }
    }

    fn end_map(&mut self) {
        if let Some(Open::Map { entries, .. }) = self.open.pop() {
            self.put(T::map(entries));
        }
    }

    fn begin_record(&mut self, record: &Record, ordered: bool) {
        let fields = Vec::with_capacity(record.fields.len());
        self.open.push(Open::Record { fields, index: 0, ordered });
    }

    fn field(&mut self, _: &Record, next: usize) {
        if let Some(Open::Record { index, .. }) = self.open.last_mut() {
            *index = next;
        }
    }

    fn end_record(&mut self, record: &Record) {
        if let Some(Open::Record { mut fields, ordered, .. }) = self.open.pop() {
            if !ordered {
                fields.sort_by_key(|(index, _)| *index);
            }
            self.put(T::record(record, fields));
        }
    }
}
