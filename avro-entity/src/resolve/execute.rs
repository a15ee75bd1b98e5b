//! Runs a plan on a datum: what [`generic::read`](crate::generic) is for one schema, this is for two.

use super::convert::Conversion;
use super::plan::{Action, Mode, Plan, PlanId, PlanNode, Promotion, RecordPlan};
use crate::error::{Error, ErrorKind};
use crate::generic::read::{read, read_array, read_map};
use crate::generic::sink::{Leaf, Sink};
use crate::generic::{Json, Text, restore, skip, tree};
use crate::schema::{Kind, NodeId};
use crate::wire::Decoder;

/// Reads one value of the writer's type into `sink`, as a value of the reader's type.
pub(crate) fn execute<S: Sink>(plan: &Plan, mode: Mode, decoder: &mut Decoder<'_>, sink: &mut S) -> Result<(), Error> {
    execute_at(plan, plan.root(), mode, decoder, sink)
}

/// The same for the types that the node `id` is about.
pub(crate) fn execute_at<S: Sink>(
    plan: &Plan,
    id: PlanId,
    mode: Mode,
    decoder: &mut Decoder<'_>,
    sink: &mut S,
) -> Result<(), Error> {
    Run { plan, mode }.value(id, decoder, sink)
}

impl Plan {
    /// Reads one datum of the writer's schema as a value of the reader's, in Avro's JSON encoding.
    ///
    /// ```
    /// use avro_entity::{AvroSchema, Decoder, resolve::{Mode, resolve}};
    /// let plan = resolve(<Vec<i32>>::schema(), <Vec<Option<i64>>>::schema());
    /// let json = plan.to_json(&mut Decoder::new(&[4, 1, 2, 0]), Mode::Raw)?;
    /// assert_eq!(json, serde_json::json!([{"long": -1}, {"long": 1}]));
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the input is no datum of the writer's schema, comes to a mismatch, holds a value that the reader's type
    /// does not (`bytes` that are no UTF-8; in [`Mode::Convert`] a decimal or time that does not convert), or exceeds
    /// the decoder's [`Limits`](crate::Limits).
    pub fn to_json(&self, decoder: &mut Decoder<'_>, mode: Mode) -> Result<serde_json::Value, Error> {
        tree::<Json>(|sink| execute(self, mode, decoder, sink))
    }

    /// As [`to_json`](Plan::to_json), appended to `out` as text; after an error `out` is as it was.
    ///
    /// # Errors
    ///
    /// As [`to_json`](Plan::to_json).
    pub fn to_json_text(&self, decoder: &mut Decoder<'_>, mode: Mode, out: &mut Vec<u8>) -> Result<(), Error> {
        restore(out, |out| execute(self, mode, decoder, &mut Text::new(out)))
    }
}

#[derive(Clone, Copy)]
struct Run<'p> {
    plan: &'p Plan,
    mode: Mode,
}

impl Run<'_> {
    fn value<S: Sink>(self, id: PlanId, decoder: &mut Decoder<'_>, sink: &mut S) -> Result<(), Error> {
        match self.plan.node(id) {
            PlanNode::Same { reader, .. } => read(self.plan.reader(), *reader, decoder, sink),
            PlanNode::Promote { promotion, reader } => self.promote(*promotion, *reader, decoder, sink),
            PlanNode::Convert { conversion, writer, reader } => {
                self.convert(conversion, *writer, *reader, decoder, sink)
            }
            PlanNode::Array { items, width } => {
                read_array(decoder, sink, *width, |decoder, sink| self.value(*items, decoder, sink))
            }
            PlanNode::Map { values, width } => {
                read_map(decoder, sink, *width, |decoder, sink| self.value(*values, decoder, sink))
            }
            PlanNode::Enum { table, reader } => self.symbol(id, table, *reader, decoder, sink),
            PlanNode::Record(record) => self.record(record, decoder, sink),
            PlanNode::WriterUnion { branches, .. } => {
                let index = decoder.read_branch(branches.len())?;
                branches.get(index).map_or(Ok(()), |branch| self.value(*branch, decoder, sink))
            }
            PlanNode::ReaderUnion { branch, inner, reader } => {
                self.branch(*branch as usize, *inner, *reader, decoder, sink)
            }
            PlanNode::Mismatch => Err(self.refuse(id, decoder.offset())),
        }
    }

    fn promote<S: Sink>(
        self,
        promotion: Promotion,
        reader: NodeId,
        decoder: &mut Decoder<'_>,
        sink: &mut S,
    ) -> Result<(), Error> {
        let leaf = match promotion {
            Promotion::IntToLong => Leaf::Long(decoder.read_int()?.into()),
            Promotion::IntToFloat => Leaf::Float(decoder.read_int()? as f32),
            Promotion::IntToDouble => Leaf::Double(decoder.read_int()?.into()),
            Promotion::LongToFloat => Leaf::Float(decoder.read_long()? as f32),
            Promotion::LongToDouble => Leaf::Double(decoder.read_long()? as f64),
            Promotion::FloatToDouble => Leaf::Double(decoder.read_float()?.into()),
            Promotion::StringToBytes => Leaf::Bytes(decoder.read_bytes()?),
            Promotion::BytesToString => Leaf::String(decoder.read_str()?),
        };
        sink.leaf(self.plan.reader().node(reader), leaf);
        Ok(())
    }

    /// A decimal or a time; in mode raw the value underneath.
    fn convert<S: Sink>(
        self,
        conversion: &Conversion,
        writer: NodeId,
        reader: NodeId,
        decoder: &mut Decoder<'_>,
        sink: &mut S,
    ) -> Result<(), Error> {
        let at = decoder.offset();
        let placed = |error: Error| error.at_offset(at);
        let node = self.plan.reader().node(reader);
        let written = &self.plan.writer().node(writer).kind;
        match written {
            Kind::Int | Kind::Long => {
                let mut value = if *written == Kind::Int { decoder.read_int()?.into() } else { decoder.read_long()? };
                if self.mode == Mode::Convert {
                    value = conversion.long(value).map_err(placed)?;
                }
                sink.leaf(node, Leaf::Long(value));
            }
            _ => {
                let mut bytes = match written {
                    Kind::Fixed(fixed) => decoder.read_fixed_slice(fixed.size)?,
                    _ => decoder.read_bytes()?,
                };
                let converted;
                if self.mode == Mode::Convert {
                    converted = conversion.decimal(bytes).map_err(placed)?;
                    bytes = &converted;
                }
                let fixed = matches!(node.kind, Kind::Fixed(_));
                sink.leaf(node, if fixed { Leaf::Fixed(bytes) } else { Leaf::Bytes(bytes) });
            }
        }
        Ok(())
    }

    fn symbol<S: Sink>(
        self,
        id: PlanId,
        table: &[Option<u32>],
        reader: NodeId,
        decoder: &mut Decoder<'_>,
        sink: &mut S,
    ) -> Result<(), Error> {
        let at = decoder.offset();
        let written = decoder.read_symbol(table.len())?;
        match table.get(written).copied().flatten() {
            Some(index) => {
                sink.leaf(self.plan.reader().node(reader), Leaf::Enum(index as usize));
                Ok(())
            }
            None => Err(self.refuse(id, at)),
        }
    }

    fn branch<S: Sink>(
        self,
        index: usize,
        inner: PlanId,
        union: NodeId,
        decoder: &mut Decoder<'_>,
        sink: &mut S,
    ) -> Result<(), Error> {
        let reader = self.plan.reader();
        let Some(branch) = reader.node(union).branches().and_then(|branches| branches.get(index)) else {
            return Ok(());
        };
        let branch = reader.node(*branch);
        sink.begin_branch(branch, index);
        self.value(inner, decoder, sink)?;
        sink.end_branch(branch);
        Ok(())
    }

    fn record<S: Sink>(self, record: &RecordPlan, decoder: &mut Decoder<'_>, sink: &mut S) -> Result<(), Error> {
        let reader = self.plan.reader();
        let Kind::Record(definition) = &reader.node(record.reader).kind else { return Ok(()) };
        decoder.enter_record()?;
        decoder.admit_empty(self.plan.writer().width(record.writer).unpaid)?;
        decoder.admit_memory(definition.fields.len(), S::FIELD_MEMORY)?;
        sink.begin_record(definition, record.ordered);
        for action in record.actions() {
            let (Action::Read { field: index }
            | Action::Default { field: index }
            | Action::Through { field: index, .. }) = action
            else {
                self.skip(action, decoder)?;
                continue;
            };
            let Some(field) = definition.fields.get(index as usize) else { continue };
            sink.field(definition, index as usize);
            let result = match action {
                Action::Through { node, .. } => self.value(node, decoder, sink),
                Action::Default { .. } => self.default(record, index, field.schema, sink),
                _ => read(reader, field.schema, decoder, sink),
            };
            result.map_err(|error| error.in_field(definition.name.simple().to_owned(), field.name.clone()))?;
        }
        sink.end_record(definition);
        decoder.leave_record();
        Ok(())
    }

    fn skip(self, action: Action, decoder: &mut Decoder<'_>) -> Result<(), Error> {
        match action {
            Action::Skip { writer } => skip(self.plan.writer(), writer, decoder),
            _ => Ok(()),
        }
    }

    fn default<S: Sink>(self, record: &RecordPlan, index: u32, schema: NodeId, sink: &mut S) -> Result<(), Error> {
        let bytes = record.defaults.get(index as usize).and_then(Option::as_deref).unwrap_or_default();
        if sink.encoded(bytes) {
            return Ok(());
        }
        read(self.plan.reader(), schema, &mut Decoder::new(bytes), sink)
    }

    #[cold]
    fn refuse(self, id: PlanId, offset: u64) -> Error {
        let error = match self.plan.mismatch(id) {
            Some(mismatch) => mismatch.error(),
            None => Error::new(ErrorKind::Resolution, "the writer's type is not read as the reader's"),
        };
        error.at_offset(offset)
    }
}
