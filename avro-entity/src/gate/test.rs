//! The test that `gate!` is.

use super::accept::Acceptance;
use super::check::Gate;
use super::entity::{Entity, export};
use crate::compat::{Format, Rendering};
use crate::error::{Error, ErrorKind};
use crate::history::Store;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// What the test of a crate does: nothing said, it checks.
const MODE: &str = "AVRO_ENTITY";

/// Where the test puts the entities that somebody asks for.
const EXPORT: &str = "AVRO_ENTITY_EXPORT";

/// The crate whose test it is.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Crate {
    /// The folder of its manifest.
    pub folder: &'static str,
    /// The name of its package.
    pub package: &'static str,
}

impl Crate {
    /// Compares the entities that are listed, or else all roots of the crate, with the histories in `schemas`, or else in the
    /// nearest folder of that name, and says what to tell.
    ///
    /// # Errors
    ///
    /// The text of the report when something is denied, or why nothing could be compared.
    pub fn run(self, schemas: Option<&str>, listed: Option<Vec<Result<Entity, Error>>>) -> Result<String, String> {
        self.outcome(schemas, listed).unwrap_or_else(|error| Err(format!("error: {error}\n")))
    }

    fn outcome(
        self,
        schemas: Option<&str>,
        listed: Option<Vec<Result<Entity, Error>>>,
    ) -> Result<Result<String, String>, Error> {
        let is_list = listed.is_some();
        let entities = match listed {
            Some(listed) => listed.into_iter().collect::<Result<Vec<_>, _>>()?,
            None => Entity::registered(self.package, self.folder)?,
        };
        if let Some(folder) = std::env::var_os(EXPORT) {
            export(&PathBuf::from(folder), self.package, &entities)?;
            return Ok(Ok(format!("wrote {} entities", entities.len())));
        }
        let store = match schemas {
            Some(schemas) => Store::open(Path::new(self.folder).join(schemas))?,
            None => Store::find(self.folder)?,
        };
        let gate = Gate::new(store).packages([self.package]);
        match std::env::var(MODE).ok().as_deref() {
            None | Some("" | "check") => self.check(&gate, &entities, is_list),
            Some("accept") => accept(&gate, &entities),
            Some(other) => {
                let message = format!("`{MODE}` is `{other}`, and may be `check` or `accept`");
                Err(Error::new(ErrorKind::History, message))
            }
        }
    }

    fn check(self, gate: &Gate, entities: &[Entity], is_list: bool) -> Result<Result<String, String>, Error> {
        let report = gate.check(entities)?;
        let text = report.render(Format::Text, &rendering(gate));
        if report.is_denied() {
            return Ok(Err(text));
        }
        if report.entities.is_empty() && !is_list {
            let message = format!(
                "no type of package `{}` has `#[avro(root)]`, or none is linked into this test: put the line into the \
                 crate that has them, or name the crate there: `use the_crate as _;`",
                self.package
            );
            return Err(Error::new(ErrorKind::History, message));
        }
        Ok(Ok(text))
    }
}

fn accept(gate: &Gate, entities: &[Entity]) -> Result<Result<String, String>, Error> {
    let accepted = gate.accept(entities, &Acceptance::default())?;
    let mut text = String::new();
    for recorded in &accepted.recorded {
        // Who asked for it sees what was written, although the output of a test that passes is not shown.
        let _ = writeln!(std::io::stderr(), "{recorded}");
    }
    if accepted.refused.is_denied() {
        text.push_str(&accepted.refused.render(Format::Text, &rendering(gate)));
        return Ok(Err(text));
    }
    // What cannot be accepted is told as always.
    let report = gate.check(entities)?;
    text.push_str(&report.render(Format::Text, &rendering(gate)));
    Ok(if report.is_denied() { Err(text) } else { Ok(text) })
}

/// Colours where a person reads along.
fn rendering(gate: &Gate) -> Rendering {
    let colours = std::env::var_os("NO_COLOR").is_none() && std::io::stderr().is_terminal();
    let base = gate.store().folder().parent().unwrap_or(Path::new("."));
    Rendering::new(base).colours(colours)
}

/// One test that compares the root entities of a crate with their committed histories.
///
/// In `src/lib.rs` or `src/main.rs`, where every type of the crate is linked in:
///
/// ```
/// # mod schemas_test {
/// #[cfg(test)]
/// avro_entity::gate!();
/// # }
/// ```
///
/// The feature `gate` belongs to the dev-dependencies:
///
/// ```toml
/// [dependencies]
/// avro-entity = "0.1"
///
/// [dev-dependencies]
/// avro-entity = { version = "0.1", features = ["gate"] }
/// ```
///
/// `cargo test` then compares each type with `#[avro(root)]` with `schemas/<full.name>/`, in the nearest folder `schemas` from
/// the crate up to the root of its workspace, and fails with a report that says what breaks whom, shows a datum, and has the
/// fix. `AVRO_ENTITY=accept cargo test` records changes that break nothing. There is neither a network nor a clock in it:
/// whether a waiver has expired is for `avro-entity check` to say.
///
/// The entities can be listed instead, as generic ones have to be, and the folder be named, relative to `Cargo.toml`:
///
/// ```
/// # mod schemas_test {
/// # use avro_entity::AvroEntity;
/// # #[derive(AvroEntity)] struct Account { id: i64 }
/// # #[derive(AvroEntity)] struct Page<T> { items: Vec<T> }
/// #[cfg(test)]
/// avro_entity::gate!(schemas = "../schemas"; Account, Page<Account>);
/// # }
/// ```
#[macro_export]
macro_rules! gate {
    () => { $crate::gate!(@test ::core::option::Option::None, ::core::option::Option::None); };
    (schemas = $schemas:expr $(;)?) => {
        $crate::gate!(@test ::core::option::Option::Some($schemas), ::core::option::Option::None);
    };
    (schemas = $schemas:expr; $($entity:ty),+ $(,)?) => {
        $crate::gate!(@test ::core::option::Option::Some($schemas), $crate::gate!(@list $($entity),+));
    };
    (@list $($entity:ty),+) => {
        ::core::option::Option::Some(::std::vec![
            $($crate::gate::Entity::of::<$entity>(::core::env!("CARGO_PKG_NAME"))),+
        ])
    };
    (@test $schemas:expr, $listed:expr) => {
        #[test]
        fn avro_entity_gate() {
            let the_crate = $crate::gate::Crate {
                folder: ::core::env!("CARGO_MANIFEST_DIR"),
                package: ::core::env!("CARGO_PKG_NAME"),
            };
            match the_crate.run($schemas, $listed) {
                ::core::result::Result::Ok(text) => ::std::print!("{text}"),
                ::core::result::Result::Err(text) => {
                    ::std::eprint!("{text}");
                    ::core::panic!("the entities of this crate and their histories do not agree");
                }
            }
        }
    };
    ($($entity:ty),+ $(,)?) => {
        $crate::gate!(@test ::core::option::Option::None, $crate::gate!(@list $($entity),+));
    };
}
