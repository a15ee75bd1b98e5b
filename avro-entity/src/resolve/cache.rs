//! Plans that are made once and shared.

use super::compile::resolve;
use super::plan::Plan;
use crate::schema::Schema;
use std::collections::{HashMap, VecDeque};
use std::sync::{PoisonError, RwLock};

/// Plans by the schemas they are for, shared between threads.
///
/// A plan is found by the resolution fingerprints of both schemas and then by the whole schemas: two schemas that read
/// differently never share a plan, whatever their fingerprints are. When it is full, the plan that was added first
/// makes room, so that files with ever new schemas do not fill the memory.
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
}

type Key = ([u8; 32], [u8; 32]);

#[derive(Debug, Default)]
struct Plans {
    found: HashMap<Key, Vec<Plan>>,
    /// The keys in the order in which their plans were added.
    order: VecDeque<Key>,
}

/// How many plans a cache holds unless it is told otherwise.
const CAPACITY: usize = 1024;

impl PlanCache {
    /// A cache for 1,024 plans.
    pub fn new() -> PlanCache {
        PlanCache::with_capacity(CAPACITY)
    }

    /// A cache for so many plans, and at least one.
    pub fn with_capacity(capacity: usize) -> PlanCache {
        PlanCache { plans: RwLock::default(), capacity: capacity.max(1) }
    }

    /// The plan to read data of `writer` under `reader`; it is made when it is not there.
    pub fn get(&self, writer: &Schema, reader: &Schema) -> Plan {
        let key = (writer.resolution_fingerprint(), reader.resolution_fingerprint());
        let known = self.plans.read().unwrap_or_else(PoisonError::into_inner).find(&key, writer, reader);
        known.unwrap_or_else(|| {
            let plan = resolve(writer, reader);
            self.plans.write().unwrap_or_else(PoisonError::into_inner).add(key, plan, self.capacity)
        })
    }

    /// How many plans there are.
    pub fn len(&self) -> usize {
        self.plans.read().unwrap_or_else(PoisonError::into_inner).order.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Default for PlanCache {
    fn default() -> PlanCache {
        PlanCache::new()
    }
}

impl Plans {
    fn find(&self, key: &Key, writer: &Schema, reader: &Schema) -> Option<Plan> {
        let equal = |known: &Schema, schema: &Schema| known.same(schema) || known == schema;
        let plans = self.found.get(key)?;
        plans.iter().find(|plan| equal(plan.writer(), writer) && equal(plan.reader(), reader)).cloned()
    }

    /// Adds a plan, unless another thread has added one for the same schemas.
    fn add(&mut self, key: Key, plan: Plan, capacity: usize) -> Plan {
        if let Some(known) = self.find(&key, plan.writer(), plan.reader()) {
            return known;
        }
        while self.order.len() >= capacity {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some(plans) = self.found.get_mut(&oldest) {
                plans.remove(0);
                if plans.is_empty() {
                    self.found.remove(&oldest);
                }
            }
        }
        self.found.entry(key).or_default().push(plan.clone());
        self.order.push_back(key);
        plan
    }
}
