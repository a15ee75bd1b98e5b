//! Where in the Rust source an entity, its fields and variants stand.

/// The place of a Rust type that derives its schema; written by the derive as a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeSource {
    /// The Rust path of the type: module path and name.
    pub rust_name: &'static str,
    /// The source file, as the compiler was given it.
    pub file: &'static str,
    /// Line of the type's name, from 1.
    pub line: u32,
    /// Column of the type's name, from 1.
    pub column: u32,
    /// The fields or variants that are in the schema, in schema order.
    pub members: &'static [MemberSource],
    /// Whether it carries `#[avro(root)]`: it is put into files and topics, and has a history of its own.
    pub root: bool,
}

/// The place of a field or variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemberSource {
    /// The name in Rust.
    pub rust_name: &'static str,
    /// The name in the schema.
    pub name: &'static str,
    /// Line of the name, from 1.
    pub line: u32,
    /// Column of the name, from 1.
    pub column: u32,
    /// Whether it carries `#[avro(private)]`: its data is never shown in reports, examples or witnesses.
    pub private: bool,
}

impl TypeSource {
    #[doc(hidden)]
    pub const fn new(
        rust_name: &'static str,
        file: &'static str,
        line: u32,
        column: u32,
        members: &'static [MemberSource],
    ) -> TypeSource {
        TypeSource { rust_name, file, line, column, members, root: false }
    }

    /// The same, marked as a root.
    #[doc(hidden)]
    #[must_use]
    pub const fn root(self) -> TypeSource {
        TypeSource { root: true, ..self }
    }
}

impl MemberSource {
    #[doc(hidden)]
    pub const fn new(
        rust_name: &'static str,
        name: &'static str,
        line: u32,
        column: u32,
        private: bool,
    ) -> MemberSource {
        MemberSource { rust_name, name, line, column, private }
    }
}
