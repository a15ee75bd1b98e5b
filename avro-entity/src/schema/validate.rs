//! What makes a schema valid.

use super::graph::Schema;
use crate::error::Error;

pub(super) fn strict(_schema: &Schema) -> Vec<Error> {
    Vec::new()
}
