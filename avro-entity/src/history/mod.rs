//! Histories: every schema that data were written with, committed with the code.
//!
//! ```text
//! schemas/workspace.toml                    level and severities for all, optional
//! schemas/net.example.Account/0001.avsc     the first version, self-contained
//! schemas/net.example.Account/0002.avsc
//! schemas/net.example.Account/entity.toml   what the versions are known by, and what was accepted about them
//! ```
//!
//! An `entity.toml` is written by [`Edit`] and may be edited by hand, which keeps its comments:
//!
//! ```toml
//! entity = "net.example.Account"
//! package = "account-service"         # the cargo package that has the Rust type
//! formerly = ["net.example.User"]     # the names it had before, where it had any
//! level = "BACKWARD"                  # optional; or { backward = "all", forward = "latest" }
//! retired = "reason"                  # when there is no such entity any more
//!
//! [severity]
//! field-removed = "deny"
//!
//! [[version]]
//! number = 1
//! after = 0                           # optional: the version it was made from, where that is not the one before it
//! resolution = "…"                    # the resolution fingerprint, 64 hex digits
//! content = "…"                       # the SHA-256 of the file, whose lines end with a line feed
//!
//! [[epoch]]
//! from = 3                            # versions before it do not count any more
//! reason = "…"
//!
//! [[waiver]]
//! rule = "field-removed"
//! entity = "net.example.Account"
//! path = "net.example.Account.mail"
//! version = 4                         # the version that brought the break
//! reason = "…"
//! expires = "2027-01-31"              # optional, the last day on which it holds
//! ```
//!
//! A [`Store`] is the folder, a [`History`] one entity's part of it with the [`Problem`]s it has, a [`Baseline`] an earlier state
//! to which it may only have grown, and [`rebase`] what to do when two branches have gone on from one version.

mod baseline;
mod cargo;
mod date;
mod edit;
mod file;
mod folder;
mod git;
mod hash;
mod inspect;
mod lock;
mod merge;
mod problem;
mod rebase;
mod record;
mod settings;
mod store;
mod toml;
mod waiver;
mod word;

pub use baseline::Baseline;
pub use date::Date;
pub use edit::Edit;
pub use problem::Problem;
pub use rebase::{Rebased, Sides, rebase};
pub use record::{History, Version};
pub use settings::Settings;
pub use store::Store;
pub use waiver::{Epoch, Waiver};
