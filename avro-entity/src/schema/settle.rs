//! Rust defaults as JSON: what `#[avro(default = …)]` becomes in the schema.

use super::default::{STEPS, at, decode, encode, shown};
use super::graph::{Kind, Node, NodeId, Schema};
use crate::error::{Error, ErrorKind};
use crate::wire::{Decoder, Encoder};
use serde_json::Value;

/// A default given as a Rust value; it becomes JSON when all nodes are known.
pub(super) struct PendingDefault {
    pub(super) record: NodeId,
    pub(super) field: usize,
    pub(super) encode: fn(&mut Encoder<'_>) -> Result<(), Error>,
}

/// Turns Rust defaults into JSON and puts the branch of a union's default first; the errors are those of all defaults.
///
/// All unions are put into their final order before the first value is read: a default may hold another record whose own
/// fields are reordered, and is written as that record's encoder writes, in the final order. Only the index of the field's own
/// union is written in the natural order.
pub(super) fn settle(nodes: &mut [Node], pending: &[PendingDefault]) -> Vec<Error> {
    let mut errors = Vec::new();
    let mut written = Vec::new();
    for default in pending {
        match default.evaluate(nodes) {
            Ok(datums) => written.push((default, datums)),
            Err(error) => errors.push(default.place(nodes, error)),
        }
    }
    for (default, datums) in &written {
        default.put_first(nodes, datums);
    }
    let unsettled = put_json_first(nodes);
    for (default, datums) in &written {
        match default.json(nodes, datums) {
            Ok(json) => default.store(nodes, json),
            Err(error) => errors.push(default.place(nodes, error)),
        }
    }
    errors.extend(unsettled.iter().filter_map(|place| place.still_open(nodes)));
    errors
}

/// The branch of a union, of the type `node`, that the default `json` belongs to: the first one for which it is valid.
pub(crate) fn default_branch(schema: &Schema, node: NodeId, json: &Value) -> Option<u32> {
    json_branch(schema.node_slice(), node, json).and_then(|branch| u32::try_from(branch).ok())
}

fn json_branch(nodes: &[Node], union: NodeId, json: &Value) -> Option<usize> {
    let branches = at(nodes, union).branches()?;
    let mut bytes = Vec::new();
    encode(nodes, union, json, &mut { STEPS }, &mut bytes).ok()?;
    split_branch(&bytes, branches.len()).ok().map(|(branch, _)| branch)
}

/// Puts the branches of defaults that are given as JSON first. The fields whose default is valid for no branch are returned:
/// it is wrong, or it leaves out members whose own defaults are not known yet.
fn put_json_first(nodes: &mut [Node]) -> Vec<JsonDefault> {
    let mut open = Vec::new();
    for default in JsonDefault::all(nodes) {
        match json_branch(nodes, default.union, &default.json) {
            Some(branch) => rotate(nodes, default.union, branch),
            None => open.push(default),
        }
    }
    open
}

/// A default that is given as JSON, of a field of union type.
struct JsonDefault {
    record: NodeId,
    field: usize,
    union: NodeId,
    json: Value,
}

impl JsonDefault {
    fn all(nodes: &[Node]) -> Vec<JsonDefault> {
        let mut all = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            let Kind::Record(record) = &node.kind else { continue };
            for (field, content) in record.fields.iter().enumerate() {
                if let Some(json) = content.default.clone().filter(|_| at(nodes, content.schema).branches().is_some()) {
                    all.push(JsonDefault { record: NodeId(index as u32), field, union: content.schema, json });
                }
            }
        }
        all
    }

    /// An error when the default is valid for another branch than the first once all defaults are known: the union would have
    /// to be reordered after values of it were read.
    fn still_open(&self, nodes: &[Node]) -> Option<Error> {
        json_branch(nodes, self.union, &self.json).filter(|branch| *branch > 0)?;
        let message = "the default leaves out members of a record: write them out";
        Some(place(nodes, self.record, self.field, Error::new(ErrorKind::Schema, message)))
    }
}

/// Puts a branch of a union first; the others keep their order.
fn rotate(nodes: &mut [Node], union: NodeId, branch: usize) {
    if let Some(Node { kind: Kind::Union(branches), .. }) = nodes.get_mut(union.index())
        && let Some(front) = branches.get_mut(..=branch)
    {
        front.rotate_right(1);
    }
}

/// What a Rust default wrote when it was evaluated twice.
struct Datums {
    /// The branch in the natural order, when the field is a union; it is cut off the bytes then.
    branch: Option<usize>,
    first: Vec<u8>,
    second: Vec<u8>,
}

impl PendingDefault {
    fn evaluate(&self, nodes: &[Node]) -> Result<Datums, Error> {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        (self.encode)(&mut Encoder::new(&mut first))?;
        (self.encode)(&mut Encoder::new(&mut second))?;
        let Some(branches) = self.schema(nodes).and_then(|schema| at(nodes, schema).branches()) else {
            return Ok(Datums { branch: None, first, second });
        };
        let (branch, first) = split_branch(&first, branches.len())?;
        let (other, second) = split_branch(&second, branches.len())?;
        match branch == other {
            true => Ok(Datums { branch: Some(branch), first, second }),
            false => Err(unstable()),
        }
    }

    fn put_first(&self, nodes: &mut [Node], datums: &Datums) {
        if let (Some(schema), Some(branch)) = (self.schema(nodes), datums.branch) {
            rotate(nodes, schema, branch);
        }
    }

    fn json(&self, nodes: &[Node], datums: &Datums) -> Result<Value, Error> {
        let Some(schema) = self.schema(nodes) else { return Ok(Value::Null) };
        let front: &[u8] = if datums.branch.is_some() { &[0] } else { &[] };
        let first = decode(nodes, schema, &[front, &datums.first].concat())?;
        let second = decode(nodes, schema, &[front, &datums.second].concat())?;
        if first.json != second.json {
            return Err(unstable());
        }
        let mut again = Vec::new();
        let encoded = encode(nodes, schema, &first.json, &mut { STEPS }, &mut again);
        if encoded.is_err() || again != first.bytes {
            return Err(Error::new(
                ErrorKind::Schema,
                format!(
                    "the default cannot be written in Avro's JSON: {} reads back as another value; choose a default without it",
                    shown(&first.json)
                ),
            ));
        }
        Ok(first.json)
    }

    fn schema(&self, nodes: &[Node]) -> Option<NodeId> {
        match &nodes.get(self.record.index())?.kind {
            Kind::Record(record) => Some(record.fields.get(self.field)?.schema),
            _ => None,
        }
    }

    fn store(&self, nodes: &mut [Node], json: Value) {
        if let Some(Node { kind: Kind::Record(record), .. }) = nodes.get_mut(self.record.index())
            && let Some(field) = record.fields.get_mut(self.field)
        {
            field.default = Some(json);
        }
    }

    fn place(&self, nodes: &[Node], error: Error) -> Error {
        place(nodes, self.record, self.field, error)
    }
}

/// `error`, said to be about a field.
fn place(nodes: &[Node], record: NodeId, field: usize, error: Error) -> Error {
    match nodes.get(record.index()).map(|node| &node.kind) {
        Some(Kind::Record(record)) => match record.fields.get(field) {
            Some(field) => error.in_field(record.name.full().to_owned(), field.name.clone()),
            None => error,
        },
        _ => error,
    }
}

pub(super) fn split_branch(bytes: &[u8], branches: usize) -> Result<(usize, Vec<u8>), Error> {
    let mut decoder = Decoder::new(bytes);
    let branch = decoder.read_branch(branches)?;
    Ok((branch, decoder.remaining().to_vec()))
}

fn unstable() -> Error {
    let message = "the default differs each time it is evaluated (`Utc::now()`, a random id): \
        a schema holds one value, so give a constant";
    Error::new(ErrorKind::Schema, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Name, SchemaBuilder};
    use std::sync::atomic::{AtomicI64, Ordering};

    struct Outer;
    struct Inner;

    fn name(name: &str) -> Name {
        Name::parse(name, None).unwrap()
    }

    /// A record `R` with one field `f` of the type that `build` makes and the default that `encode` writes.
    fn with_default(
        build: fn(&mut SchemaBuilder) -> NodeId,
        encode: fn(&mut Encoder<'_>) -> Result<(), Error>,
    ) -> Result<Schema, Error> {
        let mut builder = SchemaBuilder::new();
        let root = builder.record::<Outer>(name("R"), |record| {
            record.field("f", build).default_value(encode);
        });
        builder.finish(root)
    }

    fn text(schema: Result<Schema, Error>) -> String {
        let schema = schema.unwrap();
        assert_eq!(Schema::parse(&schema.to_string()).unwrap(), schema);
        schema.to_json()["fields"][0].to_string()
    }

    fn optional_long(builder: &mut SchemaBuilder) -> NodeId {
        let branches = [Kind::Null, Kind::String, Kind::Long].map(|kind| builder.node(kind));
        builder.union(branches)
    }

    #[test]
    fn the_branch_of_the_default_comes_first_and_the_others_keep_their_order() {
        let schema = with_default(optional_long, |encoder| {
            encoder.write_index(2);
            encoder.write_long(7);
            Ok(())
        });
        assert_eq!(text(schema), r#"{"name":"f","type":["long","null","string"],"default":7}"#);
    }

    #[test]
    fn a_record_inside_a_default_is_read_in_its_final_order() {
        fn inner(builder: &mut SchemaBuilder) -> NodeId {
            builder.record::<Inner>(name("I"), |record| {
                record.field("g", optional_long).default_value(|encoder| {
                    encoder.write_index(2);
                    encoder.write_long(1);
                    Ok(())
                });
            })
        }
        // The encoder of `I` writes the reordered union: `null` is its second branch.
        let schema = with_default(inner, |encoder| {
            encoder.write_index(1);
            Ok(())
        });
        let field = r#"{"name":"g","type":["long","null","string"],"default":1}"#;
        let record = format!(r#"{{"type":"record","name":"I","fields":[{field}]}}"#);
        assert_eq!(text(schema), format!(r#"{{"name":"f","type":{record},"default":{{"g":null}}}}"#));
    }

    #[test]
    fn a_default_that_differs_each_time_is_refused() {
        static CLOCK: AtomicI64 = AtomicI64::new(0);
        fn tick(encoder: &mut Encoder<'_>) -> Result<(), Error> {
            encoder.write_long(CLOCK.fetch_add(1, Ordering::Relaxed));
            Ok(())
        }
        fn toggle(encoder: &mut Encoder<'_>) -> Result<(), Error> {
            encoder.write_index((CLOCK.fetch_add(1, Ordering::Relaxed) % 2) as u32);
            encoder.write_str("");
            Ok(())
        }
        let clock = with_default(|builder| builder.node(Kind::Long), tick).unwrap_err();
        let branch = with_default(optional_long, toggle).unwrap_err();
        for error in [clock, branch] {
            assert_eq!(error.kind(), ErrorKind::Schema);
            assert_eq!(error.path(), "R.f");
            assert!(
                error.message().starts_with("the default differs each time it is evaluated (`Utc::now()`"),
                "{error}"
            );
        }
    }

    #[test]
    fn entries_in_another_order_are_no_difference() {
        static TURN: AtomicI64 = AtomicI64::new(0);
        fn build(builder: &mut SchemaBuilder) -> NodeId {
            let values = builder.node(Kind::Int);
            builder.map(values)
        }
        let schema = with_default(build, |encoder| {
            let is_first = TURN.fetch_add(1, Ordering::Relaxed) == 0;
            encoder.write_block(2);
            for key in if is_first { ["b", "a"] } else { ["a", "b"] } {
                encoder.write_str(key);
                encoder.write_int(1);
            }
            encoder.write_block(0);
            Ok(())
        });
        assert_eq!(text(schema), r#"{"name":"f","type":{"type":"map","values":"int"},"default":{"a":1,"b":1}}"#);
    }

    #[test]
    fn a_default_that_json_reads_as_another_branch_is_refused() {
        fn build(builder: &mut SchemaBuilder) -> NodeId {
            let branches = [Kind::Int, Kind::Long].map(|kind| builder.node(kind));
            let union = builder.union(branches);
            builder.array(union)
        }
        let error = with_default(build, |encoder| {
            encoder.write_block(1);
            encoder.write_index(1);
            encoder.write_long(1);
            encoder.write_block(0);
            Ok(())
        });
        let message = "R.f: the default cannot be written in Avro's JSON: `[1]` reads back as another value; choose a default without it";
        assert_eq!(error.unwrap_err().to_string(), message);
    }

    #[test]
    fn what_the_encoder_refuses_is_told_with_the_field() {
        let error = with_default(
            |builder| builder.node(Kind::Long),
            |encoder| Err(encoder.error(ErrorKind::Range, "too large")),
        );
        assert_eq!(error.unwrap_err().to_string(), "R.f at byte 0: too large");
    }

    #[test]
    fn a_record_that_was_flattened_leaves_no_node_behind() {
        let mut builder = SchemaBuilder::new();
        let root = builder.record::<Outer>(name("R"), |record| {
            record.flatten(|builder| {
                builder.record::<Inner>(name("I"), |inner| {
                    inner.field("g", optional_long).default_value(|encoder| {
                        encoder.write_index(1);
                        encoder.write_str("x");
                        Ok(())
                    });
                })
            });
        });
        let schema = builder.finish(root).unwrap();
        let field = r#"{"name":"g","type":["string","null","long"],"default":"x"}"#;
        assert_eq!(schema.to_string(), format!(r#"{{"type":"record","name":"R","fields":[{field}]}}"#));
        assert_eq!((schema.len(), schema.named("I")), (5, None));
    }
}
