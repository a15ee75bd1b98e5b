//! The rules that a type has to keep.

use crate::ctxt::Ctxt;
use crate::model::Entity;

pub(crate) fn judge(_ctxt: &Ctxt, _entity: &Entity<'_>) {}
