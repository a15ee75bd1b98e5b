//! Somebody who signed up.

use avro_entity::AvroEntity;

/// Somebody who signed up.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(root, namespace = crate::NAMESPACE, meta(owner = "identity"))]
pub struct Account {
    pub id: i64,
    /// Where we write to; empty for accounts from before we asked.
    #[avro(name = "email", default = "")]
    pub mail: String,
    pub plan: Plan,
    pub address: Option<Address>,
    /// How often they were here.
    #[avro(default)]
    pub visits: i64,
}

/// What they pay for.
#[derive(AvroEntity, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[avro(namespace = crate::NAMESPACE, rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Plan {
    /// What older readers take a plan for that they do not know.
    #[default]
    #[avro(default)]
    Free,
    Team,
    Company,
}

/// Where bills go.
#[derive(AvroEntity, Clone, Debug, PartialEq, Eq)]
#[avro(namespace = crate::NAMESPACE)]
pub struct Address {
    pub street: String,
    pub city: String,
    #[avro(default = "DE")]
    pub country: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use avro_entity::{from_slice, to_vec};

    #[test]
    fn an_account_comes_back() {
        let account = Account {
            id: 1,
            mail: "ada@example.net".to_owned(),
            plan: Plan::Team,
            address: Some(Address {
                street: "1 Mill Lane".to_owned(),
                city: "York".to_owned(),
                country: "GB".to_owned(),
            }),
            visits: 12,
        };
        assert_eq!(from_slice::<Account>(&to_vec(&account).unwrap()).unwrap(), account);
    }
}
