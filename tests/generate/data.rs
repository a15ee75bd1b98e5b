//! Random data of a schema, in the binary encoding: any number of blocks, with and without sizes, and text that is
//! UTF-8 even where the schema says `bytes`.

use super::Rng;
use avro_entity::schema::{Kind, NodeId};
use avro_entity::{Encoder, Schema};

/// The data of one schema.
pub struct Data<'s> {
    schema: &'s Schema,
    /// For each node how many levels its smallest datum has.
    heights: Vec<usize>,
}

/// More levels than any datum has here: there is no datum.
const ENDLESS: usize = 1_000;

/// More values than any smallest datum has here: a record that holds several of another that does so again soon has millions.
const MOST: usize = 10_000;

impl<'s> Data<'s> {
    /// `None` when the schema has no finite datum, or none of at most `MOST` values.
    pub fn new(schema: &'s Schema) -> Option<Data<'s>> {
        let heights = least(schema, ENDLESS, |fields| fields.max().unwrap_or(0));
        let values = least(schema, MOST, |fields| fields.sum());
        let root = schema.root().index();
        (heights[root] < ENDLESS && values[root] < MOST).then_some(Data { schema, heights })
    }

    pub fn datum(&self, rng: &mut Rng) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(rng, self.schema.root(), 6, &mut out);
        out
    }

    /// A value that is not much deeper than `depth`.
    fn write(&self, rng: &mut Rng, id: NodeId, depth: usize, out: &mut Vec<u8>) {
        let below = depth.saturating_sub(1);
        match &self.schema.node(id).kind {
            Kind::Null => {}
            Kind::Boolean => Encoder::new(out).write_boolean(rng.chance(50)),
            Kind::Int => Encoder::new(out).write_int(long(rng) as i32),
            Kind::Long => Encoder::new(out).write_long(long(rng)),
            Kind::Float => {
                Encoder::new(out).write_float(*rng.pick(&[0.0, -0.0, 1.5, f32::MAX, f32::NAN, f32::INFINITY]))
            }
            Kind::Double => Encoder::new(out).write_double(*rng.pick(&[0.0, -0.0, 0.1, f64::MIN, f64::NAN, -1e-300])),
            Kind::Bytes | Kind::String => {
                Encoder::new(out).write_str(rng.pick::<&str>(&["", "a", "\"é\\\n", "日本", "\u{1}\u{10ffff}"]))
            }
            Kind::Enum(symbols) => Encoder::new(out).write_index(rng.below(symbols.symbols.len()) as u32),
            Kind::Fixed(fixed) => (0..fixed.size).for_each(|_| out.push(rng.next() as u8 & 0x7f)),
            Kind::Array(items) => self.blocks(rng, *items, below, out, |rng, out| self.write(rng, *items, below, out)),
            Kind::Map(values) => self.blocks(rng, *values, below, out, |rng, out| {
                Encoder::new(out).write_str(&format!("k{}", rng.next() % 1_000_000));
                self.write(rng, *values, below, out);
            }),
            Kind::Union(branches) => {
                let fits = |index: &usize| self.heights[branches[*index].index()] <= depth;
                let fitting: Vec<usize> = (0..branches.len()).filter(fits).collect();
                let lowest = (0..branches.len()).min_by_key(|index| self.heights[branches[*index].index()]).unwrap();
                let index = if fitting.is_empty() { lowest } else { *rng.pick(&fitting) };
                Encoder::new(out).write_index(index as u32);
                self.write(rng, branches[index], depth, out);
            }
            Kind::Record(record) => {
                for field in &record.fields {
                    self.write(rng, field.schema, below, out);
                }
            }
        }
    }

    fn blocks(
        &self,
        rng: &mut Rng,
        items: NodeId,
        depth: usize,
        out: &mut Vec<u8>,
        mut item: impl FnMut(&mut Rng, &mut Vec<u8>),
    ) {
        let empty = depth == 0 || self.heights[items.index()] == ENDLESS;
        let blocks = if empty { 0 } else { rng.below(3) };
        for _ in 0..blocks {
            let count = 1 + rng.below(3);
            let mut block = Vec::new();
            (0..count).for_each(|_| item(rng, &mut block));
            if rng.chance(30) {
                Encoder::new(out).write_long(-(count as i64));
                Encoder::new(out).write_long(block.len() as i64);
            } else {
                Encoder::new(out).write_block(count);
            }
            out.append(&mut block);
        }
        Encoder::new(out).write_block(0);
    }
}

fn long(rng: &mut Rng) -> i64 {
    match rng.below(4) {
        0 => *rng.pick(&[0, -1, i64::MAX, i64::MIN, 1_000_000, 86_399_999]),
        _ => rng.next() as i64 >> rng.below(64),
    }
}

/// The least fixpoint, up to `end`: arrays and maps may be empty, a union takes its lowest branch, a record what `of_fields` makes of
/// those of its fields, and one more.
fn least(schema: &Schema, end: usize, of_fields: impl Fn(&mut dyn Iterator<Item = usize>) -> usize) -> Vec<usize> {
    let mut least = vec![end; schema.len()];
    loop {
        let before = least.clone();
        for (id, node) in schema.nodes() {
            let of_node = match &node.kind {
                Kind::Union(branches) => branches.iter().map(|branch| least[branch.index()]).min().unwrap_or(end),
                Kind::Record(record) => {
                    (of_fields(&mut record.fields.iter().map(|field| least[field.schema.index()])) + 1).min(end)
                }
                _ => 1,
            };
            least[id.index()] = of_node;
        }
        if least == before {
            return least;
        }
    }
}
