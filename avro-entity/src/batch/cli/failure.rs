//! Why a job's program could not do what it was asked for.

use crate::error::Error;

/// Why the program ends with exit code 101.
#[derive(Debug)]
pub(super) enum Failure {
    /// Help was asked for, or the arguments are wrong.
    Usage(clap::Error),
    /// The job could not run.
    Run(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Run(error.to_string())
    }
}
