//! A wide record of forty numbers.

use super::{Numbers, VALUES};
use crate::hand::{self, Bad, Hand};
use crate::measure::Rounds;
use crate::table::Table;
use crate::task::codec;
use crate::task::resolved::{self, Fields};
use avro_entity::AvroEntity;
use serde::{Deserialize, Serialize};

macro_rules! wide {
    ($($long:ident $int:ident $double:ident $other:ident),* $(,)?) => {
        #[derive(AvroEntity, Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
        pub(crate) struct Wide {
            $($long: i64, $int: i32, $double: f64, $other: i64,)*
            long: i64,
            #[avro(alias = "former")]
            #[serde(alias = "former")]
            int: i32,
            double: f64,
            #[avro(default = 0)]
            #[serde(default)]
            other: i64,
        }

        impl Hand for Wide {
            fn put(&self, out: &mut Vec<u8>) {
                $(
                    hand::put_long(out, self.$long);
                    hand::put_long(out, i64::from(self.$int));
                    out.extend_from_slice(&self.$double.to_le_bytes());
                    hand::put_long(out, self.$other);
                )*
                hand::put_long(out, self.long);
                hand::put_long(out, i64::from(self.int));
                out.extend_from_slice(&self.double.to_le_bytes());
                hand::put_long(out, self.other);
            }

            fn take(bytes: &mut &[u8]) -> Result<Wide, Bad> {
                Ok(Wide {
                    $(
                        $long: hand::long(bytes)?,
                        $int: hand::int(bytes)?,
                        $double: hand::double(bytes)?,
                        $other: hand::long(bytes)?,
                    )*
                    long: hand::long(bytes)?,
                    int: hand::int(bytes)?,
                    double: hand::double(bytes)?,
                    other: hand::long(bytes)?,
                })
            }
        }

        fn value(numbers: &mut Numbers) -> Wide {
            Wide {
                $(
                    $long: numbers.long(40),
                    $int: numbers.long(20) as i32,
                    $double: numbers.below(1 << 40) as f64 / 256.0,
                    $other: numbers.long(12),
                )*
                long: numbers.long(40),
                int: numbers.long(20) as i32,
                double: numbers.below(1 << 40) as f64 / 256.0,
                other: numbers.long(12),
            }
        }
    };
}

wide!(
    a0 b0 c0 d0, a1 b1 c1 d1, a2 b2 c2 d2, a3 b3 c3 d3, a4 b4 c4 d4, a5 b5 c5 d5, a6 b6 c6 d6, a7 b7 c7 d7,
    a8 b8 c8 d8,
);

pub(crate) fn run(rounds: &Rounds, table: &mut Table) {
    let mut numbers = Numbers::new();
    let values: Vec<Wide> = (0..VALUES).map(|_| value(&mut numbers)).collect();
    codec::run(rounds, table, "wide", &values);
    let fields = Fields { added: "other", promoted: ("d0", "int"), renamed: "int" };
    resolved::run(rounds, table, "wide", &values, &fields);
}
