//! A plan as the typed decoder sees it: a node, and what the types ask of it.
//!
//! Letter to the next reader. A Rust type that reads under a plan goes three ways, in [`AvroDecode::decode_planned`]: what did
//! not change runs the straight-line code of the identical schema; a branch of the type's own union goes to the type that
//! owns it; everything else is the type's `decode_changed`, which asks the node for what it expects, or has the value written down
//! under its own schema first when it is an impl by hand. A node of another shape
//! than the type expects cannot come up when the plan was made for the type's own schema; it is an error all the same and not
//! a panic, since the plan comes from outside. Writer's unions are passed in [`Planned::follow`], so that no type knows them.

use super::plan::{Plan, PlanId, PlanNode, Promotion, RecordPlan, Step};
use crate::decode::AvroDecode;
use crate::error::{Error, ErrorKind};
use crate::generic::Jump;
use crate::schema::{AvroSchema, Kind, NodeId, Schema};
use crate::wire::Decoder;

/// A node of a [`Plan`] that a Rust type is read through.
#[derive(Clone, Copy, Debug)]
pub struct Planned<'p> {
    plan: &'p Plan,
    id: PlanId,
}

/// Where a node leads when the writer's unions are passed.
#[derive(Clone, Copy, Debug)]
pub enum Followed<'p> {
    /// To bytes that the type's own decoder reads.
    Same,
    /// To the branch `branch` of the reader's union, in the order of the union's schema.
    Union {
        /// The index of the branch.
        branch: u32,
        /// How its value is read.
        inner: Planned<'p>,
    },
    /// To data of another shape, which the type reads through this node.
    Changed(Planned<'p>),
}

impl Plan {
    /// The plan's outermost node, for the typed decoder.
    #[doc(hidden)]
    pub fn planned(&self) -> Planned<'_> {
        Planned { plan: self, id: self.root() }
    }

    /// Reads one datum of the writer's schema as a `T`, whose schema is the reader's.
    ///
    /// Decimals of another scale and times of another unit are converted exactly or refused.
    ///
    /// ```
    /// use avro_entity::{AvroSchema, Decoder, resolve::resolve};
    /// let plan = resolve(i32::schema(), f64::schema());
    /// assert_eq!(plan.read::<f64>(&mut Decoder::new(&[6]))?, 3.0);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Of kind [`Resolution`](ErrorKind::Resolution) when the plan's reader is another schema than that of `T`, or the datum
    /// comes to a mismatch; else as [`from_slice`](crate::from_slice).
    #[inline(always)]
    pub fn read<'de, T: AvroDecode<'de>>(&self, decoder: &mut Decoder<'de>) -> Result<T, Error> {
        self.is_for::<T>()?;
        T::decode_planned(decoder, self.planned())
    }

    /// As [`read`](Plan::read), into an existing value, whose allocations are used again.
    ///
    /// # Errors
    ///
    /// As [`read`](Plan::read); `value` is then good for nothing but to be read into again.
    pub fn read_into<'de, T: AvroDecode<'de>>(&self, value: &mut T, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        self.is_for::<T>()?;
        value.decode_planned_into(decoder, self.planned())
    }

    #[inline]
    fn is_for<'de, T: AvroDecode<'de>>(&self) -> Result<(), Error> {
        let reader = T::try_schema()?;
        if self.reader().same(reader) { Ok(()) } else { self.is_equal(reader, std::any::type_name::<T>()) }
    }

    /// Whether the plan's reader is this schema, although it is not the same in memory.
    #[cold]
    fn is_equal(&self, reader: &Schema, rust: &str) -> Result<(), Error> {
        if self.reader() == reader {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Resolution, format!("the plan reads another schema than that of `{rust}`")))
    }
}

impl<'p> Planned<'p> {
    /// The node of the same plan that an operand of a step names.
    #[inline]
    pub fn operand(self, operand: u32) -> Planned<'p> {
        self.at(PlanId::of_operand(operand))
    }

    /// The plan that the node is of, and which of its nodes it is.
    pub(crate) fn parts(self) -> (&'p Plan, PlanId) {
        (self.plan, self.id)
    }

    /// The plan that the node is of.
    pub(super) fn plan(self) -> &'p Plan {
        self.plan
    }

    #[inline]
    pub(super) fn at(self, id: PlanId) -> Planned<'p> {
        Planned { plan: self.plan, id }
    }

    #[inline]
    fn node(self) -> &'p PlanNode {
        self.plan.node(self.id)
    }

    /// Passes the writer's unions, whose indices are read, and says where the node leads.
    ///
    /// # Errors
    ///
    /// When it leads to a mismatch, which is named with both sides.
    #[inline]
    pub fn follow(self, decoder: &mut Decoder<'_>) -> Result<Followed<'p>, Error> {
        self.follow_first(decoder, false)
    }

    /// As [`follow`](Planned::follow), for the type `T`: when it knows of no branches of its own, a union that it may be all the
    /// same is a shape like any other.
    #[inline]
    pub fn follow_of<T: AvroSchema>(self, decoder: &mut Decoder<'_>) -> Result<Followed<'p>, Error> {
        self.follow_first(decoder, T::BRANCHES == 0)
    }

    #[inline(always)]
    fn follow_first(self, decoder: &mut Decoder<'_>, whole: bool) -> Result<Followed<'p>, Error> {
        match self.node() {
            PlanNode::Same { .. } => Ok(Followed::Same),
            PlanNode::Record(_) | PlanNode::Array { .. } | PlanNode::Map { .. } | PlanNode::Enum { .. } => {
                Ok(Followed::Changed(self))
            }
            _ => self.follow_on(decoder, whole),
        }
    }

    fn follow_on(self, decoder: &mut Decoder<'_>, whole: bool) -> Result<Followed<'p>, Error> {
        let mut here = self;
        loop {
            match here.node() {
                // A string and bytes are the same on the wire; whether bytes are text is for the type to see.
                PlanNode::Same { .. }
                | PlanNode::Promote { promotion: Promotion::StringToBytes | Promotion::BytesToString, .. } => {
                    return Ok(Followed::Same);
                }
                PlanNode::WriterUnion { branches, .. } => {
                    let index = decoder.read_branch(branches.len())?;
                    let Some(branch) = branches.get(index) else { return Err(here.unexpected(decoder, "a branch")) };
                    here = here.at(*branch);
                }
                PlanNode::ReaderUnion { branch, inner, .. } if !whole => {
                    return Ok(Followed::Union { branch: *branch, inner: here.at(*inner) });
                }
                PlanNode::Mismatch => return Err(here.refuse(decoder, decoder.offset())),
                _ => return Ok(Followed::Changed(here)),
            }
        }
    }

    /// Why the data cannot be read here; `at` is where the value begins.
    #[cold]
    fn refuse(self, decoder: &Decoder<'_>, at: u64) -> Error {
        match self.plan.mismatch(self.id) {
            Some(mismatch) => mismatch.error().at_offset(at),
            None => self.unexpected(decoder, "a value"),
        }
    }

    /// A node that a type of the plan's reader does not expect.
    #[cold]
    #[doc(hidden)]
    pub fn unexpected(self, decoder: &Decoder<'_>, wanted: &'static str) -> Error {
        decoder
            .error(ErrorKind::Resolution, format!("the plan does not read {wanted} here; it was made for another type"))
    }

    /// Whether a primitive is read as a wider one here.
    #[inline]
    pub fn is_promotion(self) -> bool {
        matches!(self.node(), PlanNode::Promote { .. })
    }

    /// The steps of a record.
    #[inline]
    pub fn record(self, decoder: &Decoder<'_>) -> Result<&'p RecordPlan, Error> {
        match self.node() {
            PlanNode::Record(record) => Ok(record),
            _ => Err(self.unexpected(decoder, "a record")),
        }
    }

    /// Skips the field of the writer that a step of `record` is about. A step about a field of the reader's is none that its type
    /// knows.
    pub fn skip(self, step: Step, record: &RecordPlan, decoder: &mut Decoder<'_>) -> Result<(), Error> {
        match Jump::numbered(step.opcode.wrapping_sub(3 * record.fields())) {
            Some(jump) => jump.over(self.plan.writer(), NodeId(step.operand), decoder),
            None => Err(self.unexpected(decoder, "a record of these fields")),
        }
    }

    /// The items of an array with the least number of bytes they take.
    #[inline]
    pub fn items(self, decoder: &Decoder<'_>) -> Result<(Planned<'p>, usize), Error> {
        match self.node() {
            PlanNode::Array { items, width } => Ok((self.at(*items), *width)),
            _ => Err(self.unexpected(decoder, "an array")),
        }
    }

    /// The values of a map with the least number of bytes they take.
    #[inline]
    pub fn values(self, decoder: &Decoder<'_>) -> Result<(Planned<'p>, usize), Error> {
        match self.node() {
            PlanNode::Map { values, width } => Ok((self.at(*values), *width)),
            _ => Err(self.unexpected(decoder, "a map")),
        }
    }

    /// Reads a symbol of an enum as the index of the reader's symbol.
    pub fn symbol(self, decoder: &mut Decoder<'_>) -> Result<usize, Error> {
        let PlanNode::Enum { table, .. } = self.node() else { return Err(self.unexpected(decoder, "an enum")) };
        let at = decoder.offset();
        let written = decoder.read_symbol(table.len())?;
        match table.get(written).copied().flatten() {
            Some(index) => Ok(index as usize),
            None => Err(self.refuse(decoder, at)),
        }
    }

    /// Reads an `int` or `long` as a value of the reader's `long`, or of its `int` with a logical type: promoted, or a time
    /// in the reader's unit.
    #[inline]
    pub fn long(self, decoder: &mut Decoder<'_>) -> Result<i64, Error> {
        match self.node() {
            PlanNode::Promote { promotion: Promotion::IntToLong, .. } => Ok(decoder.read_int()?.into()),
            _ => self.converted(decoder),
        }
    }

    /// A time in the reader's unit.
    fn converted(self, decoder: &mut Decoder<'_>) -> Result<i64, Error> {
        match self.node() {
            PlanNode::Convert { conversion, writer, .. } => {
                let at = decoder.offset();
                let value = match self.plan.writer().node(*writer).kind {
                    Kind::Int => decoder.read_int()?.into(),
                    _ => decoder.read_long()?,
                };
                conversion.long(value).map_err(|error| error.at_offset(at))
            }
            _ => Err(self.unexpected(decoder, "a number")),
        }
    }

    /// Reads a number as a value of the reader's `float`.
    pub fn float(self, decoder: &mut Decoder<'_>) -> Result<f32, Error> {
        match self.node() {
            PlanNode::Promote { promotion: Promotion::IntToFloat, .. } => Ok(decoder.read_int()? as f32),
            PlanNode::Promote { promotion: Promotion::LongToFloat, .. } => Ok(decoder.read_long()? as f32),
            _ => Err(self.unexpected(decoder, "a number")),
        }
    }

    /// Reads a number as a value of the reader's `double`.
    pub fn double(self, decoder: &mut Decoder<'_>) -> Result<f64, Error> {
        match self.node() {
            PlanNode::Promote { promotion: Promotion::IntToDouble, .. } => Ok(decoder.read_int()?.into()),
            PlanNode::Promote { promotion: Promotion::LongToDouble, .. } => Ok(decoder.read_long()? as f64),
            PlanNode::Promote { promotion: Promotion::FloatToDouble, .. } => Ok(decoder.read_float()?.into()),
            _ => Err(self.unexpected(decoder, "a number")),
        }
    }

    /// Reads a decimal as the big-endian two's complement of its digits, in the reader's scale: as many bytes as the reader's
    /// fixed has, else as few as there can be.
    pub fn decimal(self, decoder: &mut Decoder<'_>) -> Result<Vec<u8>, Error> {
        match self.node() {
            PlanNode::Convert { conversion, writer, .. } => {
                let at = decoder.offset();
                let written = match &self.plan.writer().node(*writer).kind {
                    Kind::Fixed(fixed) => decoder.read_fixed_slice(fixed.size)?,
                    _ => decoder.read_bytes()?,
                };
                conversion.decimal(written).map_err(|error| error.at_offset(at))
            }
            _ => Err(self.unexpected(decoder, "a decimal")),
        }
    }
}
