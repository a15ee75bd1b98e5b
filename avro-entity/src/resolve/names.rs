//! When the names of two types match.

use crate::schema::Node;

/// Whether a writer's named type may be read as the reader's type of the same kind.
///
/// ```text
/// writer  {"type": "record", "name": "net.example.Order"}
/// reader  {"type": "record", "name": "com.example.Order"}                                     by the unqualified name
/// reader  {"type": "record", "name": "com.example.Purchase", "aliases": ["net.example.Order"]}   by an alias
/// reader  {"type": "record", "name": "net.example.Purchase", "aliases": ["Order"]}               the same, written short
/// ```
///
/// Aliases of the writer's schema play no part.
pub(super) fn matches(writer: &Node, reader: &Node) -> bool {
    match (writer.name(), reader.name()) {
        (Some(written), Some(read)) => written.simple() == read.simple() || reader.aliases().contains(written),
        (None, None) => true,
        _ => false,
    }
}
