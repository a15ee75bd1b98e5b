//! TOML files: what is in them, with the place of a mistake, and a change that leaves everything else as it stands.

use crate::error::{Error, ErrorKind};
use crate::schema::Position;
use serde::Serialize;
use serde::de::{DeserializeOwned, IntoDeserializer};
use std::path::Path;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

/// What the text of `file` holds.
pub(super) fn read<T: DeserializeOwned>(text: &str, file: &Path) -> Result<T, Error> {
    toml_edit::de::from_str(text).map_err(|error| {
        let mut message = error.message().trim_end().replace('\n', ": ");
        if text.lines().any(|line| line.starts_with("<<<<<<<")) {
            message.push_str(
                "; git left a conflict in it: `avro-entity rebase` puts one side's versions behind the other's",
            );
        }
        let position = position(text, error.span().map_or(0, |span| span.start));
        Error::new(ErrorKind::History, message).at_position(position).in_file(file)
    })
}

/// The text with what `content` holds and `text` does not. Comments, order and whatever is the same stay as they are.
pub(super) fn write(text: &str, content: &impl Serialize) -> Result<String, Error> {
    let unwritable = |error: &dyn std::fmt::Display| Error::new(ErrorKind::History, format!("no TOML: {error}"));
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| unwritable(&error))?;
    let wanted = toml_edit::ser::to_document(content).map_err(|error| unwritable(&error))?;
    change_table(document.as_table_mut(), wanted.as_table());
    Ok(document.to_string())
}

/// The text with some rows of another text behind its own under the heading `[[key]]`, comments and all.
pub(super) fn with_rows(text: &str, key: &str, other: &str, rows: &[usize]) -> Result<String, Error> {
    let unreadable = |error: toml_edit::TomlError| Error::new(ErrorKind::History, error.message().to_owned());
    let (mut document, other): (DocumentMut, DocumentMut) =
        (text.parse().map_err(unreadable)?, other.parse().map_err(unreadable)?);
    let there = other.get(key).and_then(Item::as_array_of_tables);
    let new: Vec<Table> = rows.iter().filter_map(|row| there?.get(*row).cloned()).collect();
    if new.is_empty() {
        return Ok(text.to_owned());
    }
    let have = document.entry(key).or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    for mut row in new {
        row.set_position(None);
        have.as_array_of_tables_mut().into_iter().for_each(|have| have.push(row.clone()));
    }
    Ok(document.to_string())
}

/// The line of a byte, from 1.
pub(super) fn line(text: &str, offset: usize) -> u32 {
    position(text, offset).line
}

/// Line and column of a byte.
pub(super) fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let last = before.rsplit('\n').next().unwrap_or_default();
    let from_one = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
    Position { line: from_one(before.matches('\n').count()), column: from_one(last.chars().count()) }
}

fn change_table(have: &mut dyn TableLike, wanted: &dyn TableLike) {
    let gone: Vec<String> =
        have.iter().map(|(key, _)| key.to_owned()).filter(|key| !wanted.contains_key(key)).collect();
    for key in gone {
        have.remove(&key);
    }
    for (key, item) in wanted.iter() {
        match have.get_mut(key) {
            Some(existing) => change_item(existing, item),
            None => drop(have.insert(key, in_blocks(item.clone()))),
        }
    }
}

fn change_item(have: &mut Item, wanted: &Item) {
    if let (Some(have), Some(wanted)) = (have.as_table_like_mut(), wanted.as_table_like()) {
        return change_table(have, wanted);
    }
    if let (Some(have), Some(wanted)) = (have.as_array_of_tables_mut(), wanted.as_array()) {
        return change_rows(have, wanted);
    }
    if plain(have) == plain(wanted) {
        return;
    }
    let mut new = in_blocks(wanted.clone());
    if let (Some(old), Some(new)) = (have.as_value(), new.as_value_mut()) {
        *new.decor_mut() = old.decor().clone();
    }
    *have = new;
}

fn change_rows(have: &mut ArrayOfTables, wanted: &Array) {
    if have.len() > wanted.len() {
        let wanted: Vec<_> = wanted.iter().map(|row| plain(&Item::Value(row.clone()))).collect();
        have.retain(|row| wanted.contains(&plain(&Item::Table(row.clone()))));
    }
    for (index, row) in wanted.iter().enumerate() {
        let Some(row) = row.as_inline_table() else { continue };
        match have.get_mut(index) {
            Some(existing) => change_table(existing, row),
            None => have.push(row.clone().into_table()),
        }
    }
    while have.len() > wanted.len() {
        have.remove(have.len() - 1);
    }
}

/// Tables under a heading of their own and not in braces.
fn in_blocks(item: Item) -> Item {
    match item {
        Item::Value(Value::InlineTable(table)) => Item::Table(table.into_table()),
        Item::Value(Value::Array(rows)) if rows.iter().any(Value::is_inline_table) => {
            Item::Value(Value::Array(rows)).into_array_of_tables().map_or_else(|item| item, Item::ArrayOfTables)
        }
        other => other,
    }
}

/// The value without its spelling.
fn plain(item: &Item) -> Option<serde_json::Value> {
    let value = item.clone().into_value().ok()?;
    serde::Deserialize::deserialize(value.into_deserializer()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Serialize, Deserialize, Default)]
    #[serde(deny_unknown_fields, default)]
    struct File {
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        weights: BTreeMap<String, u32>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        row: Vec<Row>,
    }

    #[derive(Serialize, Deserialize)]
    struct Row {
        number: u32,
    }

    const TEXT: &str =
        "# head\nname = 'a' # why\n\n[weights] # of what\nx = 1\n\n# first\n[[row]]\nnumber = 0x1 # hex\n";

    fn changed(change: impl FnOnce(&mut File)) -> String {
        let mut file: File = read(TEXT, Path::new("f.toml")).unwrap();
        change(&mut file);
        write(TEXT, &file).unwrap()
    }

    #[test]
    fn a_file_that_holds_what_it_should_stays_as_it_is() {
        assert_eq!(changed(|_| {}), TEXT);
    }

    #[test]
    fn one_value_is_put_in_the_place_of_another() {
        assert_eq!(changed(|file| file.name = "b".into()), TEXT.replace("'a'", "\"b\""));
        assert_eq!(changed(|file| file.row[0].number = 2), TEXT.replace("0x1", "2"));
    }

    #[test]
    fn rows_and_keys_are_added_behind_those_there_are_and_taken_away() {
        let more = changed(|file| {
            file.row.push(Row { number: 2 });
            file.note = Some("n".into());
        });
        let expected = TEXT.replace("# why\n", "# why\nnote = \"n\"\n") + "\n[[row]]\nnumber = 2\n";
        assert_eq!(more, expected);
        assert_eq!(changed(|file| file.row.clear()), TEXT.split("\n# first").next().unwrap());
        assert_eq!(changed(|file| file.weights.clear()), TEXT.replace("\n[weights] # of what\nx = 1\n", ""));
    }

    #[test]
    fn a_row_that_goes_takes_its_comment_along() {
        let text = "name = 'a'\n# one\n[[row]]\nnumber = 1\n# two\n[[row]]\nnumber = 2\n";
        let mut file: File = read(text, Path::new("f.toml")).unwrap();
        file.row.remove(0);
        assert_eq!(write(text, &file).unwrap(), text.replace("# one\n[[row]]\nnumber = 1\n", ""));
    }

    #[test]
    fn rows_of_another_file_come_with_their_comments() {
        let other = "# zero\n[[row]]\nnumber = 0\n# two\n[[row]]\nnumber = 2 # !\n";
        assert_eq!(with_rows(TEXT, "row", other, &[1]).unwrap(), format!("{TEXT}# two\n[[row]]\nnumber = 2 # !\n"));
        assert_eq!(with_rows("name = 'a'\n", "row", other, &[0]).unwrap(), "name = 'a'\n# zero\n[[row]]\nnumber = 0\n");
        assert_eq!(with_rows(TEXT, "line", other, &[0]).unwrap(), TEXT);
    }

    #[test]
    fn a_mistake_has_its_line_and_column() {
        let error = read::<File>("name = 'ä'\nnaem = 1\n", Path::new("f.toml")).err().unwrap();
        assert_eq!(
            error.to_string(),
            "f.toml, line 2, column 1: unknown field `naem`, expected one of `name`, `note`, `weights`, `row`"
        );
        let error = read::<File>("name = 'ä' x", Path::new("f.toml")).err().unwrap();
        assert_eq!(error.position(), Some(Position { line: 1, column: 12 }), "{error}");
    }
}
