//! The test that `gate!` is.

use super::accept::{Acceptance, how_to_waive};
use super::check::Gate;
use super::entity::{Entity, export};
use super::registry::GenericRoot;
use crate::compat::{Format, Rendering, Report};
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
    /// Compares all roots of the crate, and what is listed beside them, with the histories in `schemas`, or else in the nearest
    /// folder of that name, and says what to tell.
    ///
    /// # Errors
    ///
    /// The text of the report when something is denied, or why nothing could be compared.
    pub fn run(self, schemas: Option<&str>, listed: Vec<Result<Entity, Error>>) -> Result<String, String> {
        self.outcome(schemas, listed).unwrap_or_else(|error| Err(format!("error: {error}\n")))
    }

    fn outcome(
        self,
        schemas: Option<&str>,
        listed: Vec<Result<Entity, Error>>,
    ) -> Result<Result<String, String>, Error> {
        let entities = self.entities(listed);
        if let Some(folder) = std::env::var_os(EXPORT) {
            // Who asks tells a mistake as well, so that it is no failure of this test.
            export(&PathBuf::from(folder), self.package, self.schemas(schemas), entities)?;
            return Ok(Ok(String::new()));
        }
        let entities = entities?;
        let gate = Gate::new(Store::open(self.schemas(schemas)?)?).packages([self.package]);
        match std::env::var(MODE).ok().as_deref() {
            None | Some("" | "check") => self.check(&gate, &entities),
            Some("accept") => accept(&gate, &entities),
            Some(other) => {
                let message = format!("`{MODE}` is `{other}`, and may be `check` or `accept`");
                Err(Error::new(ErrorKind::History, message))
            }
        }
    }

    /// The folder of the histories: the one that is named, or else the nearest.
    fn schemas(self, named: Option<&str>) -> Result<PathBuf, Error> {
        match named {
            Some(named) => Ok(Path::new(self.folder).join(named)),
            None => Store::nearest(Path::new(self.folder)),
        }
    }

    /// The roots of the crate and what is listed beside them.
    fn entities(self, listed: Vec<Result<Entity, Error>>) -> Result<Vec<Entity>, Error> {
        let mut entities = Entity::registered(self.package, self.folder)?;
        for entity in listed {
            let entity = entity?;
            if !entities.iter().any(|known| known.is(&entity)) {
                entities.push(entity);
            }
        }
        let mut generic = GenericRoot::all_in(self.folder);
        match generic.find(|root| !entities.iter().any(|entity| root.is_of(entity))) {
            None => Ok(entities),
            Some(GenericRoot { rust_name, file, line, .. }) => {
                let message = format!(
                    "`{rust_name}` ({file}:{line}) has `#[avro(root)]` and is generic, so that the types of it that are put into files \
                     and topics have to be listed: `avro_entity::gate!({rust_name}<…>)`"
                );
                Err(Error::new(ErrorKind::History, message))
            }
        }
    }

    fn check(self, gate: &Gate, entities: &[Entity]) -> Result<Result<String, String>, Error> {
        let report = gate.check(entities)?;
        let text = told(gate, &report);
        if report.is_denied() {
            return Ok(Err(text));
        }
        if report.entities.is_empty() {
            let message = format!(
                "no type of package `{}` has `#[avro(root)]`, or none is linked into this test: put the line into the \
                 crate that has them, or name the crate there: `use the_crate as _;`; where there are none any more, take the line away",
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
    if !accepted.warnings.findings.is_empty() {
        let _ = write!(std::io::stderr(), "{}", accepted.warnings.render(Format::Text, &rendering(gate)));
    }
    if accepted.refused.is_denied() {
        text.push_str(&told(gate, &accepted.refused));
        return Ok(Err(text));
    }
    // What cannot be accepted is told as always.
    let report = gate.check(entities)?;
    text.push_str(&told(gate, &report));
    Ok(if report.is_denied() { Err(text) } else { Ok(text) })
}

/// A report, and what to do where a break is meant.
fn told(gate: &Gate, report: &Report) -> String {
    let mut text = report.render(Format::Text, &rendering(gate));
    text.extend(how_to_waive(report).map(|line| line + "\n"));
    text
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
/// What the derive cannot know of is listed beside: generic types of which there is a root, and types that are no roots. The
/// folder can be named too, relative to `Cargo.toml`:
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
    () => { $crate::gate!(@test ::core::option::Option::None, $crate::gate!(@list)); };
    (schemas = $schemas:expr $(;)?) => {
        $crate::gate!(@test ::core::option::Option::Some($schemas), $crate::gate!(@list));
    };
    (schemas = $schemas:expr; $($entity:ty),+ $(,)?) => {
        $crate::gate!(@test ::core::option::Option::Some($schemas), $crate::gate!(@list $($entity),+));
    };
    (@list $($entity:ty),*) => {
        ::std::vec![$($crate::gate::Entity::of::<$entity>(::core::env!("CARGO_PKG_NAME"))),*]
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
