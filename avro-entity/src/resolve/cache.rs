//! Plans that are made once and shared.
//!
//! Letter to the next reader. Schemas come from elsewhere, so that whoever sends many and large ones decides what is kept, unless
//! the cache does. It counts plans and weighs them, each once, when it is added: nothing is added to a plan that was found.

use super::compile::resolve;
use super::plan::Plan;
use crate::schema::Schema;
use std::collections::{HashMap, VecDeque};
use std::sync::{PoisonError, RwLock};

/// Plans by the schemas they are for, shared between threads.
///
/// A plan is found by the resolution fingerprints of both schemas and then by the whole schemas: two schemas that read
/// differently never share a plan, whatever their fingerprints are.
///
/// # What it holds
///
/// At most 1,024 plans of 64 MiB together, their schemas included, unless it is told otherwise: where one more does not fit, those
/// that were added first make room. A plan that takes more than a quarter of that is made anew whenever it is asked for, so
/// that one large schema does not drive out all others. Plans that read no data are held like others, since the next message is
/// as likely to be of the same schema. Bytes are counted roughly.
///
/// ```
/// use avro_entity::{AvroSchema, resolve::PlanCache};
/// let plans = PlanCache::new();
/// let plan = plans.get(i32::schema(), i64::schema());
/// assert!(plans.get(i32::schema(), i64::schema()).same(&plan));
/// ```
#[derive(Debug)]
pub struct PlanCache {
    plans: RwLock<Plans>,
    capacity: usize,
    bytes: usize,
}

type Key = ([u8; 32], [u8; 32]);

#[derive(Debug, Default)]
struct Plans {
    found: HashMap<Key, Vec<Plan>>,
    /// The keys and weights in the order in which their plans were added.
    order: VecDeque<(Key, usize)>,
    /// The sum of the weights.
    bytes: usize,
}

/// How many plans a cache holds unless it is told otherwise.
const CAPACITY: usize = 1024;

/// How many bytes they take together unless it is told otherwise.
const BYTES: usize = 64 << 20;

/// One plan may take this part of the bytes: a quarter, which is about a megabyte of schema text.
const LARGEST: usize = 4;

impl PlanCache {
    /// A cache for 1,024 plans of 64 MiB together.
    pub fn new() -> PlanCache {
        PlanCache::with_capacity(CAPACITY)
    }

    /// A cache for so many plans, and at least one, of 64 MiB together.
    pub fn with_capacity(capacity: usize) -> PlanCache {
        PlanCache { plans: RwLock::default(), capacity: capacity.max(1), bytes: BYTES }
    }

    /// The same cache for plans that take so many bytes together, their schemas included.
    ///
    /// ```
    /// use avro_entity::{AvroSchema, resolve::PlanCache};
    /// let plans = PlanCache::new().with_bytes(1 << 10);
    /// plans.get(i32::schema(), i64::schema());
    /// assert!(plans.is_empty(), "a plan takes more than a quarter of a kilobyte");
    /// ```
    #[must_use]
    pub fn with_bytes(self, bytes: usize) -> PlanCache {
        PlanCache { bytes, ..self }
    }

    /// The plan to read data of `writer` under `reader`; it is made when it is not there.
    pub fn get(&self, writer: &Schema, reader: &Schema) -> Plan {
        self.find(writer, reader).unwrap_or_else(|| self.keep(resolve(writer, reader)))
    }

    /// The plan to read data of `writer` under `reader`, when it is there.
    pub(crate) fn find(&self, writer: &Schema, reader: &Schema) -> Option<Plan> {
        self.plans.read().unwrap_or_else(PoisonError::into_inner).find(&key(writer, reader), writer, reader)
    }

    /// Adds a plan and gives it back; the one that another thread has added for the same schemas when there is one.
    pub(crate) fn keep(&self, plan: Plan) -> Plan {
        let weight = plan.footprint();
        if weight > self.bytes / LARGEST {
            return plan;
        }
        self.plans.write().unwrap_or_else(PoisonError::into_inner).add(plan, weight, self.capacity, self.bytes)
    }

    /// How many plans there are.
    pub fn len(&self) -> usize {
        self.plans.read().unwrap_or_else(PoisonError::into_inner).order.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// About how many bytes the plans take together, their schemas included.
    ///
    /// ```
    /// use avro_entity::{AvroSchema, resolve::PlanCache};
    /// let plans = PlanCache::new();
    /// assert_eq!(plans.bytes(), 0);
    /// plans.get(i32::schema(), i64::schema());
    /// assert!((100..10_000).contains(&plans.bytes()));
    /// ```
    pub fn bytes(&self) -> usize {
        self.plans.read().unwrap_or_else(PoisonError::into_inner).bytes
    }
}

impl Default for PlanCache {
    fn default() -> PlanCache {
        PlanCache::new()
    }
}

fn key(writer: &Schema, reader: &Schema) -> Key {
    (writer.resolution_fingerprint(), reader.resolution_fingerprint())
}

impl Plans {
    fn find(&self, key: &Key, writer: &Schema, reader: &Schema) -> Option<Plan> {
        let equal = |known: &Schema, schema: &Schema| known.same(schema) || known == schema;
        let plans = self.found.get(key)?;
        plans.iter().find(|plan| equal(plan.writer(), writer) && equal(plan.reader(), reader)).cloned()
    }

    /// Adds a plan, unless another thread has added one for the same schemas.
    fn add(&mut self, plan: Plan, weight: usize, capacity: usize, bytes: usize) -> Plan {
        let key = key(plan.writer(), plan.reader());
        if let Some(known) = self.find(&key, plan.writer(), plan.reader()) {
            return known;
        }
        while self.order.len() >= capacity || self.bytes.saturating_add(weight) > bytes {
            let Some((oldest, freed)) = self.order.pop_front() else { break };
            self.bytes = self.bytes.saturating_sub(freed);
            if let Some(plans) = self.found.get_mut(&oldest) {
                plans.remove(0);
                if plans.is_empty() {
                    self.found.remove(&oldest);
                }
            }
        }
        self.found.entry(key).or_default().push(plan.clone());
        self.order.push_back((key, weight));
        self.bytes = self.bytes.saturating_add(weight);
        plan
    }
}
