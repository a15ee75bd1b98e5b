//! Schemas of the conformance corpus.

mod corpus;

#[test]
fn conformance_corpus_is_complete() {
    for name in ["schemas.jsonl", "curated.jsonl", "random.jsonl", "policy.jsonl"] {
        assert!(!corpus::lines(name).is_empty(), "{name} has no lines");
    }
}
