//! Default values: between JSON, in the form the specification gives for defaults, and the binary encoding.

use super::graph::{Node, NodeId};
use crate::error::Error;
use crate::wire::Encoder;

pub(super) fn settle(
    _nodes: &mut [Node],
    _record: NodeId,
    _field: usize,
    _encode: fn(&mut Encoder<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    Ok(())
}
