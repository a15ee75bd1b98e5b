use avro_entity::AvroEntity;

#[derive(AvroEntity, Clone)]
#[avro(try_from = "Raw", into = "Raw", name = "Range")]
struct Range {
    #[avro(default = 1)]
    low: i32,
}

#[derive(AvroEntity)]
struct Raw {
    low: i32,
}

impl From<Range> for Raw {
    fn from(range: Range) -> Raw {
        Raw { low: range.low }
    }
}

impl TryFrom<Raw> for Range {
    type Error = String;

    fn try_from(raw: Raw) -> Result<Range, String> {
        Ok(Range { low: raw.low })
    }
}

fn main() {}
