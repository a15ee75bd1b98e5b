//! Why a command did not do what it was asked for, and the exit code for that.

use avro_entity::{Error, ErrorKind};
use std::error::Error as _;
use std::fmt;
use std::io;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input is wrong: damaged, or not under the schema it should be under.
    Input(String),
    /// The input is wrong, and the output of the command says how.
    Found,
    /// Damage was passed over, and the command has said so.
    Lost,
    /// The command could not run: a file is missing, the disk is full, arguments do not go together.
    Run(String),
    /// Nobody reads the output any more, which is no failure: `head` has seen enough.
    Closed,
}

impl Failure {
    /// The command could not run because of a failure at the place `name`.
    pub(crate) fn io(name: impl fmt::Display, error: &io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::Run(format!("{name}: {error}")),
        }
    }

    /// The exit code.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Failure::Closed => 0,
            Failure::Input(_) | Failure::Found => 100,
            Failure::Run(_) => 101,
            Failure::Lost => 102,
        }
    }

    /// What to say on standard error.
    pub(crate) fn message(&self) -> Option<&str> {
        match self {
            Failure::Input(message) | Failure::Run(message) => Some(message),
            Failure::Found | Failure::Lost | Failure::Closed => None,
        }
    }
}

/// An error about data is the fault of the input, unless the operating system failed.
impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error.kind() {
            ErrorKind::Io if is_broken_pipe(&error) => Failure::Closed,
            ErrorKind::Io => Failure::Run(error.to_string()),
            // The name that the limit has here.
            _ => Failure::Input(error.to_string().replace("`Limits::block_bytes`", "`--max-block`")),
        }
    }
}

fn is_broken_pipe(error: &Error) -> bool {
    let cause = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    cause.is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
