//! What commands read: container files one after the other, their records, and schemas.

use crate::args;
use crate::failure::Failure;
use crate::progress::{Progress, size};
use avro_entity::container::{Block, BlockReader, Header, Lost, OnDamage, PackedBlock, ReaderOptions};
use avro_entity::{Decoder, Error, Schema, generic};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// How standard input is named in errors.
pub(crate) const STDIN: &str = "standard input";

/// Whether `-` is meant.
pub(crate) fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Whether it is standard input, a pipe or a device, whose bytes are gone once they are read.
fn is_stream(path: &Path) -> bool {
    is_dash(path) || fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// What the input `path` is called in errors.
pub(crate) fn name(path: &Path) -> &Path {
    if is_dash(path) { Path::new(STDIN) } else { path }
}

/// Opens a file or standard input.
pub(crate) fn open(path: &Path) -> Result<Box<dyn Read>, Failure> {
    if is_dash(path) {
        return Ok(Box::new(io::stdin().lock()));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(Failure::io(path.display(), &error)),
    }
}

/// Refuses to read standard input a second time: there would be nothing left.
pub(crate) fn read_stdin_once<'a>(files: impl IntoIterator<Item = &'a PathBuf>) -> Result<(), Failure> {
    match files.into_iter().filter(|file| is_dash(file)).count() {
        0 | 1 => Ok(()),
        _ => Err(Failure::Run(format!("{STDIN} (`-`) is named twice and can be read only once"))),
    }
}

/// Container files to read one after the other.
pub(crate) struct Inputs<'a> {
    files: std::slice::Iter<'a, PathBuf>,
    progress: Progress,
    /// The sizes of the files before.
    passed: u64,
    damage: args::Damage,
    /// Whether damage was passed over in one of the files before.
    has_lost: bool,
    /// Whether there was a file to read.
    has_opened: bool,
    /// Why files were passed over whole, as long as that is not told.
    unread: Vec<String>,
}

/// A container file that is being read.
pub(crate) struct Container {
    name: PathBuf,
    reader: BlockReader<Box<dyn Read>>,
    progress: Progress,
    passed: u64,
}

impl<'a> Inputs<'a> {
    /// The files and at most one standard input; `to_stdout` is whether output goes there while they are read.
    pub(crate) fn new(files: &'a [PathBuf], to_stdout: bool) -> Result<Inputs<'a>, Failure> {
        read_stdin_once(files)?;
        let sizes = files.iter().map(|file| if is_dash(file) { None } else { size(file) });
        let progress = Progress::new(sizes, to_stdout);
        Ok(Inputs {
            files: files.iter(),
            progress,
            passed: 0,
            damage: args::Damage::STOP,
            has_lost: false,
            has_opened: false,
            unread: Vec::new(),
        })
    }

    /// The same with what is done about damage.
    pub(crate) fn with(self, damage: args::Damage) -> Inputs<'a> {
        Inputs { damage, ..self }
    }

    /// The same with blocks that may be so large.
    pub(crate) fn blocks(mut self, blocks: args::Blocks) -> Inputs<'a> {
        self.damage.blocks = blocks;
        self
    }

    /// Opens the next file. Where damage is passed over, so is a file whose header is damaged, as long as another one has a sound header.
    pub(crate) fn next(&mut self) -> Result<Option<Container>, Failure> {
        while let Some(file) = self.files.next() {
            let opened = self.open(file);
            self.passed += size(file).unwrap_or_default();
            match opened {
                Err(Failure::Input(why)) if self.skips_damage() => self.unread.push(why),
                Err(failure) => return Err(failure),
                Ok(container) => {
                    self.has_opened = true;
                    self.tell_unread();
                    return Ok(Some(container));
                }
            }
        }
        if !self.has_opened && !self.unread.is_empty() {
            return Err(Failure::Input(self.unread.join("\n")));
        }
        self.tell_unread();
        Ok(None)
    }

    /// Opens the first file. Command lines name at least one, or get `-`.
    pub(crate) fn first(&mut self) -> Result<Container, Failure> {
        self.next()?.ok_or_else(|| Failure::Run("no input".to_owned()))
    }

    /// Holds the files that are still to come against a condition, so that one that does not fit shows before anything is
    /// written. What cannot be read twice is left out, and so is what is passed over.
    pub(crate) fn check(&self, fits: impl Fn(&Container) -> Result<(), Failure>) -> Result<(), Failure> {
        self.files.clone().filter(|file| !is_stream(file)).try_for_each(|file| match self.open(file) {
            Err(Failure::Input(_)) if self.skips_damage() => Ok(()),
            opened => fits(&opened?),
        })
    }

    /// Ends the reading of a file, and says what was lost of it.
    pub(crate) fn close(&mut self, container: &Container) {
        let lost = container.reader.lost();
        if !lost.is_none() {
            self.has_lost = true;
            self.progress.tell(&format!("warning: {}: {}", container.name.display(), told(lost)));
        }
    }

    /// How a command ends that has read the files.
    pub(crate) fn end(self) -> Result<(), Failure> {
        if self.has_lost { Err(Failure::Lost) } else { Ok(()) }
    }

    fn skips_damage(&self) -> bool {
        self.damage.on_damage == args::OnDamage::Skip
    }

    /// Says which files were passed over whole.
    fn tell_unread(&mut self) {
        for why in std::mem::take(&mut self.unread) {
            self.has_lost = true;
            self.progress.tell(&format!("warning: {why}; the file was passed over"));
        }
    }

    fn open(&self, file: &Path) -> Result<Container, Failure> {
        let (name, reader) = (name(file).to_path_buf(), read(file, self.damage)?);
        Ok(Container { name, reader, progress: self.progress.clone(), passed: self.passed })
    }
}

fn read(file: &Path, damage: args::Damage) -> Result<BlockReader<Box<dyn Read>>, Failure> {
    let on_damage = match damage.on_damage {
        args::OnDamage::Stop => OnDamage::Stop,
        args::OnDamage::Skip => OnDamage::SkipToNextSync,
    };
    let options = ReaderOptions::new().on_damage(on_damage).limits(damage.blocks.limits());
    Ok(options.read_named_blocks(open(file)?, name(file))?)
}

/// What was lost, in words.
fn told(lost: Lost) -> String {
    let count = |number: u64, one: &str| if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") };
    let (blocks, bytes) = (count(lost.blocks, "block"), count(lost.bytes, "byte"));
    let records = match lost.records {
        0 => "records that nobody can count".to_owned(),
        records => format!("at least {}", count(records, "record")),
    };
    format!("damage was passed over: {blocks} of {bytes}, with {records}")
}

/// One container file, without a progress bar: for commands that read no more than its header.
pub(crate) fn header(file: &Path) -> Result<Header, Failure> {
    Ok(read(file, args::Damage::STOP)?.header().clone())
}

impl Container {
    /// How the file is called in errors.
    pub(crate) fn name(&self) -> &Path {
        &self.name
    }

    /// What the header says.
    pub(crate) fn header(&self) -> &Header {
        self.reader.header()
    }

    /// The next block, decompressed.
    pub(crate) fn next_block(&mut self) -> Result<Option<Block<'_>>, Failure> {
        self.progress.set(self.passed + self.reader.position());
        Ok(self.reader.next_block()?)
    }

    /// The next block as it stands in the file.
    pub(crate) fn next_packed(&mut self) -> Result<Option<PackedBlock<'_>>, Failure> {
        self.progress.set(self.passed + self.reader.position());
        Ok(self.reader.next_packed()?)
    }

    /// Goes on where the records of the last block were read to their end, or where their damage is passed over.
    pub(crate) fn pass_over(&mut self, read: Result<(), Interrupted>) -> Result<(), Failure> {
        match read {
            Ok(()) => Ok(()),
            Err(Interrupted::Damaged { read, error }) => Ok(self.reader.lose_block(read, error)?),
            Err(Interrupted::Failed(failure)) => Err(failure),
        }
    }
}

/// Why the records of a block were not read to their end.
pub(crate) enum Interrupted {
    /// The block is damaged behind so many records.
    Damaged { read: u64, error: Error },
    /// Something else failed.
    Failed(Failure),
}

impl From<Failure> for Interrupted {
    fn from(failure: Failure) -> Interrupted {
        Interrupted::Failed(failure)
    }
}

/// The records of a block, each read by what it is given to.
pub(crate) struct Records<'a> {
    block: &'a Block<'a>,
    decoder: Decoder<'a>,
    read: u64,
}

impl<'a> Records<'a> {
    /// From the first record on.
    pub(crate) fn of(block: &'a Block<'a>) -> Records<'a> {
        Records { block, decoder: block.decoder(), read: 0 }
    }

    /// Lets `read` read the next record; `None` when there is none, and an error when bytes are left then.
    pub(crate) fn next<T>(
        &mut self,
        read: impl FnOnce(&mut Decoder<'a>) -> Result<T, Error>,
    ) -> Result<Option<T>, Interrupted> {
        if self.read == self.block.count() {
            return match self.decoder.remaining().len() {
                0 => Ok(None),
                left => Err(Interrupted::Damaged { read: self.read, error: self.block.left_over_error(left) }),
            };
        }
        self.decoder.start_datum();
        let before = self.decoder.clone();
        let value = read(&mut self.decoder).map_err(|error| self.interrupted(before, error))?;
        self.read += 1;
        Ok(Some(value))
    }

    /// A record that is sound under its own schema is not damaged, but not what it was to be read as.
    fn interrupted(&self, mut before: Decoder<'_>, error: Error) -> Interrupted {
        let place = |error| self.block.record_error(self.read, error);
        match generic::check(self.block.header().schema(), &mut before) {
            Ok(()) => Interrupted::Failed(place(error).into()),
            Err(own) => Interrupted::Damaged { read: self.read, error: place(own) },
        }
    }
}

/// A schema that something is to be written under: what the specification forbids is refused.
pub(crate) fn strict_schema(path: &Path) -> Result<Schema, Failure> {
    schema(path, Schema::parse_all)
}

/// A schema of whatever origin that something is to be read under.
pub(crate) fn foreign_schema(path: &Path) -> Result<Schema, Failure> {
    schema(path, Schema::parse_foreign_all)
}

type Parse = fn(&[(&str, &str)]) -> Result<Vec<Schema>, Error>;

fn schema(path: &Path, parse: Parse) -> Result<Schema, Failure> {
    let name = name(path).display().to_string();
    let bytes = schema_bytes(open(path)?, &name)?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|error| Failure::Input(format!("{name}: the schema is not UTF-8: {error}")))?;
    let schema = parse(&[(&name, text)])?.pop();
    schema.ok_or_else(|| Failure::Input(format!("{name}: there is no schema")))
}

/// What every container file begins with.
const MAGIC: &[u8] = b"Obj\x01";

/// The bytes of a schema. A container file is known before all of it is read.
fn schema_bytes(mut source: impl Read, name: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let io = |error| Failure::io(name, &error);
    source.by_ref().take(MAGIC.len() as u64).read_to_end(&mut bytes).map_err(io)?;
    if bytes == MAGIC {
        let advice = "`avro-entity getschema` prints the schema in it";
        return Err(Failure::Input(format!("{name}: this is a container file and no schema: {advice}")));
    }
    source.read_to_end(&mut bytes).map_err(io)?;
    Ok(bytes)
}
