//! Plans are made once and shared by threads.

use crate::versions;
use avro_entity::resolve::{PlanCache, resolve};
use avro_entity::{
    AvroSchema, Decoder, Error, MemoryStore, Reader, Registry, RegistryReader, RegistryWriter, Schema,
    SingleObjectReader, SingleObjectWriter, Writer, to_vec,
};
use std::sync::atomic::{AtomicUsize, Ordering};

versions! {
    struct Old { id: i32, name: String }
    #[avro(name = "Old")]
    struct New { name: String, id: i64, #[avro(default = 1)] added: i32 }
}

fn old(id: i32) -> Old {
    Old { id, name: format!("name {id}") }
}

fn new(id: i32) -> New {
    New { name: format!("name {id}"), id: id.into(), added: 1 }
}

/// Runs `work` on four threads, each with a number of its own.
fn on_threads(work: impl Fn(i32) + Sync) {
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let work = &work;
            scope.spawn(move || work(thread));
        }
    });
}

#[test]
fn threads_share_the_plans_of_one_cache() {
    let plans = PlanCache::new();
    on_threads(|thread| {
        for n in 0..50 {
            let id = thread * 1_000 + n;
            let plan = plans.get(Old::schema(), New::schema());
            let read: New = plan.read(&mut Decoder::new(&to_vec(&old(id)).unwrap())).unwrap();
            assert_eq!(read, new(id));
        }
    });
    assert_eq!(plans.len(), 1);
}

#[test]
fn a_schema_that_arrives_as_text_costs_no_new_plan() {
    let plans = PlanCache::new();
    let first = plans.get(Old::schema(), New::schema());
    for _ in 0..3 {
        let arrived = Schema::parse_foreign(&Old::schema().to_string()).unwrap();
        assert!(!arrived.same(Old::schema()), "another graph in memory");
        assert!(plans.get(&arrived, New::schema()).same(&first));
    }
    assert_eq!(plans.len(), 1);
}

#[test]
fn schemas_that_read_differently_do_not_share_a_plan() {
    let with_default = |default: i32| {
        Schema::parse(&format!(
            r#"{{"type": "record", "name": "Old", "fields": [{{"name": "x", "type": "int", "default": {default}}}]}}"#
        ))
        .unwrap()
    };
    let (five, six) = (with_default(5), with_default(6));
    assert_eq!(five.crc64(), six.crc64());
    let plans = PlanCache::new();
    let read = |reader: &Schema| {
        plans
            .get(Old::schema(), reader)
            .to_json(&mut Decoder::new(&[2, 0]), avro_entity::resolve::Mode::Convert)
            .unwrap()
    };
    assert_eq!(read(&five).to_string(), r#"{"x":5}"#);
    assert_eq!(read(&six).to_string(), r#"{"x":6}"#);
    assert_eq!(plans.len(), 2);
}

#[test]
fn threads_share_a_reader_of_messages() {
    let store = MemoryStore::new();
    store.insert_type::<Old>().unwrap();
    store.insert_type::<New>().unwrap();
    let reader = SingleObjectReader::new(store);
    on_threads(|thread| {
        let (before, today) = (SingleObjectWriter::new().unwrap(), SingleObjectWriter::new().unwrap());
        let mut reused = new(0);
        for n in 0..50 {
            let id = thread * 1_000 + n;
            let messages = [before.to_vec(&old(id)).unwrap(), today.to_vec(&new(id)).unwrap()];
            for message in &messages {
                assert_eq!(reader.read::<New>(message).unwrap(), new(id));
                reader.read_into(&mut reused, message).unwrap();
                assert_eq!(reused, new(id));
            }
        }
    });
}

/// A registry that counts how often it is asked.
#[derive(Default)]
struct Counting {
    asked: AtomicUsize,
}

impl Registry for Counting {
    fn schema(&self, id: u32) -> Result<Option<Schema>, Error> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        match id {
            1 => Schema::parse_foreign(&Old::schema().to_string()).map(Some),
            _ => Ok(None),
        }
    }

    fn id(&self, _subject: &str, _schema: &Schema) -> Result<u32, Error> {
        Ok(1)
    }
}

#[test]
fn a_registry_is_asked_once_for_a_number() {
    let registry = Counting::default();
    let reader = RegistryReader::new(&registry);
    let writer = RegistryWriter::new(&registry, "olds-value").unwrap();
    let read = |id| assert_eq!(reader.read::<New>(&writer.to_vec(&old(id)).unwrap()).unwrap(), new(id));
    read(0);
    on_threads(|thread| (0..50).for_each(|n| read(thread * 1_000 + n)));
    assert_eq!(registry.asked.load(Ordering::Relaxed), 1);
}

#[test]
fn the_blocks_of_an_old_file_are_read_by_several_threads() {
    let mut writer = Writer::new(Vec::new()).unwrap();
    for id in 0..5_000 {
        writer.append(&old(id)).unwrap();
    }
    let file = writer.finish().unwrap().inner;
    let values = Reader::<New, _>::from_slice(&file).unwrap().threads(3).unwrap();
    assert!(values.map(Result::unwrap).eq((0..5_000).map(new)));
}

#[test]
fn a_plan_is_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    shared(&resolve(Old::schema(), New::schema()));
}
