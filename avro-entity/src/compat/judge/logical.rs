//! Logical types that differ: the same bytes, another meaning.

use super::{Draft, Evidence, OwnedSpot, Pair};
use crate::compat::level::Direction;
use crate::compat::rule;
use crate::compat::walk::{Meeting, Side};
use crate::resolve::{PlanNode, Promotion};
use crate::schema::{Edit, Kind, LogicalType, Node};

pub(super) fn judge(pair: &Pair<'_>, at: usize, meeting: &Meeting, drafts: &mut Vec<Draft>) {
    if matches!(pair.plan_node(meeting), Some(PlanNode::Mismatch)) {
        return;
    }
    promotion(pair, at, meeting, drafts);
    let (old, new) = (pair.node(meeting, pair.old_side()), pair.node(meeting, pair.new_side()));
    if old.logical == new.logical || matches!(old.kind, Kind::Union(_)) || matches!(new.kind, Kind::Union(_)) {
        return;
    }
    match (old.logical, new.logical) {
        (Some(from), Some(to)) => both(pair, at, meeting, (from, to), drafts),
        (Some(from), None) => {
            let message = format!("`{}` became a plain `{}`", from.name(), new.kind.type_name());
            drafts.push(pair.draft(&rule::LOGICAL_TYPE_REMOVED, at, message));
        }
        (None, Some(to)) => {
            let message = format!("a plain `{}` became `{}`", old.kind.type_name(), to.name());
            drafts.push(pair.draft(&rule::LOGICAL_TYPE_ADDED, at, message));
        }
        (None, None) => {}
    }
}

fn both(
    pair: &Pair<'_>,
    at: usize,
    meeting: &Meeting,
    (from, to): (LogicalType, LogicalType),
    drafts: &mut Vec<Draft>,
) {
    let message = format!("{} became {}", described(from), described(to));
    let misread = |rule| pair.draft(rule, at, message.clone()).with_evidence(Evidence::Misread { at });
    let new = meeting.node(pair.new_side());
    if let (LogicalType::Decimal { precision, scale }, LogicalType::Decimal { precision: other, scale: other_scale }) =
        (from, to)
    {
        let fix = Edit::Properties(new, vec![("precision", precision.max(other).into()), ("scale", scale.into())]);
        if scale != other_scale {
            drafts.push(misread(&rule::DECIMAL_SCALE_CHANGED).with_fixes([fix]));
        } else if reads_fewer_digits(pair, meeting) {
            drafts.push(pair.draft(&rule::DECIMAL_PRECISION_NARROWED, at, message).with_fixes([fix]));
        }
        return;
    }
    match (from.time(), to.time()) {
        (Some(one), Some(other)) if one.is_of_day == other.is_of_day => {
            if one.unit != other.unit {
                let fix = keeps_its_kind(pair, meeting)
                    .then(|| Edit::Properties(new, vec![("logicalType", from.name().into())]));
                drafts.push(misread(&rule::TIMESTAMP_UNIT_CHANGED).with_fixes(fix));
            }
            if one.is_local != other.is_local {
                drafts.push(pair.draft(&rule::TIMESTAMP_LOCAL_UTC_SWAPPED, at, message));
            }
        }
        _ => drafts.push(misread(&rule::LOGICAL_TYPE_SWAPPED)),
    }
}

fn reads_fewer_digits(pair: &Pair<'_>, meeting: &Meeting) -> bool {
    let precision = |side| match pair.node(meeting, side).logical {
        Some(LogicalType::Decimal { precision, .. }) => precision,
        _ => 0,
    };
    precision(Side::Reader) < precision(Side::Writer)
}

/// Whether both types stand on the same primitive type, so that the old logical type has a place on the new one.
fn keeps_its_kind(pair: &Pair<'_>, meeting: &Meeting) -> bool {
    pair.node(meeting, Side::Writer).kind == pair.node(meeting, Side::Reader).kind
}

/// A logical type in a message: `` `decimal(9, 2)` ``.
fn described(logical: LogicalType) -> String {
    match logical {
        LogicalType::Decimal { precision, scale } => format!("`decimal({precision}, {scale})`"),
        other => format!("`{}`", other.name()),
    }
}

/// Promotions that some values do not survive.
fn promotion(pair: &Pair<'_>, at: usize, meeting: &Meeting, drafts: &mut Vec<Draft>) {
    let Some(PlanNode::Promote { promotion, .. }) = pair.plan_node(meeting) else { return };
    let name = |node: &Node| node.kind.type_name();
    let (written, read) = (name(pair.node(meeting, Side::Writer)), name(pair.node(meeting, Side::Reader)));
    let rule = match promotion {
        Promotion::IntToFloat | Promotion::LongToFloat | Promotion::LongToDouble => &rule::LOSSY_PROMOTION,
        Promotion::BytesToString => &rule::BYTES_TO_STRING,
        _ => return,
    };
    let message = match pair.direction {
        Direction::Backward => format!("older data of `{written}` are read as `{read}`"),
        Direction::Forward => format!("older code reads `{written}` as `{read}`"),
    };
    drafts.push(pair.draft(rule, at, message));
}

impl OwnedSpot {
    /// The field that the spot is, with its record.
    pub(in crate::compat) fn as_field(&self) -> Option<(crate::schema::NodeId, usize)> {
        match self {
            OwnedSpot::Field(record, field) => Some((*record, *field)),
            _ => None,
        }
    }
}
