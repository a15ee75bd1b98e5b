//! `fixed` under a name from an attribute: `fixed = "Name"`.

use super::repr::{DecodeAs, EncodeAs, Fixed, SchemaAs, TypeName};
use crate::error::Error;
use crate::schema::{NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};

impl<N: TypeName, const SIZE: usize> SchemaAs<Fixed<N>> for [u8; SIZE] {
    fn build_as(builder: &mut SchemaBuilder) -> NodeId {
        builder.fixed_named(N::NAME, SIZE, None)
    }
}

impl<N: TypeName, const SIZE: usize> EncodeAs<Fixed<N>> for [u8; SIZE] {
    #[inline]
    fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        encoder.write_fixed(self);
        Ok(())
    }
}

impl<'de, N: TypeName, const SIZE: usize> DecodeAs<'de, Fixed<N>> for [u8; SIZE] {
    const MIN_BYTES_AS: usize = SIZE;

    #[inline]
    fn decode_as(decoder: &mut Decoder<'de>) -> Result<Self, Error> {
        decoder.read_fixed()
    }
}

#[cfg(test)]
mod tests {
    use super::super::proof::{Represented, has_no_schema, holds};
    use super::*;
    use crate::AvroSchema;

    struct Md5;
    impl TypeName for Md5 {
        const NAME: &'static str = "net.example.Md5";
    }

    struct Illegal;
    impl TypeName for Illegal {
        const NAME: &'static str = "net.5";
    }

    const MD5: &str = r#"{"type":"fixed","name":"Md5","namespace":"net.example","size":2}"#;

    #[test]
    fn an_array_of_bytes_is_a_fixed_of_the_name() {
        holds(Represented::<_, Fixed<Md5>>::of([1u8, 2]), MD5, &[1, 2]);
        holds(Represented::<_, Fixed<Md5>>::of(Some([1u8, 2])), &format!(r#"["null",{MD5}]"#), &[2, 1, 2]);
        let schema = format!(r#"{{"type":"array","items":{MD5}}}"#);
        holds(Represented::<_, Fixed<Md5>>::of(vec![[1u8, 2], [3, 4]]), &schema, &[4, 1, 2, 3, 4, 0]);
    }

    #[test]
    fn fields_that_agree_in_size_share_a_name() {
        type Same = (Represented<[u8; 2], Fixed<Md5>>, Represented<[u8; 2], Fixed<Md5>>);
        let schema = Same::schema().to_string();
        assert_eq!(schema.matches(MD5).count(), 1, "{schema}");
        assert_eq!(schema.matches("net.example.Md5").count(), 1, "{schema}");

        type Differ = (Represented<[u8; 2], Fixed<Md5>>, Represented<[u8; 3], Fixed<Md5>>);
        let name = "avro_entity.Tuple2_represented_represented._1";
        has_no_schema::<Differ>(&format!(
            "{name}: `fixed = \"net.example.Md5\"` stands on another field with another size or logical type"
        ));
    }

    #[test]
    fn a_name_that_is_none_is_refused() {
        has_no_schema::<Represented<[u8; 2], Fixed<Illegal>>>(
            "`5` in `net.5` is not a name of letters, digits and underscores that starts with no digit",
        );
    }
}
