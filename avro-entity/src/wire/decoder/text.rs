//! Text and bytes: a length, and so many bytes.
//!
//! Letter to the next reader. Text is read out of line, since a record has many of them, and comes back as an `Option` of two words,
//! in registers; a `Result` of it, or a `String`, would come back in memory. A short one is copied with one store of `SHORT` bytes,
//! which the input and the allocation both have. The items of an array are read in one loop, with the cursor in registers. Where a
//! text is `None` the cursor stays where it was, and `bad_text` reads once more to say why.

use super::Decoder;
use crate::error::{Error, ErrorKind};
use crate::wire::cursor::Cursor;
use crate::wire::raw;

impl<'de> Decoder<'de> {
    /// Reads `bytes`, borrowed from the input.
    #[inline]
    pub fn read_bytes(&mut self) -> Result<&'de [u8], Error> {
        let len = self.read_length()?;
        self.take(len, "a bytes value")
    }

    /// Reads a `string`, borrowed from the input; an error when it is not UTF-8.
    #[inline]
    pub fn read_str(&mut self) -> Result<&'de str, Error> {
        self.text().ok_or_else(|| self.bad_text())
    }

    /// Reads a `string` into an allocation of its own; an error when it is not UTF-8.
    ///
    /// ```
    /// let mut decoder = avro_entity::Decoder::new(&[6, b'f', b'o', b'o']);
    /// assert_eq!(decoder.read_string()?, "foo");
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    #[inline]
    pub fn read_string(&mut self) -> Result<String, Error> {
        match self.owned_text() {
            Some(text) => Ok(text.into_string()),
            None => Err(self.bad_text()),
        }
    }

    /// Reads up to `count` strings, borrowed from the input, to the end of `texts`, and stops in front of one that is very long or wrong.
    #[inline]
    pub(crate) fn read_strs<'a>(&mut self, count: usize, texts: &mut Vec<&'a str>)
    where
        'de: 'a,
    {
        let (mut cursor, limit) = (self.cursor, self.limits.value_bytes);
        texts.extend((0..count).map_while(|_| usual_text(&mut cursor, limit)));
        self.cursor = cursor;
    }

    /// Reads up to `count` strings to the end of `texts`, and stops in front of one that is long, the last of the input, or wrong.
    #[inline]
    pub(crate) fn read_short_strings(&mut self, count: usize, texts: &mut Vec<String>) {
        #[cfg(not(feature = "safe"))]
        {
            let (mut cursor, limit) = (self.cursor, self.limits.value_bytes);
            texts.extend(
                (0..count)
                    .map_while(|_| short_text(&mut cursor, limit, raw::Owned::short).map(raw::Owned::into_string)),
            );
            self.cursor = cursor;
        }
        #[cfg(feature = "safe")]
        let _ = (count, texts);
    }

    #[inline(never)]
    fn text(&mut self) -> Option<&'de str> {
        self.text_here()
    }

    /// The same in place.
    #[inline(always)]
    fn text_here(&mut self) -> Option<&'de str> {
        usual_text(&mut self.cursor, self.limits.value_bytes).or_else(|| self.unusual_text())
    }

    #[cold]
    #[inline(never)]
    fn unusual_text(&mut self) -> Option<&'de str> {
        let before = self.cursor;
        let text = self.any_text();
        if text.is_err() {
            self.cursor = before;
        }
        text.ok()
    }

    #[inline(never)]
    fn owned_text(&mut self) -> Option<raw::Owned> {
        #[cfg(not(feature = "safe"))]
        if let Some(text) = short_text(&mut self.cursor, self.limits.value_bytes, raw::Owned::short) {
            return Some(text);
        }
        self.text_here().map(raw::Owned::of)
    }

    /// Reads a `string` into an existing one.
    #[inline]
    pub(crate) fn read_string_into(&mut self, string: &mut String) -> Result<(), Error> {
        self.text_into(string).ok_or_else(|| self.bad_text())
    }

    #[inline(never)]
    fn text_into(&mut self, string: &mut String) -> Option<()> {
        #[cfg(not(feature = "safe"))]
        let replace = |front: &_, len| raw::replace(string, front, len);
        #[cfg(not(feature = "safe"))]
        if let Some(()) = short_text(&mut self.cursor, self.limits.value_bytes, replace) {
            return Some(());
        }
        let text = self.text()?;
        string.clear();
        string.push_str(text);
        Some(())
    }

    fn any_text(&mut self) -> Result<&'de str, Error> {
        let before = self.offset();
        let len = self.read_length()?;
        let bytes = self.take(len, "a string")?;
        raw::text(bytes).map_err(|error| no_text(error, before))
    }

    #[cold]
    #[inline(never)]
    fn bad_text(&mut self) -> Error {
        match self.any_text() {
            Err(error) => error,
            Ok(_) => self.error(ErrorKind::Malformed, "a string is no string"),
        }
    }

    /// The length in front of a `string` or `bytes` value.
    #[inline(always)]
    fn read_length(&mut self) -> Result<usize, Error> {
        let mut cursor = self.cursor;
        match cursor.length() {
            Some(len) if len <= self.limits.value_bytes => {
                self.cursor = cursor;
                Ok(len)
            }
            _ => self.read_long_length(),
        }
    }

    #[inline(never)]
    fn read_long_length(&mut self) -> Result<usize, Error> {
        if self.is_bare() {
            return self.bare_length();
        }
        let before = self.cursor;
        let len = self.read_long()?;
        match usize::try_from(len) {
            Ok(len) if len <= self.limits.value_bytes => Ok(len),
            _ => {
                self.cursor = before;
                Err(self.bad_length(len))
            }
        }
    }

    /// The length that is not written: of all there is, which comes into view.
    #[cold]
    fn bare_length(&mut self) -> Result<usize, Error> {
        let len = self.input.len();
        if len > self.limits.value_bytes {
            return Err(self.value_too_long(len as u64));
        }
        self.cursor = Cursor::new(self.input);
        Ok(len)
    }

    #[cold]
    fn bad_length(&self, len: i64) -> Error {
        match u64::try_from(len) {
            Ok(len) => self.value_too_long(len),
            Err(_) => self.error(ErrorKind::Malformed, format!("a length is not negative, found {len}")),
        }
    }

    #[cold]
    pub(super) fn value_too_long(&self, len: u64) -> Error {
        let limit = self.limits.value_bytes;
        self.error(
            ErrorKind::Limit,
            format!("a value of {len} bytes is longer than the limit of {limit} bytes (`Limits::value_bytes`)"),
        )
    }

    /// Jumps over a `string` or `bytes` value.
    #[inline]
    pub(crate) fn skip_bytes(&mut self) -> Result<(), Error> {
        self.read_bytes().map(drop)
    }
}

/// A text whose length is written in one byte or two.
#[inline(always)]
fn usual_text<'de>(cursor: &mut Cursor<'de>, limit: usize) -> Option<&'de str> {
    let mut behind = *cursor;
    let len = behind.length().filter(|len| *len <= limit)?;
    let text = raw::text(behind.take(len)?).ok()?;
    *cursor = behind;
    Some(text)
}

/// A text that is short and not the last of the input, as most are, which `make` makes of what it begins and its length.
#[cfg(not(feature = "safe"))]
#[inline(always)]
fn short_text<T>(
    cursor: &mut Cursor<'_>,
    limit: usize,
    make: impl FnOnce(&[u8; raw::SHORT], usize) -> Option<T>,
) -> Option<T> {
    let mut behind = *cursor;
    let [twice, front @ ..] = behind.rest().first_chunk::<{ raw::SHORT + 1 }>()?;
    let len = usize::from(twice / 2);
    if twice % 2 != 0 || len > limit {
        return None;
    }
    behind.take(1 + len)?;
    let text = make(front, len)?;
    *cursor = behind;
    Some(text)
}

#[cold]
fn no_text(error: std::str::Utf8Error, at: u64) -> Error {
    Error::new(ErrorKind::Utf8, format!("a string is UTF-8: {error}")).at_offset(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Encoder, Limits};

    #[test]
    fn ill_formed_text_of_every_length_is_an_error_at_the_value() {
        for len in [1usize, 2, 15, 16, 17, 63, 64, 8191, 8192] {
            let mut bytes = vec![2];
            Encoder::new(&mut bytes).write_bytes(&vec![b'x'; len]);
            let there = bytes.len();
            *bytes.last_mut().unwrap() = 0xc3;
            for behind in [0, 20] {
                bytes.resize(there + behind, 0);
                let mut decoder = Decoder::new(&bytes);
                decoder.read_long().unwrap();
                let into = decoder.clone().read_string_into(&mut "room for more than sixteen".to_owned());
                let [borrowed, owned] = [decoder.clone().read_str().map(drop), decoder.read_string().map(drop)];
                for error in [borrowed, owned, into].map(Result::unwrap_err) {
                    assert_eq!((error.kind(), error.offset()), (ErrorKind::Utf8, Some(1)), "{len} bytes");
                }
            }
        }
    }

    #[test]
    fn text_of_every_length_that_is_cut_off_is_an_unexpected_end_behind_its_length() {
        for len in [1usize, 15, 16, 17, 63, 64, 8191, 8192] {
            let mut bytes = Vec::new();
            Encoder::new(&mut bytes).write_bytes(&vec![b'x'; len]);
            bytes.pop();
            let start = bytes.len() + 1 - len;
            for error in [Decoder::new(&bytes).read_str().unwrap_err(), Decoder::new(&bytes).read_string().unwrap_err()]
            {
                assert_eq!(
                    (error.kind(), error.offset()),
                    (ErrorKind::UnexpectedEnd, Some(start as u64)),
                    "{len} bytes"
                );
            }
        }
    }

    #[test]
    fn text_is_the_same_borrowed_and_owned_whatever_its_length_and_what_follows() {
        for text in
            (0..40).flat_map(|len| ["x".repeat(len), format!("{}é", "x".repeat(len)), format!("é{}", "x".repeat(len))])
        {
            let mut bytes = Vec::new();
            Encoder::new(&mut bytes).write_str(&text);
            for behind in [0, 1, 30] {
                let len = bytes.len();
                bytes.resize(len + behind, 0xff);
                let (mut borrowed, mut owned) = (Decoder::new(&bytes), Decoder::new(&bytes));
                assert_eq!(borrowed.read_str().unwrap(), text);
                let read = owned.read_string().unwrap();
                assert_eq!((&read, read.clone().into_boxed_str().len()), (&text, text.len()));
                assert_eq!((borrowed.remaining().len(), owned.remaining().len()), (behind, behind));
                bytes.truncate(len);
            }
        }
    }

    #[test]
    fn text_replaces_text_whatever_the_room_that_one_had() {
        let texts = (0..40).flat_map(|len| ["x".repeat(len), format!("{}é", "x".repeat(len))]);
        for (text, room) in texts.flat_map(|text| [0, 1, 15, 16, 17, 60].map(|room| (text.clone(), room))) {
            let mut bytes = Vec::new();
            Encoder::new(&mut bytes).write_str(&text);
            for behind in [0, 30] {
                let mut old = "former".repeat(10);
                old.truncate(room);
                old.shrink_to_fit();
                let mut input = bytes.clone();
                input.resize(bytes.len() + behind, 0xff);
                let mut decoder = Decoder::new(&input);
                decoder.read_string_into(&mut old).unwrap();
                assert_eq!((&old, decoder.remaining().len()), (&text, behind), "over {room} bytes");
            }
            bytes.pop();
            let (mut old, mut decoder) = ("a former text of some length".to_owned(), Decoder::new(&bytes));
            let error = decoder.read_string_into(&mut old).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnexpectedEnd);
        }
    }

    #[test]
    fn a_negative_length_is_malformed_and_a_long_one_exceeds_the_limit() {
        assert_eq!(Decoder::new(&[1]).read_bytes().unwrap_err().kind(), ErrorKind::Malformed);
        let limits = Limits { value_bytes: 2, ..Limits::default() };
        let mut at_limit = Decoder::with_limits(&[4, 1, 1], &limits);
        assert_eq!(at_limit.read_bytes().unwrap(), [1, 1]);
        let past = &[6, b'a', b'b', b'c'];
        for error in [
            Decoder::with_limits(past, &limits).read_bytes().unwrap_err(),
            Decoder::with_limits(past, &limits).read_str().unwrap_err(),
            Decoder::with_limits(past, &limits).read_string().unwrap_err(),
        ] {
            assert_eq!(
                error.to_string(),
                "byte 0: a value of 3 bytes is longer than the limit of 2 bytes (`Limits::value_bytes`)"
            );
        }
    }

    #[test]
    fn bytes_without_a_length_are_all_there_is_to_every_reader_of_bytes_and_text() {
        for text in [0, 1, 2, 15, 16, 17, 40, 200].map(|len| "d".repeat(len)) {
            let bare = || Decoder::bare_bytes(text.as_bytes(), &Limits::DEFAULT, 5).unwrap();
            let mut into = "a former text".to_owned();
            let mut decoders = [bare(), bare(), bare(), bare(), bare()];
            let [bytes, borrowed, owned, replaced, skipped] = &mut decoders;
            assert_eq!(bytes.read_bytes().unwrap(), text.as_bytes());
            assert_eq!(borrowed.read_str().unwrap(), text);
            assert_eq!(owned.read_string().unwrap(), text);
            replaced.read_string_into(&mut into).unwrap();
            assert_eq!(into, text);
            skipped.skip_bytes().unwrap();
            for decoder in decoders {
                assert_eq!((decoder.is_empty(), decoder.offset()), (true, 5 + text.len() as u64));
                decoder.finish().unwrap();
            }
            let mut unread = bare();
            unread.start_datum();
            assert_eq!((unread.remaining(), unread.offset()), (text.as_bytes(), 5));
            assert_eq!(unread.read_bytes().unwrap(), text.as_bytes());
        }
    }

    #[test]
    fn bytes_without_a_length_are_read_once_and_as_nothing_else() {
        let mut decoder = Decoder::bare_bytes(&[4, 1, 2], &Limits::DEFAULT, 5).unwrap();
        let error = decoder.read_long().unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::Malformed, Some(5)));
        assert_eq!(error.message(), "bytes without a length are not read as a number");
        assert_eq!(decoder.read_bytes().unwrap(), [4, 1, 2]);
        let error = decoder.read_bytes().unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::UnexpectedEnd, Some(8)));
    }
}
