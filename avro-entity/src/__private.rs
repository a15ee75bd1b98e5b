//! What derived code names. Not public: it changes without notice.

pub use crate::encode::Branches;
pub use crate::schema::instance_name;
pub use crate::schema::{MemberSource, Name, NodeId, Order, RecordBuilder, SchemaBuilder, TypeSource};
pub use crate::types::repr::{
    Decimal, DecimalFixed, DecodeAs, DurationMicros, DurationMillis, DurationNanos, Each, EncodeAs, Entries, Exact,
    Fixed, Own, SchemaAs, StringKeys, Stringable, TimeMicros, TimeMillis, TimestampMicros, TimestampMillis,
    TimestampNanos, TypeName,
};
pub use crate::{AvroDecode, AvroEncode, AvroSchema, Decoder, Encoder, Error, ErrorKind};
pub use serde_json;
