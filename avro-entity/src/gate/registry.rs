//! The roots of all crates that are linked into a program, as the derive made them known.

use super::entity::Entity;
use crate::compat::Location;
use crate::error::Error;
use crate::schema::{AvroSchema, Name, Schema};

/// Makes a root known; nothing without the feature `gate`.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "gate")]
macro_rules! __register {
    (generic $rust_name:expr, $file:expr, $line:expr, $column:expr) => {
        $crate::__private::inventory::submit! {
            $crate::__private::GenericRoot {
                rust_name: $rust_name,
                file: $file,
                line: $line,
                column: $column,
                folder: $crate::__private::core::option_env!("CARGO_MANIFEST_DIR"),
            }
        }
    };
    ($ty:ty, $name:expr, $rust_name:expr, $file:expr, $line:expr, $column:expr) => {
        $crate::__private::inventory::submit! {
            $crate::__private::Registered::new::<$ty>(
                $name,
                $rust_name,
                $file,
                $line,
                $column,
                $crate::__private::Package {
                    folder: $crate::__private::core::option_env!("CARGO_MANIFEST_DIR"),
                    name: $crate::__private::core::option_env!("CARGO_PKG_NAME"),
                },
            )
        }
    };
}

/// A root, as the derive writes it down. Not public: it changes without notice.
#[doc(hidden)]
#[derive(Debug)]
pub struct Registered {
    schema: fn() -> Result<&'static Schema, Error>,
    name: fn() -> Name,
    rust_name: &'static str,
    file: &'static str,
    line: u32,
    column: u32,
    package: Package,
}

/// The package that a type is in, where Cargo says it.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// The folder of its manifest.
    pub folder: Option<&'static str>,
    /// Its name.
    pub name: Option<&'static str>,
}

inventory::collect!(Registered);

/// A generic root: which types of it are entities, the list of the gate has to say. Not public: it changes without notice.
#[doc(hidden)]
#[derive(Debug)]
pub struct GenericRoot {
    pub rust_name: &'static str,
    pub file: &'static str,
    pub line: u32,
    pub column: u32,
    /// The folder of the manifest of its package, where Cargo says it.
    pub folder: Option<&'static str>,
}

inventory::collect!(GenericRoot);

impl GenericRoot {
    /// Those of the package with this manifest folder.
    pub(super) fn all_in(manifest_folder: &str) -> impl Iterator<Item = &'static GenericRoot> {
        inventory::iter::<GenericRoot>.into_iter().filter(move |root| root.folder == Some(manifest_folder))
    }

    /// Whether an entity is of this type.
    pub(super) fn is_of(&self, entity: &Entity) -> bool {
        entity.location.as_ref().is_some_and(|location| {
            (location.file.as_str(), location.line, location.column) == (self.file, self.line, self.column)
        })
    }
}

impl Registered {
    #[doc(hidden)]
    pub const fn new<T: AvroSchema + ?Sized>(
        name: fn() -> Name,
        rust_name: &'static str,
        file: &'static str,
        line: u32,
        column: u32,
        package: Package,
    ) -> Registered {
        Registered { schema: T::try_schema, name, rust_name, file, line, column, package }
    }
}

impl Registered {
    /// Whether the root has this schema, one and the same in memory.
    pub(super) fn is_of(&self, schema: &Schema) -> bool {
        (self.schema)().is_ok_and(|known| known.same(schema))
    }

    /// Whether it is in the package whose manifest is in this folder.
    pub(super) fn is_in(&self, manifest_folder: &str) -> bool {
        self.package.folder == Some(manifest_folder)
    }

    pub(super) fn entity(&self, package: String) -> Result<Entity, Error> {
        let schema = (self.schema)()?.clone();
        let location = Location {
            file: self.file.to_owned(),
            line: self.line,
            column: self.column,
            rust: Some(self.rust_name.to_owned()),
        };
        Ok(Entity::new(
            (self.name)().to_string(),
            self.package.name.map_or(package, str::to_owned),
            schema,
            Some(location),
        ))
    }
}
