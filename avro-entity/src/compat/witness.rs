//! Data that show what a finding says: the least datum that comes to the place, its bytes, and what becomes of it.

use super::finding::{Outcome, Witness};
use super::judge::{Draft, Evidence, time};
use super::source::Sources;
use super::walk::{Side, Step, Walk};
use crate::generic::from_json;
use crate::resolve::{Mode, Plan, PlanId, PlanNode};
use crate::schema::{Kind, LogicalType, Node, NodeId, Schema};
use crate::wire::Decoder;
use serde_json::{Map, Value, json};

/// The witness of a draft; `None` where it has nothing to show, or no datum comes to the place.
pub(super) fn of(draft: &Draft, plan: &Plan, private: &Sources) -> Option<Witness> {
    let walk = Walk::new(plan);
    let (at, leaf) = match &draft.evidence {
        Evidence::None => return None,
        Evidence::Refused { at } => (*at, Leaf::Any),
        Evidence::RefusedSymbol { at, symbol } => (*at, Leaf::Symbol(*symbol)),
        Evidence::Misread { at } => (*at, Leaf::Telling),
        Evidence::Lost { at, written, .. } => (*at, Leaf::Field(*written)),
    };
    let datum = Making { walk: &walk, heights: Heights::of(plan), leaf }.datum(at)?;
    let bytes = from_json(plan.writer(), &datum).ok()?;
    let outcome = match &draft.evidence {
        Evidence::Refused { .. } | Evidence::RefusedSymbol { .. } => {
            Outcome::Error(plan.to_json(&mut Decoder::new(&bytes), Mode::Raw).err()?.to_string())
        }
        Evidence::Lost { at, written, read } => lost(&walk, *at, *written, *read)?,
        _ => misread(&walk, at, plan, &bytes)?,
    };
    let mut shown = datum;
    let is_masked = mask(plan.writer(), plan.writer().root(), &mut shown, private);
    Some(Witness { datum: shown, bytes: (!is_masked).then(|| hex(&bytes)), outcome })
}

/// What stands at the end of the way.
#[derive(Clone, Copy)]
enum Leaf {
    /// Whatever is least.
    Any,
    /// The symbol of this index.
    Symbol(usize),
    /// A value that is another one when it is read.
    Telling,
    /// A record in which this field has a value that is not its default.
    Field(usize),
}

struct Making<'w, 'p> {
    walk: &'w Walk<'p>,
    heights: Heights,
    leaf: Leaf,
}

impl Making<'_, '_> {
    /// The least datum of the writer that comes to a meeting.
    fn datum(&self, at: usize) -> Option<Value> {
        let mut chain = self.walk.chain(at);
        // For a field that the writer does not have, all is said by the record.
        if self.walk.meetings.get(at)?.is_field_without_source() {
            chain.pop();
        }
        let mut below = None;
        for (place, at) in chain.iter().enumerate().rev() {
            let meeting = self.walk.meetings.get(*at)?;
            let onward = chain.get(place + 1).and_then(|next| self.walk.meetings.get(*next)?.writer_step);
            let is_end = place + 1 == chain.len();
            below = Some(match below {
                None => self.end(*at)?,
                Some(inner) if onward.is_none() && !is_end => inner,
                Some(inner) => self.around(meeting.writer, meeting.plan, onward?, inner)?,
            });
        }
        below
    }

    /// The value at the end of the way.
    fn end(&self, at: usize) -> Option<Value> {
        let meeting = self.walk.meetings.get(at)?;
        let schema = self.writer();
        match (self.leaf, &schema.node(meeting.writer).kind) {
            (Leaf::Symbol(symbol), Kind::Enum(symbols)) => symbols.symbols.get(symbol).map(|symbol| json!(symbol)),
            (Leaf::Telling, _) => Some(telling(schema.node(meeting.writer))),
            (Leaf::Field(field), Kind::Record(record)) => {
                let value = unlike_default(schema, record.fields.get(field)?.schema)
                    .or_else(|| self.least(record.fields.get(field)?.schema, None, 0))?;
                self.around(meeting.writer, meeting.plan, Step::Field(field as u32), value)
            }
            _ => self.least(meeting.writer, meeting.plan, 0),
        }
    }

    /// The value of a type in which `inner` is one step down, and everything else is the least that can be read.
    fn around(&self, node: NodeId, plan: Option<PlanId>, step: Step, inner: Value) -> Option<Value> {
        let schema = self.writer();
        Some(match (step, &schema.node(node).kind) {
            (Step::Items, _) => json!([inner]),
            (Step::Values, _) => json!({ "key": inner }),
            (Step::Branch(index), Kind::Union(branches)) => wrapped(schema, *branches.get(index as usize)?, inner),
            (Step::Field(index), Kind::Record(record)) => {
                let plans = self.field_plans(plan, record.fields.len());
                let mut members = Map::new();
                for (place, field) in record.fields.iter().enumerate() {
                    let value = match place == index as usize {
                        true => inner.clone(),
                        false => self.least(field.schema, plans.get(place).copied().flatten(), 0)?,
                    };
                    members.insert(field.name.clone(), value);
                }
                members.into()
            }
            _ => return None,
        })
    }

    /// The plans of the writer's fields.
    fn field_plans(&self, plan: Option<PlanId>, fields: usize) -> Vec<Option<PlanId>> {
        use crate::resolve::Action;
        let Some(PlanNode::Record(record)) = plan.map(|id| self.walk.plan.node(id)) else { return Vec::new() };
        let reading = record.actions().filter(|action| !matches!(action, Action::Default { .. }));
        let plans: Vec<Option<PlanId>> = reading
            .map(|action| match action {
                Action::Through { node, .. } => Some(node),
                _ => None,
            })
            .collect();
        let failing = plans.len().saturating_sub(fields);
        plans.into_iter().skip(failing).collect()
    }

    /// The least value of a writer's type: one that can be read, where there is one.
    fn least(&self, node: NodeId, plan: Option<PlanId>, depth: u32) -> Option<Value> {
        if depth > DEPTH {
            return None;
        }
        let schema = self.writer();
        let plan = plan.filter(|id| self.heights.is_read(*id));
        let node_plan = plan.map(|id| self.walk.plan.node(id));
        Some(match &schema.node(node).kind {
            Kind::Null => Value::Null,
            Kind::Boolean => json!(false),
            Kind::Int | Kind::Long => json!(0),
            Kind::Float | Kind::Double => json!(0.0),
            Kind::Bytes | Kind::String => json!(""),
            Kind::Fixed(fixed) => json!("\0".repeat(fixed.size.min(FIXED))),
            Kind::Array(_) => json!([]),
            Kind::Map(_) => json!({}),
            Kind::Enum(symbols) => {
                let known = match node_plan {
                    Some(PlanNode::Enum { table, .. }) => table.iter().position(Option::is_some),
                    _ => None,
                };
                json!(symbols.symbols.get(known.unwrap_or(0))?)
            }
            Kind::Union(branches) => {
                let plans = match node_plan {
                    Some(PlanNode::WriterUnion { branches, .. }) => &**branches,
                    _ => &[],
                };
                let (index, branch) = self.least_branch(branches, plans)?;
                wrapped(schema, branch, self.least(branch, plans.get(index).copied(), depth + 1)?)
            }
            Kind::Record(record) => {
                let plans = match node_plan {
                    // The value goes to a branch of the reader's union, which has the plan of its fields.
                    Some(PlanNode::ReaderUnion { inner, .. }) => self.field_plans(Some(*inner), record.fields.len()),
                    _ => self.field_plans(plan, record.fields.len()),
                };
                let mut members = Map::new();
                for (place, field) in record.fields.iter().enumerate() {
                    let inner = plans.get(place).copied().flatten();
                    members.insert(field.name.clone(), self.least(field.schema, inner, depth + 1)?);
                }
                members.into()
            }
        })
    }

    /// The branch whose values are the least deep among those that are read, or else among all.
    fn least_branch(&self, branches: &[NodeId], plans: &[PlanId]) -> Option<(usize, NodeId)> {
        let read = branches
            .iter()
            .copied()
            .enumerate()
            .filter(|(index, _)| plans.get(*index).is_some_and(|plan| self.heights.is_read(*plan)));
        let best = read.min_by_key(|(index, _)| plans.get(*index).map(|plan| self.heights.of_plan(*plan)));
        best.or_else(|| branches.iter().copied().enumerate().min_by_key(|(_, node)| self.heights.of_node(*node)))
    }

    fn writer(&self) -> &Schema {
        self.walk.schema(Side::Writer)
    }
}

/// How deep the least value may be before there is no witness.
const DEPTH: u32 = 200;

/// How many bytes of a fixed a witness shows at most; a larger one has none.
const FIXED: usize = 1 << 16;

/// How deep the least values are: of the writer's types, and of those that the nodes of a plan read.
struct Heights {
    nodes: Vec<u32>,
    plan: Vec<u32>,
}

/// What has no value that ends.
const ENDLESS: u32 = u32::MAX;

impl Heights {
    fn of(plan: &Plan) -> Heights {
        let writer = plan.writer();
        let types: Vec<&Node> = writer.nodes().map(|(_, node)| node).collect();
        let mut nodes = vec![ENDLESS; types.len()];
        settle(&mut nodes, |nodes, index| {
            let node = types.get(index)?;
            let of = |id: &NodeId| nodes.get(id.index()).copied().unwrap_or(ENDLESS);
            Some(match &node.kind {
                Kind::Record(record) => above(record.fields.iter().map(|field| of(&field.schema)).max().unwrap_or(0)),
                Kind::Union(branches) => above(branches.iter().map(of).min().unwrap_or(ENDLESS)),
                _ => 0,
            })
        });
        let kinds: Vec<&PlanNode> = plan.nodes().map(|(_, node)| node).collect();
        let mut heights = vec![ENDLESS; kinds.len()];
        settle(&mut heights, |heights, index| {
            let of = |id: &PlanId| heights.get(id.index()).copied().unwrap_or(ENDLESS);
            Some(match kinds.get(index)? {
                PlanNode::Same { writer, .. } => nodes.get(writer.index()).copied().unwrap_or(ENDLESS),
                PlanNode::Enum { table, .. } if table.iter().all(Option::is_none) => ENDLESS,
                PlanNode::Record(record) => {
                    use crate::resolve::Action;
                    let through = |action| match action {
                        Action::Through { node, .. } => Some(of(&node)),
                        _ => None,
                    };
                    above(record.actions().filter_map(through).max().unwrap_or(0))
                }
                PlanNode::WriterUnion { branches, .. } => above(branches.iter().map(of).min().unwrap_or(ENDLESS)),
                PlanNode::ReaderUnion { inner, .. } => of(inner),
                PlanNode::Mismatch => ENDLESS,
                _ => 0,
            })
        });
        Heights { nodes, plan: heights }
    }

    fn of_node(&self, id: NodeId) -> u32 {
        self.nodes.get(id.index()).copied().unwrap_or(ENDLESS)
    }

    fn of_plan(&self, id: PlanId) -> u32 {
        self.plan.get(id.index()).copied().unwrap_or(ENDLESS)
    }

    fn is_read(&self, id: PlanId) -> bool {
        self.of_plan(id) != ENDLESS
    }
}

fn above(height: u32) -> u32 {
    if height == ENDLESS { ENDLESS } else { height.saturating_add(1) }
}

/// Lowers every height to what its parts allow, until none changes.
fn settle(heights: &mut [u32], height: impl Fn(&[u32], usize) -> Option<u32>) {
    let mut changed = true;
    while changed {
        changed = false;
        for index in (0..heights.len()).rev() {
            let new = height(heights, index);
            if let (Some(slot), Some(new)) = (heights.get_mut(index), new)
                && new < *slot
            {
                *slot = new;
                changed = true;
            }
        }
    }
}

/// A value of a union as the JSON encoding writes it.
fn wrapped(schema: &Schema, branch: NodeId, value: Value) -> Value {
    let node = schema.node(branch);
    if node.kind == Kind::Null {
        return Value::Null;
    }
    let name = node.name().map_or(node.kind.type_name(), |name| name.full());
    Value::Object(Map::from_iter([(name.to_owned(), value)]))
}

/// The instant 2020-01-01T00:00:00Z in seconds, and noon of a day.
const INSTANT: i64 = 1_577_836_800;
const NOON: i64 = 12 * 3600;

/// A value of a logical type that is another one in another unit, scale or type.
fn telling(node: &Node) -> Value {
    match node.logical {
        Some(LogicalType::Date) => json!(INSTANT / 86_400),
        Some(LogicalType::Decimal { .. }) => match &node.kind {
            Kind::Fixed(fixed) => json!(format!("{}{{", "\0".repeat(fixed.size.clamp(1, FIXED) - 1))),
            _ => json!("{"),
        },
        Some(LogicalType::BigDecimal) => json!("\u{2}{\u{4}"),
        Some(LogicalType::Uuid) if node.kind == Kind::String => json!("00000000-0000-0000-0000-000000000001"),
        Some(logical) => match time(logical) {
            Some(time) => json!(if time.is_of_day { NOON } else { INSTANT } * 10i64.pow(time.unit)),
            None => fixed_of_ones(node),
        },
        None => fixed_of_ones(node),
    }
}

fn fixed_of_ones(node: &Node) -> Value {
    match &node.kind {
        Kind::Fixed(fixed) => json!("\u{1}".repeat(fixed.size.min(FIXED))),
        Kind::String | Kind::Bytes => json!("a"),
        _ => json!(1),
    }
}

/// A value of a type that is hardly anybody's default.
fn unlike_default(schema: &Schema, id: NodeId) -> Option<Value> {
    Some(match &schema.node(id).kind {
        Kind::Boolean => json!(true),
        Kind::Int | Kind::Long => json!(7),
        Kind::Float | Kind::Double => json!(7.5),
        Kind::String | Kind::Bytes => json!("seven"),
        Kind::Union(branches) => {
            let values = |branch: &NodeId| Some(wrapped(schema, *branch, unlike_default(schema, *branch)?));
            branches.iter().find_map(values)?
        }
        Kind::Enum(symbols) => json!(symbols.symbols.last()?),
        _ => return None,
    })
}

/// What a decoder makes of the value at a meeting: as it is, and converted.
fn misread(walk: &Walk<'_>, at: usize, plan: &Plan, bytes: &[u8]) -> Option<Outcome> {
    let meeting = walk.meetings.get(at)?;
    let (written, read) = (plan.writer().node(meeting.writer), plan.reader().node(meeting.reader));
    let value = telling(written);
    let wrote = meaning(written, &value);
    let ignoring = meaning(read, &value);
    let converting = match plan.to_json(&mut Decoder::new(bytes), Mode::Convert) {
        Err(error) => format!("error: {error}"),
        Ok(datum) => follow(walk, at, &datum).map_or_else(|| ignoring.clone(), |leaf| meaning(read, leaf)),
    };
    Some(Outcome::Read { wrote, ignoring, converting })
}

/// The value at a meeting in a datum that was read.
fn follow<'v>(walk: &Walk<'_>, at: usize, datum: &'v Value) -> Option<&'v Value> {
    let schema = walk.schema(Side::Reader);
    let mut value = datum;
    let mut node = schema.root();
    for meeting in walk.chain(at).into_iter().filter_map(|at| walk.meetings.get(at)) {
        value = match (meeting.reader_step, &schema.node(node).kind) {
            (None, _) => value,
            (Some(Step::Field(index)), Kind::Record(record)) => value.get(&record.fields.get(index as usize)?.name)?,
            (Some(Step::Items), _) => value.get(0)?,
            (Some(Step::Values), _) => value.get("key")?,
            (Some(Step::Branch(_)), _) => value.as_object()?.values().next()?,
            _ => return None,
        };
        node = meeting.reader;
    }
    Some(value)
}

/// A value of a field that is skipped, and the default that is read in its place.
fn lost(walk: &Walk<'_>, at: usize, written: usize, read: usize) -> Option<Outcome> {
    let meeting = walk.meetings.get(at)?;
    let field = |side: Side, index: usize| match &walk.schema(side).node(meeting.node(side)).kind {
        Kind::Record(record) => record.fields.get(index),
        _ => None,
    };
    let (from, to) = (field(Side::Writer, written)?, field(Side::Reader, read)?);
    let schema = walk.schema(Side::Writer);
    let value = unlike_default(schema, from.schema).map_or_else(|| "a value".to_owned(), |value| value.to_string());
    let default = to.default.as_ref()?;
    let ignoring = format!("`{}` = {default}", to.name);
    Some(Outcome::Read { wrote: format!("`{}` = {value}", from.name), converting: ignoring.clone(), ignoring })
}

/// What a value means under its logical type.
fn meaning(node: &Node, value: &Value) -> String {
    let number = value.as_i64();
    match (node.logical, number) {
        (Some(LogicalType::Decimal { scale, .. }), _) => {
            let digits = value
                .as_str()
                .map_or(0, |text| text.chars().fold(0i64, |sum, digit| sum * 256 + i64::from(u32::from(digit))));
            point(digits, scale)
        }
        (Some(LogicalType::Date), Some(days)) => format!("date {}", moment::date(days)),
        (Some(logical), Some(value)) => match time(logical) {
            Some(time) if time.is_of_day => moment::of_day(value, time.unit),
            Some(time) => moment::timestamp(value, time.unit),
            None => format!("{} {value}", logical.name()),
        },
        (Some(logical), None) => format!("{} {value}", logical.name()),
        (None, _) => value.to_string(),
    }
}

/// A whole number with the decimal point `scale` digits from its end.
fn point(digits: i64, scale: u32) -> String {
    let text = format!("{digits:0>width$}", width = scale as usize + 1);
    match text.split_at_checked(text.len() - scale as usize) {
        Some((whole, "")) => whole.to_owned(),
        Some((whole, part)) => format!("{whole}.{part}"),
        None => text,
    }
}

/// Times as people write them.
mod moment {
    /// Days since 1970-01-01 as a date of the Gregorian calendar.
    pub(super) fn date(days: i64) -> String {
        // Days since 0000-03-01, so that a leap day is the last of its year, in eras of 400 years.
        let days = days + 719_468;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day_of_month = day - (153 * month + 2) / 5 + 1;
        let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        format!("{:04}-{month:02}-{day_of_month:02}", year + era * 400 + carry)
    }

    /// Units after midnight.
    pub(super) fn of_day(value: i64, unit: u32) -> String {
        let factor = 10i64.pow(unit);
        let (seconds, rest) = (value.div_euclid(factor), value.rem_euclid(factor));
        let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        if rest == 0 { clock } else { format!("{clock}.{rest:0width$}", width = unit as usize) }
    }

    /// Units since 1970-01-01T00:00:00.
    pub(super) fn timestamp(value: i64, unit: u32) -> String {
        let day = 86_400 * 10i64.pow(unit);
        format!("{}T{}", date(value.div_euclid(day)), of_day(value.rem_euclid(day), unit))
    }
}

/// Takes private fields out of a datum; whether there were any.
fn mask(schema: &Schema, id: NodeId, value: &mut Value, private: &Sources) -> bool {
    match (&schema.node(id).kind, value) {
        (Kind::Record(record), Value::Object(members)) => {
            let mut masked = false;
            for field in &record.fields {
                if private.is_private(record.name.full(), &field.name) {
                    masked |= members.shift_remove(&field.name).is_some();
                } else if let Some(member) = members.get_mut(&field.name) {
                    masked |= mask(schema, field.schema, member, private);
                }
            }
            masked
        }
        (Kind::Array(items), Value::Array(values)) => {
            values.iter_mut().fold(false, |masked, value| mask(schema, *items, value, private) | masked)
        }
        (Kind::Map(values), Value::Object(members)) => {
            members.values_mut().fold(false, |masked, value| mask(schema, *values, value, private) | masked)
        }
        (Kind::Union(branches), Value::Object(members)) => {
            let Some((name, value)) = members.iter_mut().next() else { return false };
            let is_named = |id: &&NodeId| {
                let node = schema.node(**id);
                node.name().map_or(node.kind.type_name(), |name| name.full()) == name
            };
            branches.iter().find(is_named).is_some_and(|branch| mask(schema, *branch, value, private))
        }
        _ => false,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates_of_the_calendar() {
        for (days, date) in [
            (0, "1970-01-01"),
            (18_262, "2020-01-01"),
            (11_016, "2000-02-29"),
            (-1, "1969-12-31"),
            (-719_528, "0000-01-01"),
        ] {
            assert_eq!(moment::date(days), date);
        }
    }

    #[test]
    fn times_are_read_in_their_unit() {
        assert_eq!(moment::timestamp(1_577_836_800_000, 3), "2020-01-01T00:00:00");
        assert_eq!(moment::timestamp(1_577_836_800_000, 6), "1970-01-19T06:17:16.800000");
        assert_eq!(moment::timestamp(-1, 3), "1969-12-31T23:59:59.999");
        assert_eq!(moment::of_day(43_200_000, 3), "12:00:00");
    }

    #[test]
    fn the_point_is_put_where_the_scale_says() {
        assert_eq!(
            (point(123, 2), point(123, 3), point(123, 0), point(0, 1)),
            ("1.23".into(), "0.123".into(), "123".into(), "0.0".into())
        );
    }
}
