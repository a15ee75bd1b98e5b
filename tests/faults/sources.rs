//! Sources that give one byte at a time, are interrupted, or die midway, before readers that go their own ways.

use crate::{Entry, entry};
use avro_entity::container::{Codec, OnDamage};
use avro_entity::{AvroEntity, ErrorKind, ReaderOptions, WriterOptions};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::rc::Rc;

/// Gives `step` bytes at a time, is interrupted before each, and dies at the byte `dies`.
struct Source {
    bytes: Cursor<Vec<u8>>,
    step: usize,
    dies: u64,
    interrupted: bool,
}

impl Source {
    fn new(bytes: &[u8], step: usize, dies: usize) -> Source {
        Source { bytes: Cursor::new(bytes.to_vec()), step, dies: dies as u64, interrupted: false }
    }
}

impl Read for Source {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let left = self.dies.saturating_sub(self.bytes.position());
        if left == 0 {
            return Err(io::Error::other("the line is dead"));
        }
        let len = room.len().min(self.step).min(left as usize);
        self.bytes.read(&mut room[..len])
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// A file of `count` records in blocks of two, compressed, so that other threads have work, and where its blocks begin.
fn file(count: u32) -> (Vec<u8>, Vec<usize>) {
    let mut writer = WriterOptions::new().codec(Codec::Deflate).to_writer(Vec::new()).unwrap();
    let mut starts = Vec::new();
    for number in 0..count {
        if number % 2 == 0 {
            starts.push(writer.sync().unwrap() as usize);
        }
        writer.append(&entry(0, number)).unwrap();
    }
    let file = writer.finish().unwrap().inner;
    starts.push(file.len());
    (file, starts)
}

/// A connection on which nothing more comes before what is there has been answered.
struct Live {
    pieces: Rc<RefCell<VecDeque<Vec<u8>>>>,
}

impl Read for Live {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let piece = self.pieces.borrow_mut().pop_front().expect("the reader waits for more than it needs");
        room[..piece.len()].copy_from_slice(&piece);
        Ok(piece.len())
    }
}

#[test]
fn a_live_source_gives_header_and_blocks_as_soon_as_they_are_there() {
    #[derive(AvroEntity, Debug, PartialEq)]
    struct Tick {}
    let mut writer = WriterOptions::new().metadata("note", "n".repeat(2000)).to_writer(Vec::new()).unwrap();
    let header = writer.sync().unwrap() as usize;
    writer.append(&Tick {}).unwrap();
    let smallest = writer.sync().unwrap() as usize;
    writer.append(&Tick {}).unwrap();
    let file = writer.finish().unwrap().inner;
    assert_eq!(smallest - header, 18);

    let cut = |from: usize, to: usize| file[from..to].to_vec();
    let pieces = Rc::new(RefCell::new(VecDeque::from([cut(0, 2), cut(2, 700), cut(700, header)])));
    let mut reader = ReaderOptions::new().read::<Tick, _>(Live { pieces: pieces.clone() }).unwrap();
    pieces.borrow_mut().push_back(cut(header, smallest));
    assert_eq!(reader.next().unwrap().unwrap(), Tick {});
    pieces.borrow_mut().extend([cut(smallest, smallest + 5), cut(smallest + 5, file.len())]);
    assert_eq!(reader.next().unwrap().unwrap(), Tick {});
}

#[test]
fn one_byte_at_a_time_is_as_good_as_all_at_once_on_threads_and_in_ranges() {
    let (file, starts) = file(9);
    let expected: Vec<Entry> = (0..9).map(|number| entry(0, number)).collect();
    for step in [1, 7, usize::MAX] {
        let source = || Source::new(&file, step, usize::MAX);
        let threads = ReaderOptions::new().read::<Entry, _>(source()).unwrap().threads(2).unwrap();
        assert_eq!(threads.map(Result::unwrap).collect::<Vec<_>>(), expected, "{step} bytes at a time");
        for cut in &starts {
            let part = |range| {
                let mut reader = ReaderOptions::new().read::<Entry, _>(source()).unwrap();
                reader.set_range(range).unwrap();
                reader.map(Result::unwrap).collect::<Vec<_>>()
            };
            let both = [part(0..*cut as u64), part(*cut as u64..file.len() as u64)].concat();
            assert_eq!(both, expected, "{step} bytes at a time, cut at {cut}");
        }
    }
}

#[test]
fn what_came_before_the_source_died_is_delivered_and_the_error_names_the_block() {
    let (file, starts) = file(9);
    for dies in starts[0]..file.len() {
        let blocks = starts.iter().filter(|start| **start <= dies).count() - 1;
        for (threads, on_damage) in
            [(1, OnDamage::Stop), (2, OnDamage::Stop), (1, OnDamage::SkipToNextSync), (2, OnDamage::SkipToNextSync)]
        {
            let what = format!("dead at byte {dies}, {threads} threads, {on_damage:?}");
            let options = ReaderOptions::new().on_damage(on_damage);
            let reader = options.read::<Entry, _>(Source::new(&file, 50, dies)).unwrap();
            let read: Vec<_> = match threads {
                1 => reader.collect(),
                _ => reader.threads(threads).unwrap().collect(),
            };
            let good: Vec<Entry> = read.iter().map_while(|record| record.as_ref().ok()).cloned().collect();
            assert_eq!(good, (0..2 * blocks as u32).map(|number| entry(0, number)).collect::<Vec<_>>(), "{what}");
            assert_eq!(read.len(), good.len() + 1, "{what}: one error, and nothing behind it");
            let error = read.last().unwrap().as_ref().unwrap_err();
            assert_eq!((error.kind(), error.message()), (ErrorKind::Io, "the line is dead"), "{what}");
            assert_eq!(error.block(), Some(blocks as u64), "{what}");
        }
    }
}
