//! The schema of a Rust type: the trait, and the table in which every schema is built once.

use super::{NodeId, Schema, SchemaBuilder, instance_name};
use crate::error::Error;
use std::any::TypeId;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{OnceLock, PoisonError, RwLock};

/// A Rust type that has an Avro schema.
///
/// Derive it with `#[derive(AvroEntity)]`, together with encoder and decoder, or with `#[derive(AvroSchema)]` alone.
///
/// ```
/// use avro_entity::AvroSchema;
/// assert_eq!(<Vec<Option<i64>>>::schema().to_string(), r#"{"type":"array","items":["null","long"]}"#);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no Avro schema",
    label = "`AvroSchema` is not implemented for `{Self}`",
    note = "for a type of your own, add `#[derive(AvroEntity)]`",
    note = "for a type of another crate, enable the feature named after the crate, or use `#[avro(with = module)]` or `#[avro(stringable)]`",
    note = "a decimal needs `#[avro(decimal(precision = …, scale = …))]` on its field, and a `Duration` its unit: `#[avro(duration = \"millis\")]`"
)]
pub trait AvroSchema {
    /// Adds this type to a schema under construction and says which node it became.
    fn build(builder: &mut SchemaBuilder) -> NodeId;

    /// What this type is called inside the name of a generic instance: `Account` in `Page_Account`.
    fn type_name() -> Cow<'static, str>;

    /// The schema of this type, built at the first call and shared from then on.
    ///
    /// # Errors
    ///
    /// Of kind [`Schema`](crate::ErrorKind::Schema) when the type cannot be represented: two types of one full name, a
    /// default that differs each time it is evaluated, recursion without a record. The same answer is given at every call.
    fn try_schema() -> Result<&'static Schema, Error> {
        cached::<Self>()
    }

    /// The schema of this type, built at the first call and shared from then on.
    ///
    /// # Panics
    ///
    /// When the type cannot be represented, which is a mistake in the program and no matter of its data; it shows at the
    /// first call. [`try_schema`](AvroSchema::try_schema) returns it as an error.
    #[track_caller]
    fn schema() -> &'static Schema {
        match Self::try_schema() {
            Ok(schema) => schema,
            #[allow(clippy::panic, reason = "documented, and independent of data")]
            Err(error) => panic!("`{}` has no Avro schema: {error}", std::any::type_name::<Self>()),
        }
    }

    /// How many branches the type has when it is a union; 0 when it is none.
    #[doc(hidden)]
    const BRANCHES: u32 = 0;

    /// The schema of a `Vec` or slice of this type: an array, but for `u8`.
    #[doc(hidden)]
    fn build_sequence(builder: &mut SchemaBuilder) -> NodeId {
        let items = Self::build(builder);
        builder.array(items)
    }

    /// The schema of an array of `len` of this type: an array, but for `u8`.
    #[doc(hidden)]
    fn build_array(builder: &mut SchemaBuilder, len: usize) -> NodeId {
        let _ = len;
        Self::build_sequence(builder)
    }

    /// What a `Vec` or slice of this type is called inside the name of a generic instance.
    #[doc(hidden)]
    fn sequence_name() -> Cow<'static, str> {
        instance_name("array", &[Self::type_name()]).into()
    }

    /// Whether a `Vec` of this type is `bytes` and an array of it a `fixed`: for `u8`.
    #[doc(hidden)]
    const IS_BYTE: bool = false;
}

type Built = Result<&'static Schema, String>;

/// The schema of a type, which is built once.
pub(crate) fn cached<T: AvroSchema + ?Sized>() -> Result<&'static Schema, Error> {
    built(typeid::of::<T>(), std::any::type_name::<T>(), T::build)
}

/// The schemas of all types that were asked for. They live as long as the process, as the types do.
fn built(
    key: TypeId,
    rust_name: &'static str,
    build: fn(&mut SchemaBuilder) -> NodeId,
) -> Result<&'static Schema, Error> {
    static SCHEMAS: OnceLock<RwLock<HashMap<TypeId, Built>>> = OnceLock::new();
    let schemas = SCHEMAS.get_or_init(RwLock::default);
    let known = schemas.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    let built = known.unwrap_or_else(|| {
        let mut builder = SchemaBuilder::new();
        let root = build(&mut builder);
        // An error that is about no field says at least which type it is about.
        let place = |error: Error| if error.path().is_empty() { error.in_entity(rust_name) } else { error };
        let built = builder.finish(root).map(|schema| &*Box::leak(Box::new(schema)));
        let built = built.map_err(|error| place(error).to_string());
        schemas.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(built).clone()
    });
    built.map_err(|message| Error::new(crate::ErrorKind::Schema, message))
}
