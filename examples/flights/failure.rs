//! Why a run ended early: one sentence for the user, and an exit code for scripts.

use std::fmt::{self, Display};
use std::path::Path;
use std::process::ExitCode;

pub struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    /// The data are not what they should be; exit code 100.
    pub fn bad_input(path: &Path, reason: &dyn Display) -> Failure {
        Failure { message: format!("{}: {reason}", path.display()), code: 100 }
    }

    /// The run could not be carried out: a file is missing, the disk is full; exit code 101.
    pub fn could_not_run(path: &Path, reason: &dyn Display) -> Failure {
        Failure { message: format!("{}: {reason}", path.display()), code: 101 }
    }

    /// The command line makes no sense; exit code 101.
    pub fn usage(message: String) -> Failure {
        Failure { message, code: 101 }
    }

    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<avro_entity::Error> for Failure {
    /// Errors of the library lead with the file already.
    fn from(error: avro_entity::Error) -> Failure {
        let code = if error.kind() == avro_entity::ErrorKind::Io { 101 } else { 100 };
        Failure { message: error.to_string(), code }
    }
}
