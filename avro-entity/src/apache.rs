//! Conversions to and from the schema type of the crate `apache-avro` (feature `apache-avro`).

use crate::error::{Error, ErrorKind};
use crate::schema::Schema;

/// The schema as `apache_avro` has it, through its text.
///
/// `apache_avro` does not hold everything: attributes on primitive types, logical types it does not know, docs of types without a
/// place for them, and `error` instead of `record` are lost.
///
/// ```
/// use avro_entity::AvroSchema;
/// let schema = apache_avro::Schema::try_from(<Vec<i64>>::schema())?;
/// assert_eq!(schema, apache_avro::Schema::parse_str(r#"{"type": "array", "items": "long"}"#).unwrap());
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// Of kind [`Schema`](ErrorKind::Schema) when `apache_avro` refuses the schema, its own error being the source then, and for a
/// type of the null namespace inside another namespace, which `apache_avro` would rename.
impl TryFrom<&Schema> for apache_avro::Schema {
    type Error = Error;

    fn try_from(schema: &Schema) -> Result<apache_avro::Schema, Error> {
        let text = schema.to_string();
        // No string in compact JSON holds this, since quotes in it are escaped.
        if text.contains(r#""namespace":"""#) {
            let message =
                "`apache-avro` does not have types of the null namespace inside another one: give each a namespace";
            return Err(Error::new(ErrorKind::Schema, message));
        }
        apache_avro::Schema::parse_str(&text).map_err(|error| {
            let message = format!("`apache-avro` does not take the schema: {error}");
            Error::new(ErrorKind::Schema, message).caused_by(error)
        })
    }
}

/// The schema that `apache_avro` prints, read as that of another producer: what it printed wrong is found by
/// [`lint`](Schema::lint). There are no positions.
///
/// ```
/// use avro_entity::Schema;
/// let schema = apache_avro::Schema::parse_str(r#"{"type": "map", "values": "string"}"#).unwrap();
/// assert_eq!(Schema::try_from(&schema)?.to_string(), r#"{"type":"map","values":"string"}"#);
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// Of kind [`Schema`](ErrorKind::Schema) when the schema cannot be written as text, or refers to types it does not define; of
/// kind [`Limit`](ErrorKind::Limit) when it exceeds the default [`Limits`](crate::Limits).
impl TryFrom<&apache_avro::Schema> for Schema {
    type Error = Error;

    fn try_from(schema: &apache_avro::Schema) -> Result<Schema, Error> {
        let text = serde_json::to_string(schema).map_err(|error| {
            let message = format!("the schema of `apache-avro` has no text: {error}");
            Error::new(ErrorKind::Schema, message).caused_by(error)
        })?;
        Schema::parse_foreign(&text).map(Schema::without_positions)
    }
}
