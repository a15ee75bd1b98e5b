//! Schemas that differ in their documentation only.

use super::graph::{Kind, Node, Schema};

impl Schema {
    /// Whether both are equal but for the attribute `doc` of their types and fields.
    ///
    /// ```
    /// use avro_entity::Schema;
    /// let one = Schema::parse(r#"{"type": "enum", "name": "Suit", "symbols": ["CLUBS"]}"#)?;
    /// let two = Schema::parse(r#"{"type": "enum", "name": "Suit", "doc": "Of a card.", "symbols": ["CLUBS"]}"#)?;
    /// assert!(one != two && one.same_but_docs(&two));
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn same_but_docs(&self, other: &Schema) -> bool {
        let (ours, theirs) = (self.node_slice(), other.node_slice());
        self == other
            || (ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(one, two)| without_docs(one) == without_docs(two)))
    }
}

fn without_docs(node: &Node) -> Node {
    let mut node = node.clone();
    match &mut node.kind {
        Kind::Record(record) => {
            record.doc = None;
            record.fields.iter_mut().for_each(|field| field.doc = None);
        }
        Kind::Enum(symbols) => symbols.doc = None,
        Kind::Fixed(fixed) => fixed.doc = None,
        _ => {}
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(doc: &str, field_doc: &str, property: u8) -> Schema {
        Schema::parse(&format!(
            r#"{{"type": "record", "name": "Account", "doc": "{doc}", "fields": [{{"name": "id", "type":
                {{"type": "fixed", "name": "Id", "doc": "{doc}", "size": 4}}, "doc": "{field_doc}", "unit": {property}}}]}}"#
        ))
        .unwrap()
    }

    #[test]
    fn documentation_of_types_and_fields_is_left_out_and_nothing_else() {
        assert!(account("a", "b", 1).same_but_docs(&account("c", "d", 1)));
        assert!(!account("a", "b", 1).same_but_docs(&account("a", "b", 2)));
        assert!(!account("a", "b", 1).same_but_docs(&Schema::parse(r#""int""#).unwrap()));
    }
}
