//! Every limit holds at every entry point that it is about: what stands exactly at it is read, and what is one past it is refused by
//! name. Memory follows the data that has arrived, whatever lengths they claim.

mod claims;
mod data;
mod files;
mod schemas;

use avro_entity::{Error, ErrorKind};

/// Asserts that something was refused for the limit of this name.
fn assert_limited<T>(outcome: Result<T, Error>, limit: &str, what: &str) {
    match outcome {
        Ok(_) => panic!("{what}: `{limit}` is exceeded, and nothing is said"),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Limit, "{what}: {error}");
            let name = format!("`Limits::{limit}`");
            assert!(error.to_string().contains(&name), "{what}: {error}");
        }
    }
}
