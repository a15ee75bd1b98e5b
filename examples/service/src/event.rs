//! What happens, as messages on a topic.

use avro_entity::AvroEntity;

/// Somebody signed in.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(root, namespace = crate::NAMESPACE)]
pub struct SignedIn {
    pub account: i64,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    pub device: Option<String>,
}
