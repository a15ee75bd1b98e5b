//! How many bytes a value takes at least, so that a count is checked against the input before anything is allocated for
//! it.

use super::graph::{Kind, NodeId, Schema};

/// What the values of a node take on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Width {
    /// The least number of bytes; `usize::MAX` when it is more than that.
    pub(crate) least: usize,
    /// How many fields of a record take no byte, beyond those that its bytes pay for. They count as empty items: the
    /// schema `R1 = {a: R0, b: R0}`, `R2 = {a: R1, b: R1}`, … with an empty record `R0` has values of no byte and 2^n
    /// parts.
    pub(crate) unpaid: u64,
}

impl Schema {
    /// The least number of bytes that a datum takes.
    pub(crate) fn least(&self) -> usize {
        self.width(self.root()).least
    }

    /// The width of a node, computed for all nodes at the first call.
    pub(crate) fn width(&self, id: NodeId) -> Width {
        let widths = self.0.widths.get_or_init(|| measure(self));
        widths.get(id.index()).copied().unwrap_or_default()
    }
}

/// A record whose fields are being added up.
struct Open {
    id: NodeId,
    next: usize,
    width: Width,
}

/// Adds up records from the inside out, with a stack of its own: records can nest as deep as there are names. A record
/// inside itself adds nothing, since it has no finite value.
fn measure(schema: &Schema) -> Box<[Width]> {
    let mut widths: Vec<Option<Width>> = schema.nodes().map(|(_, node)| of_kind(&node.kind)).collect();
    let mut entered = vec![false; widths.len()];
    for (id, _) in schema.nodes() {
        let mut open = enter(id, &widths, &mut entered);
        let mut stack: Vec<Open> = Vec::new();
        while let Some(mut record) = open.take().or_else(|| stack.pop()) {
            let Kind::Record(definition) = &schema.node(record.id).kind else { continue };
            let Some(field) = definition.fields.get(record.next) else {
                record.width.unpaid = record.width.unpaid.saturating_sub(record.width.least as u64);
                if let Some(slot) = widths.get_mut(record.id.index()) {
                    *slot = Some(record.width);
                }
                continue;
            };
            open = enter(field.schema, &widths, &mut entered);
            if open.is_none() {
                let inner = widths.get(field.schema.index()).copied().flatten().unwrap_or_default();
                record.width.least = record.width.least.saturating_add(inner.least);
                record.width.unpaid += u64::from(inner.least == 0);
                record.next += 1;
            }
            stack.push(record);
        }
    }
    widths.into_iter().map(Option::unwrap_or_default).collect()
}

/// The record `id`, unless it is measured or being measured.
fn enter(id: NodeId, widths: &[Option<Width>], entered: &mut [bool]) -> Option<Open> {
    let entered = entered.get_mut(id.index())?;
    let known = std::mem::replace(entered, true) || widths.get(id.index())?.is_some();
    (!known).then(|| Open { id, next: 0, width: Width::default() })
}

/// The width of all kinds but records.
fn of_kind(kind: &Kind) -> Option<Width> {
    let least = match kind {
        Kind::Record(_) => return None,
        Kind::Null => 0,
        Kind::Float => 4,
        Kind::Double => 8,
        Kind::Fixed(fixed) => fixed.size,
        Kind::Boolean | Kind::Int | Kind::Long | Kind::Bytes | Kind::String | Kind::Enum(_) => 1,
        Kind::Array(_) | Kind::Map(_) | Kind::Union(_) => 1,
    };
    Some(Width { least, unpaid: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Field, Name, Node, Record};

    /// A schema of these nodes; a list stands for a record of fields of these nodes. The last node is the root.
    fn schema(kinds: Vec<Result<Kind, Vec<u32>>>) -> Schema {
        let field = |(index, node): (usize, &u32)| Field {
            name: format!("f{index}"),
            aliases: Box::default(),
            doc: None,
            schema: NodeId(*node),
            default: None,
            order: None,
            properties: Default::default(),
            position: None,
        };
        let record = |index: usize, fields: Vec<u32>| {
            let fields = fields.iter().enumerate().map(field).collect();
            let name = Name::lenient(&format!("R{index}"), None);
            Kind::Record(Box::new(Record { name, aliases: Box::default(), doc: None, fields, is_error: false }))
        };
        let nodes: Vec<Node> = kinds
            .into_iter()
            .enumerate()
            .map(|(index, kind)| Node::plain(kind.unwrap_or_else(|fields| record(index, fields))))
            .collect();
        let root = NodeId(nodes.len() as u32 - 1);
        Schema::assemble(nodes.into(), root, Default::default(), Vec::new()).unwrap()
    }

    fn width(kinds: Vec<Result<Kind, Vec<u32>>>) -> (usize, u64) {
        let schema = schema(kinds);
        let Width { least, unpaid } = schema.width(schema.root());
        (least, unpaid)
    }

    #[test]
    fn a_record_takes_the_sum_of_its_fields_wherever_they_are_defined() {
        let nodes = vec![Err(vec![2, 3]), Err(vec![0, 1, 0]), Ok(Kind::Double), Ok(Kind::Null), Err(vec![0, 2])];
        assert_eq!(width(nodes), (16, 0));
    }

    #[test]
    fn a_record_directly_in_itself_is_measured_and_adds_nothing() {
        assert_eq!(width(vec![Ok(Kind::Int), Err(vec![0, 1])]), (1, 0));
    }

    #[test]
    fn fields_without_bytes_are_counted_beyond_the_bytes_beside_them() {
        assert_eq!(width(vec![Ok(Kind::Int), Ok(Kind::Null), Err(vec![0, 1, 1, 1])]), (1, 2));
    }

    #[test]
    fn a_chain_of_records_as_deep_as_a_schema_may_be_is_measured() {
        let chain = (0..256).map(|index: u32| Err(index.checked_sub(1).into_iter().collect()));
        assert_eq!(width(chain.collect()), (0, 1));
        let doubled = (0..100).map(|index: u32| match index.checked_sub(1) {
            None => Ok(Kind::Long),
            Some(inner) => Err(vec![inner, inner]),
        });
        assert_eq!(width(doubled.collect()), (usize::MAX, 0));
    }
}
