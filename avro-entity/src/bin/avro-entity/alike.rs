//! What files that become one file must have in common.

use crate::failure::Failure;
use crate::input::Container;
use avro_entity::container::Header;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The first of several files, which gives the copy its header.
pub(crate) struct Original {
    name: PathBuf,
    header: Header,
}

impl Original {
    pub(crate) fn new(first: &Container) -> Original {
        Original { name: first.name().to_path_buf(), header: first.header().clone() }
    }

    /// What its header says.
    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// Refuses a file of another schema.
    pub(crate) fn same_schema(&self, other: &Container) -> Result<(), Failure> {
        if other.header().schema() == self.header.schema() {
            return Ok(());
        }
        Err(self.differs(other, "schema", "`avro-entity project` brings both under one"))
    }

    /// Refuses a file of another codec.
    pub(crate) fn same_codec(&self, other: &Container) -> Result<(), Failure> {
        let (found, own) = (other.header().codec(), self.header.codec());
        if found == own {
            return Ok(());
        }
        let advice =
            format!("it is `{found}` and not `{own}`; `avro-entity cat` joins both, `avro-entity recodec` changes one");
        Err(self.differs(other, "codec", &advice))
    }

    /// Refuses a file of other user metadata.
    pub(crate) fn same_metadata(&self, other: &Container) -> Result<(), Failure> {
        let entries = |header: &Header| -> BTreeMap<String, Vec<u8>> {
            header.metadata().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
        };
        if entries(other.header()) == entries(&self.header) {
            return Ok(());
        }
        Err(self.differs(other, "user metadata", "`avro-entity cat` joins both and keeps that of the first"))
    }

    fn differs(&self, other: &Container, what: &str, advice: &str) -> Failure {
        let (other, name) = (other.name().display(), self.name.display());
        Failure::Input(format!("{other}: the {what} is not that of {name}: {advice}"))
    }
}
