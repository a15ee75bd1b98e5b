//! What holds for every pair of schemas: a verdict keeps its word, and the executors of a plan agree.

mod agree;
mod generate;

use agree::executors;
use avro_entity::resolve::{Mode, Plan, PlanNode, Verdict, resolve};
use avro_entity::{Error, ErrorKind, Limits, Schema};
use generate::Rng;
use generate::data::Data;
use generate::mutate::mutate;
use generate::schema::Schemas;
use serde_json::Value;

/// How many data are tried for each pair.
const DATA: usize = 8;

/// Two schemas of which one came from the other, in either order.
fn pair(rng: &mut Rng) -> Option<(Schema, Schema)> {
    let first = Schemas::new(rng).root();
    let second = mutate(rng, &first);
    let (first, second) = (Schema::parse(&first.to_string()).ok()?, Schema::parse(&second.to_string()).ok()?);
    Some(if rng.chance(50) { (first, second) } else { (second, first) })
}

fn read(plan: &Plan, bytes: &[u8], mode: Mode) -> Result<Value, Error> {
    executors::read(plan, bytes, mode, &Limits::default())
}

fn is_mismatch(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Resolution | ErrorKind::Symbol | ErrorKind::Branch)
}

fn is_conversion(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Unit | ErrorKind::Scale)
}

fn check_datum(plan: &Plan, bytes: &[u8]) {
    let raw = read(plan, bytes, Mode::Raw);
    match (&raw, plan.verdict()) {
        (Ok(_), Verdict::Never) => panic!("`Never` was read"),
        (Err(error), Verdict::Always) => panic!("`Always` failed: {error}"),
        (Err(error), _) => assert!(is_mismatch(error), "{error:?}"),
        _ => {}
    }
    let converted = read(plan, bytes, Mode::Convert);
    match (&raw, &converted) {
        (Ok(_), Ok(_)) => {}
        (Ok(_), Err(error)) => assert!(is_conversion(error), "{error:?}"),
        (Err(_), Ok(_)) => panic!("a mismatch was converted"),
        (Err(_), Err(error)) => assert!(is_conversion(error) || is_mismatch(error), "{error:?}"),
    }
}

/// Damaged bytes give a value or an error, the same in both executors.
fn check_damaged(rng: &mut Rng, plan: &Plan, bytes: &[u8]) {
    let mut damaged = bytes.to_vec();
    damaged.truncate(rng.below(bytes.len() + 1));
    for _ in 0..rng.below(3).min(damaged.len()) {
        let place = rng.below(damaged.len());
        damaged[place] = rng.next() as u8;
    }
    let _ = read(plan, &damaged, Mode::Raw);
}

fn check_itself(schema: &Schema) {
    let plan = resolve(schema, schema);
    assert_eq!(plan.verdict(), Verdict::Always);
    assert!(matches!(plan.node(plan.root()), PlanNode::Same { .. }), "{:?}", plan.node(plan.root()));
}

/// Runs one pair, and says what its verdict was; `None` when it is none.
fn check_pair(seed: u64) -> Option<Verdict> {
    let mut rng = Rng::new(seed);
    let (writer, reader) = pair(&mut rng)?;
    let data = Data::new(&writer)?;
    check_itself(&writer);
    let plan = resolve(&writer, &reader);
    assert_eq!((plan.mismatches().len() == 0), plan.verdict() == Verdict::Always);
    for _ in 0..DATA {
        let bytes = data.datum(&mut rng);
        check_datum(&plan, &bytes);
        check_damaged(&mut rng, &plan, &bytes);
    }
    Some(plan.verdict())
}

/// Names the seed and the schemas of a pair that fails.
struct Seed(u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let pair = pair(&mut Rng::new(self.0)).unwrap();
            eprintln!("seed {}\nwriter {}\nreader {}", self.0, pair.0, pair.1);
        }
    }
}

fn check_pairs(pairs: usize, first_seed: u64) {
    let mut verdicts = [0; 3];
    let mut seeds = first_seed..;
    while verdicts.iter().sum::<usize>() < pairs {
        let seed = Seed(seeds.next().unwrap());
        match check_pair(seed.0) {
            Some(Verdict::Always) => verdicts[0] += 1,
            Some(Verdict::Conditional) => verdicts[1] += 1,
            Some(Verdict::Never) => verdicts[2] += 1,
            None => {}
        }
    }
    assert!(verdicts.iter().all(|count| *count > pairs / 20), "each verdict is tried: {verdicts:?}");
}

#[test]
fn a_verdict_keeps_its_word_and_the_executors_agree() {
    check_pairs(2_000, 0);
}

#[test]
#[ignore = "takes minutes; run it with `--release` after a change to resolution"]
fn a_verdict_keeps_its_word_on_many_pairs() {
    check_pairs(100_000, 1 << 32);
}
