//! A service with two kinds of data: accounts, which it keeps in files, and the events of people who sign in.
//!
//! The types are what other teams read, so that a change of them is a change for everybody. The last line of this file is the
//! test that says so before it is merged. `schemas` has every version that data were written with; `AVRO_ENTITY=accept cargo
//! test` adds the next one when it breaks nothing.

mod account;
mod event;

pub use account::{Account, Address, Plan};
pub use event::SignedIn;

/// The namespace that all entities of the service share.
pub const NAMESPACE: &str = "net.example.account";

#[cfg(test)]
avro_entity::gate!();
