//! The workloads: an entity each, with the code somebody would write by hand for it.

pub(crate) mod flat;
pub(crate) mod flight;
pub(crate) mod nested;
pub(crate) mod scalars;
pub(crate) mod strings;
pub(crate) mod vectors;
pub(crate) mod wide;

/// How many values of a workload there are: so many that the processor's branch predictor does not know them by heart.
const VALUES: u64 = 2048;

/// Records of few branches are so many before it has forgotten the first.
const MANY: u64 = 8 * VALUES;

/// Records in which nothing branches on the data are so few that a processor's own cache holds them: the codec is measured, and not the
/// memory.
const FEW: u64 = VALUES / 4;

/// Numbers that look like data: the same at every run, of varying size.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new() -> Numbers {
        Numbers(0x9e37_79b9_7f4a_7c15)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// A signed number of up to `bits` bits, small ones as likely as large ones.
    pub(crate) fn long(&mut self, bits: u32) -> i64 {
        let shift = 64 - self.below(u64::from(bits)) as u32 - 1;
        (self.next() as i64) >> shift
    }

    /// A word of `len` lower-case letters.
    pub(crate) fn word(&mut self, len: usize) -> String {
        (0..len).map(|_| char::from(b'a' + self.below(26) as u8)).collect()
    }
}
