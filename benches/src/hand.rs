//! The yardstick: a safe, straight-line codec as somebody would write it by hand, on a slice and a `Vec`.

/// What the hand-written decoder says when the bytes are not what it expects.
#[derive(Debug)]
pub(crate) struct Bad;

/// The code written by hand for one entity.
pub(crate) trait Hand: Sized {
    fn put(&self, out: &mut Vec<u8>);
    fn take(bytes: &mut &[u8]) -> Result<Self, Bad>;
}

pub(crate) fn long(bytes: &mut &[u8]) -> Result<i64, Bad> {
    let mut value = 0u64;
    let mut shift = 0;
    loop {
        let (byte, rest) = bytes.split_first().ok_or(Bad)?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok((value >> 1) as i64 ^ -((value & 1) as i64));
        }
        shift += 7;
        if shift > 63 {
            return Err(Bad);
        }
    }
}

pub(crate) fn int(bytes: &mut &[u8]) -> Result<i32, Bad> {
    long(bytes)?.try_into().map_err(|_| Bad)
}

pub(crate) fn boolean(bytes: &mut &[u8]) -> Result<bool, Bad> {
    let (byte, rest) = bytes.split_first().ok_or(Bad)?;
    *bytes = rest;
    match byte {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Bad),
    }
}

pub(crate) fn double(bytes: &mut &[u8]) -> Result<f64, Bad> {
    let (chunk, rest) = bytes.split_first_chunk().ok_or(Bad)?;
    *bytes = rest;
    Ok(f64::from_le_bytes(*chunk))
}

pub(crate) fn float(bytes: &mut &[u8]) -> Result<f32, Bad> {
    let (chunk, rest) = bytes.split_first_chunk().ok_or(Bad)?;
    *bytes = rest;
    Ok(f32::from_le_bytes(*chunk))
}

pub(crate) fn str<'de>(bytes: &mut &'de [u8]) -> Result<&'de str, Bad> {
    let len = usize::try_from(long(bytes)?).map_err(|_| Bad)?;
    let (text, rest) = bytes.split_at_checked(len).ok_or(Bad)?;
    *bytes = rest;
    std::str::from_utf8(text).map_err(|_| Bad)
}

pub(crate) fn string(bytes: &mut &[u8]) -> Result<String, Bad> {
    str(bytes).map(str::to_owned)
}

pub(crate) fn option<'de, T>(
    bytes: &mut &'de [u8],
    read: impl FnOnce(&mut &'de [u8]) -> Result<T, Bad>,
) -> Result<Option<T>, Bad> {
    match long(bytes)? {
        0 => Ok(None),
        1 => read(bytes).map(Some),
        _ => Err(Bad),
    }
}

pub(crate) fn array<'de, T>(
    bytes: &mut &'de [u8],
    mut read: impl FnMut(&mut &'de [u8]) -> Result<T, Bad>,
) -> Result<Vec<T>, Bad> {
    let mut items = Vec::new();
    loop {
        let count = long(bytes)?;
        if count == 0 {
            return Ok(items);
        }
        if count < 0 {
            long(bytes)?;
        }
        let count = count.unsigned_abs() as usize;
        items.reserve(count.min(bytes.len()));
        for _ in 0..count {
            items.push(read(bytes)?);
        }
    }
}

pub(crate) fn put_long(out: &mut Vec<u8>, value: i64) {
    let mut bits = ((value << 1) ^ (value >> 63)) as u64;
    while bits >= 0x80 {
        out.push(bits as u8 | 0x80);
        bits >>= 7;
    }
    out.push(bits as u8);
}

pub(crate) fn put_str(out: &mut Vec<u8>, text: &str) {
    put_long(out, text.len() as i64);
    out.extend_from_slice(text.as_bytes());
}

pub(crate) fn put_option<T>(out: &mut Vec<u8>, value: Option<&T>, put: impl FnOnce(&mut Vec<u8>, &T)) {
    match value {
        None => out.push(0),
        Some(value) => {
            out.push(2);
            put(out, value);
        }
    }
}

pub(crate) fn put_array<T>(out: &mut Vec<u8>, items: &[T], mut put: impl FnMut(&mut Vec<u8>, &T)) {
    if !items.is_empty() {
        put_long(out, items.len() as i64);
        for item in items {
            put(out, item);
        }
    }
    out.push(0);
}
