//! Random schemas, later versions of them, and data: the same for the same seed on every machine.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub mod data;
pub mod mutate;
pub mod schema;

/// SplitMix64: small, fast, and good enough to choose with. Bytes may choose in its place, as long as there are any.
pub struct Rng {
    state: u64,
    bytes: std::vec::IntoIter<u8>,
}

impl Rng {
    pub fn new(seed: u64) -> Rng {
        Rng { state: seed, bytes: Vec::new().into_iter() }
    }

    /// Chooses by the bytes, one for each choice, and then as a seed does that follows from them.
    pub fn of_bytes(bytes: &[u8]) -> Rng {
        let seed = bytes.iter().fold(0, |seed: u64, byte| (seed ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
        Rng { state: seed, bytes: Vec::from(bytes).into_iter() }
    }

    pub fn next(&mut self) -> u64 {
        if let Some(byte) = self.bytes.next() {
            return byte.into();
        }
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            items.swap(index, self.below(index + 1));
        }
    }
}
