//! The compression codecs of container files: their names, levels and features, and the dispatch to the crate behind each.
//!
//! Implements "Required Codecs" and "Optional Codecs" of the section "Object Container Files".

#[cfg(feature = "bzip2")]
mod bzip2;
mod deflate;
#[cfg(feature = "snappy")]
mod snappy;
mod unpacked;
#[cfg(feature = "xz")]
mod xz;
#[cfg(feature = "zstandard")]
mod zstandard;

use crate::error::{Error, ErrorKind};
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
pub(super) use unpacked::Unpacked;

/// How the blocks of a container file are compressed.
///
/// Every codec of the specification has its variant whatever features are enabled; reading or writing with one whose feature
/// is not enabled is an error that names the feature.
///
/// ```
/// use avro_entity::container::Codec;
/// assert_eq!("zstandard".parse::<Codec>()?, Codec::Zstandard);
/// assert_eq!(Codec::Zstandard.levels(), Some(1..=22));
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Codec {
    /// `null`: not at all.
    #[default]
    Null,
    /// `deflate`, as RFC 1951 has it.
    Deflate,
    /// `snappy`, each block followed by the CRC-32 of its data. Feature `snappy`.
    Snappy,
    /// `zstandard`. Feature `zstandard`.
    Zstandard,
    /// `bzip2`. Feature `bzip2`.
    Bzip2,
    /// `xz`. Feature `xz`.
    Xz,
}

impl Codec {
    /// All codecs of the specification.
    pub const ALL: &'static [Codec] =
        &[Codec::Null, Codec::Deflate, Codec::Snappy, Codec::Zstandard, Codec::Bzip2, Codec::Xz];

    /// The name in the file's header, under `avro.codec`.
    pub fn name(self) -> &'static str {
        match self {
            Codec::Null => "null",
            Codec::Deflate => "deflate",
            Codec::Snappy => "snappy",
            Codec::Zstandard => "zstandard",
            Codec::Bzip2 => "bzip2",
            Codec::Xz => "xz",
        }
    }

    /// The levels that can be asked for, from the fastest to the smallest; `None` for codecs without levels.
    pub fn levels(self) -> Option<RangeInclusive<i32>> {
        match self {
            Codec::Null | Codec::Snappy => None,
            Codec::Deflate | Codec::Xz => Some(0..=9),
            Codec::Zstandard => Some(1..=22),
            Codec::Bzip2 => Some(1..=9),
        }
    }

    /// The level taken unless another is set.
    pub fn default_level(self) -> Option<i32> {
        match self {
            Codec::Null | Codec::Snappy => None,
            Codec::Deflate | Codec::Xz => Some(6),
            Codec::Zstandard => Some(3),
            Codec::Bzip2 => Some(9),
        }
    }

    /// Whether the feature of this codec is enabled.
    pub fn is_enabled(self) -> bool {
        match self {
            Codec::Null | Codec::Deflate => true,
            Codec::Snappy => cfg!(feature = "snappy"),
            Codec::Zstandard => cfg!(feature = "zstandard"),
            Codec::Bzip2 => cfg!(feature = "bzip2"),
            Codec::Xz => cfg!(feature = "xz"),
        }
    }

    /// The level to compress with: `wanted` when the codec has it, its default when nothing is wanted.
    fn level(self, wanted: Option<i32>) -> Result<i32, Error> {
        let Some(wanted) = wanted else { return Ok(self.default_level().unwrap_or_default()) };
        match self.levels() {
            Some(levels) if levels.contains(&wanted) => Ok(wanted),
            Some(levels) => Err(Error::new(
                ErrorKind::Codec,
                format!("codec `{self}` has the levels {} to {}, not {wanted}", levels.start(), levels.end()),
            )),
            None => Err(Error::new(ErrorKind::Codec, format!("codec `{self}` has no levels, found level {wanted}"))),
        }
    }

    #[cold]
    #[cfg_attr(
        all(feature = "snappy", feature = "zstandard", feature = "bzip2", feature = "xz"),
        allow(dead_code, reason = "every codec is there when all features are enabled")
    )]
    fn disabled(self) -> Error {
        Error::new(ErrorKind::Codec, format!("codec `{self}` needs the feature `{self}` of the crate `avro-entity`"))
    }
}

impl fmt::Display for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Codec {
    type Err = Error;

    fn from_str(name: &str) -> Result<Codec, Error> {
        Codec::ALL.iter().copied().find(|codec| codec.name() == name).ok_or_else(|| {
            let known: Vec<String> = Codec::ALL.iter().map(|codec| format!("`{codec}`")).collect();
            let known = known.join(", ");
            Error::new(ErrorKind::Codec, format!("unknown codec {name:?}, the known ones are {known}"))
        })
    }
}

/// Compresses the blocks of one file; what can be kept from block to block is kept.
pub(super) enum Packer {
    Null,
    Deflate(deflate::Packer),
    #[cfg(feature = "snappy")]
    Snappy(Box<snappy::Packer>),
    #[cfg(feature = "zstandard")]
    Zstandard(zstandard::Packer),
    #[cfg(feature = "bzip2")]
    Bzip2(bzip2::Packer),
    #[cfg(feature = "xz")]
    Xz(xz::Packer),
}

impl Packer {
    pub(super) fn new(codec: Codec, level: Option<i32>) -> Result<Packer, Error> {
        let level = codec.level(level)?;
        Ok(match codec {
            Codec::Null => Packer::Null,
            Codec::Deflate => Packer::Deflate(deflate::Packer::new(level)),
            #[cfg(feature = "snappy")]
            Codec::Snappy => Packer::Snappy(Box::new(snappy::Packer::new())),
            #[cfg(feature = "zstandard")]
            Codec::Zstandard => Packer::Zstandard(zstandard::Packer::new(level)?),
            #[cfg(feature = "bzip2")]
            Codec::Bzip2 => Packer::Bzip2(bzip2::Packer::new(level)),
            #[cfg(feature = "xz")]
            Codec::Xz => Packer::Xz(xz::Packer::new(level)),
            #[cfg(not(all(feature = "snappy", feature = "zstandard", feature = "bzip2", feature = "xz")))]
            disabled => return Err(disabled.disabled()),
        })
    }

    /// Whether blocks are written as they are.
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Packer::Null)
    }

    /// Appends `data`, compressed, to `out`.
    pub(super) fn pack(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        match self {
            Packer::Null => {
                out.extend_from_slice(data);
                Ok(())
            }
            Packer::Deflate(packer) => packer.pack(data, out),
            #[cfg(feature = "snappy")]
            Packer::Snappy(packer) => packer.pack(data, out),
            #[cfg(feature = "zstandard")]
            Packer::Zstandard(packer) => packer.pack(data, out),
            #[cfg(feature = "bzip2")]
            Packer::Bzip2(packer) => packer.pack(data, out),
            #[cfg(feature = "xz")]
            Packer::Xz(packer) => packer.pack(data, out),
        }
    }
}

/// Decompresses the blocks of one file; what can be kept from block to block is kept.
pub(super) enum Unpacker {
    Null,
    Deflate(deflate::Unpacker),
    #[cfg(feature = "snappy")]
    Snappy(snappy::Unpacker),
    #[cfg(feature = "zstandard")]
    Zstandard(zstandard::Unpacker),
    #[cfg(feature = "bzip2")]
    Bzip2,
    #[cfg(feature = "xz")]
    Xz,
}

impl Unpacker {
    pub(super) fn new(codec: Codec) -> Result<Unpacker, Error> {
        Ok(match codec {
            Codec::Null => Unpacker::Null,
            Codec::Deflate => Unpacker::Deflate(deflate::Unpacker::new()),
            #[cfg(feature = "snappy")]
            Codec::Snappy => Unpacker::Snappy(snappy::Unpacker::new()),
            #[cfg(feature = "zstandard")]
            Codec::Zstandard => Unpacker::Zstandard(zstandard::Unpacker::new()?),
            #[cfg(feature = "bzip2")]
            Codec::Bzip2 => Unpacker::Bzip2,
            #[cfg(feature = "xz")]
            Codec::Xz => Unpacker::Xz,
            #[cfg(not(all(feature = "snappy", feature = "zstandard", feature = "bzip2", feature = "xz")))]
            disabled => return Err(disabled.disabled()),
        })
    }

    /// Whether blocks stand in the file as they are.
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Unpacker::Null)
    }

    /// Decompresses `packed` into `out`, which is emptied first, grows to `limit` bytes at most, and is empty after an error.
    pub(super) fn unpack(&mut self, packed: &[u8], out: &mut Unpacked, limit: usize) -> Result<(), Error> {
        out.start(limit);
        let outcome = match self {
            Unpacker::Null => out.copy(packed),
            Unpacker::Deflate(unpacker) => unpacker.unpack(packed, out),
            #[cfg(feature = "snappy")]
            Unpacker::Snappy(unpacker) => unpacker.unpack(packed, out),
            #[cfg(feature = "zstandard")]
            Unpacker::Zstandard(unpacker) => unpacker.unpack(packed, out),
            #[cfg(feature = "bzip2")]
            Unpacker::Bzip2 => bzip2::unpack(packed, out),
            #[cfg(feature = "xz")]
            Unpacker::Xz => xz::unpack(packed, out),
        };
        outcome.inspect_err(|_| out.start(limit))
    }
}

/// The compressed data of a block is not what its codec asks for.
#[cold]
fn damaged(codec: Codec, reason: impl fmt::Display) -> Error {
    Error::new(ErrorKind::Block, format!("the block is no {codec} data: {reason}"))
}

/// The codec's crate refused to compress.
#[cold]
fn refused(codec: Codec, reason: impl fmt::Display) -> Error {
    Error::new(ErrorKind::Codec, format!("codec `{codec}` failed to compress the block: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enabled() -> impl Iterator<Item = Codec> {
        Codec::ALL.iter().copied().filter(|codec| codec.is_enabled())
    }

    fn pack(codec: Codec, level: Option<i32>, data: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        Packer::new(codec, level).unwrap().pack(data, &mut packed).unwrap();
        packed
    }

    fn unpack(codec: Codec, packed: &[u8], limit: usize) -> Result<Vec<u8>, Error> {
        let mut out = Unpacked::default();
        Unpacker::new(codec)?.unpack(packed, &mut out, limit)?;
        Ok(out.bytes().to_vec())
    }

    fn noise(len: usize) -> Vec<u8> {
        let mut state = 0x9e37_79b9_7f4a_7c15u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        };
        (0..len).map(|_| next()).collect()
    }

    #[test]
    fn data_comes_back_from_every_codec_at_every_level() {
        let text = b"some text that repeats, ".repeat(700);
        for codec in enabled() {
            let levels = codec.levels().map_or(vec![None], |levels| levels.map(Some).collect());
            for level in levels {
                for data in [&b""[..], b"a", &text, &noise(5_000)] {
                    let packed = pack(codec, level, data);
                    assert_eq!(unpack(codec, &packed, data.len()).unwrap(), data, "{codec} at {level:?}");
                }
            }
        }
    }

    #[test]
    fn one_packer_and_one_unpacker_serve_many_blocks() {
        for codec in enabled() {
            let mut packer = Packer::new(codec, None).unwrap();
            let mut unpacker = Unpacker::new(codec).unwrap();
            let mut out = Unpacked::default();
            for len in [10, 200_000, 0, 3, 70_000] {
                let data = noise(len);
                let mut packed = Vec::new();
                packer.pack(&data, &mut packed).unwrap();
                unpacker.unpack(&packed, &mut out, 200_000).unwrap();
                assert_eq!(out.bytes(), data, "{codec}, {len} bytes");
            }
        }
    }

    #[test]
    fn a_block_at_the_limit_is_read_and_one_past_it_is_refused() {
        let data = vec![7; 300_000];
        for codec in enabled() {
            let packed = pack(codec, None, &data);
            assert_eq!(unpack(codec, &packed, data.len()).unwrap(), data, "{codec}");
            let error = unpack(codec, &packed, data.len() - 1).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Limit, "{codec}: {error}");
            assert_eq!(
                error.message(),
                "the block is longer than the limit of 299999 bytes after decompression (`Limits::block_bytes`)"
            );
        }
    }

    #[test]
    fn cut_data_is_refused_at_every_byte() {
        let data = b"some text that repeats, ".repeat(20);
        for codec in enabled().filter(|codec| *codec != Codec::Null) {
            let packed = pack(codec, None, &data);
            for len in 0..packed.len() {
                let outcome = unpack(codec, &packed[..len], 1 << 20);
                assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Block, "{codec} cut to {len} bytes");
            }
        }
    }

    #[test]
    fn bytes_after_the_data_are_refused_but_for_deflate() {
        let data = b"some text";
        for codec in enabled().filter(|codec| *codec != Codec::Null) {
            let mut packed = pack(codec, None, data);
            packed.extend_from_slice(b"xyz");
            match unpack(codec, &packed, 1 << 20) {
                Ok(read) => assert_eq!((codec, &*read), (Codec::Deflate, &data[..])),
                Err(error) => assert_eq!(error.kind(), ErrorKind::Block, "{codec}: {error}"),
            }
        }
    }

    #[test]
    fn levels_out_of_range_are_refused_with_the_range() {
        let error = Packer::new(Codec::Deflate, Some(10)).err().unwrap();
        assert_eq!(error.to_string(), "codec `deflate` has the levels 0 to 9, not 10");
        let error = Packer::new(Codec::Null, Some(1)).err().unwrap();
        assert_eq!(error.to_string(), "codec `null` has no levels, found level 1");
    }

    #[test]
    fn unknown_names_are_refused_with_the_known_ones() {
        let error = "Deflate".parse::<Codec>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "unknown codec \"Deflate\", the known ones are `null`, `deflate`, `snappy`, `zstandard`, `bzip2`, `xz`"
        );
    }

    #[test]
    fn a_codec_without_its_feature_names_the_feature() {
        for codec in Codec::ALL.iter().copied().filter(|codec| !codec.is_enabled()) {
            let expected = format!("codec `{codec}` needs the feature `{codec}` of the crate `avro-entity`");
            assert_eq!(Unpacker::new(codec).err().unwrap().to_string(), expected);
            assert_eq!(Packer::new(codec, None).err().unwrap().to_string(), expected);
        }
    }
}
