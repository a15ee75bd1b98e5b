//! JSON records one after the other, as `tojson` prints them or over several lines each.
//!
//! The end of each record is found by its brackets and quotes before it is parsed, so that a record is held in memory once, lines
//! are counted, and one that is nested too deep is refused before the parser goes down into it.

use crate::failure::Failure;
use crate::json_value::Unique;
use avro_entity::Limits;
use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;
use std::io::BufRead;
use std::panic::resume_unwind;
use std::thread;

/// How deep JSON of a datum nests at most: each array, map and record is a bracket, with a bracket for the branch of a union in
/// front of it and of the innermost value. There may be four records to a level of arrays and maps.
const DEPTH: u32 = 2 * (4 + 1) * Limits::DEFAULT.depth + 1;

/// The stack that the deepest JSON takes in a build without optimizations, several times over; a page that is not used costs nothing.
const STACK: usize = DEPTH as usize * (16 << 10);

/// Runs what reads JSON of records where there is room for the deepest: the main thread has little on some systems.
pub(crate) fn with_room<T: Send>(read: impl FnOnce() -> Result<T, Failure> + Send) -> Result<T, Failure> {
    thread::scope(|scope| {
        let running = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read);
        let running = running.map_err(|error| Failure::io("a thread", &error))?;
        running.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// JSON values separated by white space or nothing.
pub(crate) struct JsonRecords<R> {
    source: R,
    name: String,
    /// The place of the next byte.
    place: Place,
    text: Vec<u8>,
}

/// A place in the text: line and column from 1, and bytes from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    line: u64,
    column: u64,
    offset: u64,
}

/// One value and the line it begins on.
pub(crate) struct JsonRecord {
    pub(crate) value: Value,
    pub(crate) line: u64,
}

/// What the next byte is part of.
#[derive(Clone, Copy)]
enum State {
    /// The first byte of a value.
    Before,
    /// A number or a word, which white space ends.
    Word,
    /// The inside of so many brackets.
    Inside(u32),
    /// A string in so many brackets.
    Quoted(u32),
    /// The byte behind a backslash in such a string.
    Escaped(u32),
    /// The value has ended.
    Ended,
    /// There are more brackets than any record has.
    TooDeep,
}

impl State {
    fn is_final(self) -> bool {
        matches!(self, State::Ended | State::TooDeep)
    }

    fn next(self, byte: u8) -> State {
        match (self, byte) {
            (State::Before, b'"') => State::Quoted(0),
            (State::Before, b'{' | b'[') => State::Inside(1),
            (State::Word, byte) if is_white_space(byte) => State::Ended,
            (State::Before | State::Word, _) => State::Word,
            (State::Inside(depth), b'"') => State::Quoted(depth),
            (State::Inside(DEPTH), b'{' | b'[') => State::TooDeep,
            (State::Inside(depth), b'{' | b'[') => State::Inside(depth + 1),
            (State::Inside(0 | 1), b'}' | b']') => State::Ended,
            (State::Inside(depth), b'}' | b']') => State::Inside(depth - 1),
            (State::Quoted(depth), b'\\') => State::Escaped(depth),
            (State::Quoted(0), b'"') => State::Ended,
            (State::Quoted(depth), b'"') => State::Inside(depth),
            (State::Quoted(depth) | State::Escaped(depth), _) => State::Quoted(depth),
            (State::Inside(_) | State::Ended | State::TooDeep, _) => self,
        }
    }
}

impl<R: BufRead> JsonRecords<R> {
    /// Reads from `source`, which errors call `name`.
    pub(crate) fn new(source: R, name: String) -> JsonRecords<R> {
        JsonRecords { source, name, place: Place { line: 1, column: 1, offset: 0 }, text: Vec::new() }
    }

    /// How many bytes are read.
    pub(crate) fn position(&self) -> u64 {
        self.place.offset
    }

    /// The next value; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<JsonRecord>, Failure> {
        if !self.pass_white_space()? {
            return Ok(None);
        }
        let start = self.place;
        self.frame()?;
        let mut parser = serde_json::Deserializer::from_slice(&self.text);
        parser.disable_recursion_limit();
        match Unique::deserialize(&mut parser).and_then(|value| parser.end().map(|()| value)) {
            Ok(Unique(value)) => Ok(Some(JsonRecord { value, line: start.line })),
            Err(error) => Err(self.malformed(start, &error)),
        }
    }

    /// Goes to the next value; `false` at the end.
    fn pass_white_space(&mut self) -> Result<bool, Failure> {
        loop {
            let bytes = self.source.fill_buf().map_err(|error| Failure::io(&self.name, &error))?;
            if bytes.is_empty() {
                return Ok(false);
            }
            let white = bytes.iter().take_while(|byte| is_white_space(**byte)).count();
            let ended = white < bytes.len();
            self.place.pass(bytes.get(..white).unwrap_or_default());
            self.source.consume(white);
            if ended {
                return Ok(true);
            }
        }
    }

    /// Brings the text of the value that begins here into `text`.
    fn frame(&mut self) -> Result<(), Failure> {
        self.text.clear();
        let mut state = State::Before;
        loop {
            let bytes = self.source.fill_buf().map_err(|error| Failure::io(&self.name, &error))?;
            if bytes.is_empty() {
                return Ok(());
            }
            let mut len = 0;
            for byte in bytes {
                state = state.next(*byte);
                len += 1;
                if state.is_final() {
                    break;
                }
            }
            let read = bytes.get(..len).unwrap_or_default();
            self.text.extend_from_slice(read);
            self.place.pass(read);
            self.source.consume(len);
            match state {
                State::Ended => return Ok(()),
                State::TooDeep => return Err(self.too_deep()),
                _ => {}
            }
        }
    }

    fn too_deep(&self) -> Failure {
        let (name, Place { line, column, .. }) = (&self.name, self.place);
        Failure::Input(format!(
            "{name}, line {line}, column {column}: JSON of a record nests {DEPTH} levels deep at most"
        ))
    }

    /// The error of the parser, whose places count from the beginning of the text.
    fn malformed(&self, start: Place, error: &serde_json::Error) -> Failure {
        let message = error.to_string();
        let (line, column) = (error.line() as u64, error.column() as u64);
        let message = message.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&message);
        let column = if line <= 1 { start.column + column.saturating_sub(1) } else { column };
        let line = start.line + line.saturating_sub(1);
        let wrong = if error.classify() == Category::Data { "" } else { "this is no JSON: " };
        Failure::Input(format!("{}, line {line}, column {column}: {wrong}{message}", self.name))
    }
}

fn is_white_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

impl Place {
    fn pass(&mut self, bytes: &[u8]) {
        self.offset += bytes.len() as u64;
        for byte in bytes {
            match byte {
                b'\n' => (self.line, self.column) = (self.line + 1, 1),
                _ => self.column += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    /// The values with their lines, and the error that ends them, read a few bytes at a time.
    fn read(text: &str) -> (Vec<(u64, String)>, Option<String>) {
        let runs = [1, 2, 7, 1000].map(|capacity| {
            let source = BufReader::with_capacity(capacity, text.as_bytes());
            let mut records = JsonRecords::new(source, "in".to_owned());
            let mut found = Vec::new();
            loop {
                match records.next() {
                    Ok(Some(record)) => found.push((record.line, record.value.to_string())),
                    Ok(None) => {
                        assert_eq!(records.position(), text.len() as u64);
                        return (found, None);
                    }
                    Err(failure) => return (found, failure.message().map(str::to_owned)),
                }
            }
        });
        let [first, others @ ..] = runs;
        others.iter().for_each(|other| assert_eq!(*other, first));
        first
    }

    fn values(text: &str) -> Vec<(u64, String)> {
        let (values, error) = read(text);
        assert_eq!(error, None);
        values
    }

    fn owned(values: &[(u64, &str)]) -> Vec<(u64, String)> {
        values.iter().map(|(line, value)| (*line, (*value).to_owned())).collect()
    }

    #[test]
    fn values_are_separated_by_white_space_or_nothing() {
        assert_eq!(values(""), []);
        assert_eq!(values(" \r\n\t"), []);
        let text = "1 true\n\n\"a\"null\n{\"b\": [1]}[]{}";
        let expected = [(1, "1"), (1, "true"), (3, "\"a\""), (3, "null"), (4, "{\"b\":[1]}"), (4, "[]"), (4, "{}")];
        assert_eq!(values(text), owned(&expected));
    }

    #[test]
    fn a_value_may_go_over_lines() {
        assert_eq!(values("\n{\n\"a\":\n1}\n2"), owned(&[(2, "{\"a\":1}"), (5, "2")]));
    }

    #[test]
    fn brackets_and_quotes_in_strings_do_not_count() {
        let text = r#"{"}\"]": "\\"}["{\\\""]"\\" 1"#;
        let expected = [(1, r#"{"}\"]":"\\"}"#), (1, r#"["{\\\""]"#), (1, r#""\\""#), (1, "1")];
        assert_eq!(values(text), owned(&expected));
    }

    #[test]
    fn mistakes_are_placed_in_the_whole_text() {
        for (text, expected) in [
            ("1\n  {\"a\" 1}", "in, line 2, column 8: this is no JSON: expected `:`"),
            ("1\n{\n \"a\": nul}", "in, line 3, column 10: this is no JSON: expected ident"),
            ("1\n{\"a\": ", "in, line 2, column 6: this is no JSON: EOF while parsing a value"),
            ("1\n]", "in, line 2, column 1: this is no JSON: expected value"),
            ("1\n{\"a\": 1, \"b\": {\"a\": 1,\n\"a\": 2}}", "in, line 3, column 3: the member \"a\" occurs twice"),
            ("1\n1e400", "in, line 2, column 5: this is no JSON: number out of range"),
            ("1\n12]3 4", "in, line 2, column 3: this is no JSON: trailing characters"),
        ] {
            let (values, error) = read(text);
            assert_eq!(values, owned(&[(1, "1")]), "{text}");
            assert_eq!(error.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn nesting_ends_where_data_would_be_refused_anyway() {
        with_room(|| {
            nesting_ends();
            Ok(())
        })
        .unwrap();
    }

    fn nesting_ends() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(values(&nested(DEPTH as usize)).len(), 1);
        let column = DEPTH + 2;
        let message = format!("in, line 1, column {column}: JSON of a record nests {DEPTH} levels deep at most");
        assert_eq!(read(&nested(DEPTH as usize + 1)).1, Some(message.clone()));
        assert_eq!(read(&"[".repeat(1_000_000)).1, Some(message));
    }
}
