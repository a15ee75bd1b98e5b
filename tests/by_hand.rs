//! Types whose impls are written by hand, beside derived ones: what they need not say, and data of other schemas.

use avro_entity::resolve::{Plan, Verdict, resolve};
use avro_entity::schema::{Kind, Name, NodeId, SchemaBuilder};
use avro_entity::{
    AvroDecode, AvroDecodeOwned, AvroEncode, AvroEntity, AvroSchema, Decoder, Encoder, Error, ErrorKind, Limits,
    ReadOwned, Reader, Writer, from_slice, read_owned, to_vec,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

/// A `double`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Celsius(f64);

impl AvroSchema for Celsius {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        f64::build(builder)
    }

    fn type_name() -> Cow<'static, str> {
        f64::type_name()
    }
}

impl AvroEncode for Celsius {
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        encoder.write_double(self.0);
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for Celsius {
    const OWNED: Option<ReadOwned<Self>> = Some(read_owned);

    fn decode(decoder: &mut Decoder<'de>) -> Result<Celsius, Error> {
        match decoder.read_double()? {
            kelvin if kelvin < -273.15 => Err(decoder.error(ErrorKind::Custom, "below absolute zero")),
            degrees => Ok(Celsius(degrees)),
        }
    }
}

/// A record.
#[derive(Clone, Debug, PartialEq)]
struct Money {
    cents: i64,
    currency: String,
    place: Option<Celsius>,
}

impl AvroSchema for Money {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        builder.record::<Money>(Name::lenient("Money", None), |record| {
            record.field("cents", i64::build);
            record.field("currency", String::build).default_json("EUR".into());
            record.field("place", <Option<Celsius>>::build).default_json(().into());
        })
    }

    fn type_name() -> Cow<'static, str> {
        "Money".into()
    }
}

impl AvroEncode for Money {
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        encoder.write_long(self.cents);
        encoder.write_str(&self.currency);
        self.place.encode(encoder)
    }
}

impl<'de> AvroDecode<'de> for Money {
    const MIN_BYTES: usize = 3;
    const OWNED: Option<ReadOwned<Self>> = Some(read_owned);

    fn decode(decoder: &mut Decoder<'de>) -> Result<Money, Error> {
        let (cents, currency) = (decoder.read_long()?, decoder.read_str()?.to_owned());
        Ok(Money { cents, currency, place: <Option<Celsius>>::decode(decoder)? })
    }
}

/// A union: `string` or `long`.
#[derive(Clone, Debug, PartialEq)]
enum Id {
    Text(String),
    Number(i64),
}

impl AvroSchema for Id {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        let branches = [String::build(builder), i64::build(builder)];
        builder.union(branches)
    }

    fn type_name() -> Cow<'static, str> {
        "Id".into()
    }
}

impl AvroEncode for Id {
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        match self {
            Id::Text(text) => {
                encoder.write_index(0);
                encoder.write_str(text);
            }
            Id::Number(number) => {
                encoder.write_index(1);
                encoder.write_long(*number);
            }
        }
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for Id {
    const OWNED: Option<ReadOwned<Self>> = Some(read_owned);

    fn decode(decoder: &mut Decoder<'de>) -> Result<Id, Error> {
        match decoder.read_branch(2)? {
            0 => decoder.read_str().map(|text| Id::Text(text.to_owned())),
            _ => decoder.read_long().map(Id::Number),
        }
    }
}

/// A `record` that borrows.
#[derive(Debug, PartialEq)]
struct Token<'a>(&'a str);

impl AvroSchema for Token<'_> {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        builder.record::<Token<'static>>(Name::lenient("Token", None), |record| {
            record.field("text", String::build);
        })
    }

    fn type_name() -> Cow<'static, str> {
        "Token".into()
    }
}

impl<'de: 'a, 'a> AvroDecode<'de> for Token<'a> {
    const OWNED: Option<ReadOwned<Self>> = None;

    fn decode(decoder: &mut Decoder<'de>) -> Result<Token<'a>, Error> {
        decoder.read_str().map(Token)
    }
}

/// A record without fields, so that it takes no byte.
#[derive(Clone, Debug, PartialEq)]
struct Mark;

impl AvroSchema for Mark {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        builder.node(Kind::Null)
    }

    fn type_name() -> Cow<'static, str> {
        "Mark".into()
    }
}

impl<'de> AvroDecode<'de> for Mark {
    const OWNED: Option<ReadOwned<Self>> = Some(read_owned);

    fn decode(_: &mut Decoder<'de>) -> Result<Mark, Error> {
        Ok(Mark)
    }
}

/// The data of `old` are `new`, in every place that a type can have, and where `before` was before.
#[track_caller]
fn becomes<Old: AvroEncode + Clone, New: AvroEntity + Clone + PartialEq + Debug>(old: &Old, new: &New, before: &New) {
    one_becomes(old, new, before.clone());
    one_becomes(&vec![old.clone(); 3], &vec![new.clone(); 3], vec![before.clone(); 2]);
    one_becomes(&[old.clone(), old.clone()], &[new.clone(), new.clone()], [before.clone(), before.clone()]);
    one_becomes(&Box::new(old.clone()), &Box::new(new.clone()), Box::new(before.clone()));
    let map = |value: &New| HashMap::from([("key".to_owned(), value.clone())]);
    one_becomes(&HashMap::from([("key", old.clone())]), &map(new), map(before));
}

#[track_caller]
fn one_becomes<Old: AvroEncode, New: AvroEntity + PartialEq + Debug>(old: &Old, new: &New, before: New) {
    let plan = resolve(Old::schema(), New::schema());
    let bytes = to_vec(old).unwrap();
    assert_eq!(&read::<New>(&plan, &bytes).unwrap(), new);
    let (mut decoder, mut existing) = (Decoder::new(&bytes), before);
    assert_ne!(&existing, new);
    plan.read_into(&mut existing, &mut decoder).unwrap();
    assert_eq!((&existing, decoder.is_empty()), (new, true), "into a value that is there");
}

fn read<T: AvroDecodeOwned>(plan: &Plan, bytes: &[u8]) -> Result<T, Error> {
    let mut decoder = Decoder::new(bytes);
    let value = plan.read(&mut decoder)?;
    decoder.finish()?;
    Ok(value)
}

#[test]
fn a_number_by_hand_is_read_from_narrower_ones() {
    let before = Celsius(-1.0);
    becomes(&21, &Celsius(21.0), &before);
    becomes(&(1i64 << 40), &Celsius((1i64 << 40) as f64), &before);
    becomes(&0.5f32, &Celsius(0.5), &before);
    one_becomes(&21, &Some(Celsius(21.0)), None);
    one_becomes(&Some(21), &Some(Celsius(21.0)), Some(before));
}

#[derive(AvroEntity, Clone)]
#[avro(name = "Money")]
struct OldMoney {
    currency: String,
    note: String,
    cents: i32,
}

#[derive(AvroEntity, Clone)]
#[avro(name = "Money")]
struct FirstMoney {
    cents: i32,
}

#[test]
fn a_record_by_hand_is_read_with_other_fields_in_another_order() {
    let old = OldMoney { currency: "DKK".into(), note: "left out".into(), cents: 100 };
    let before = Money { cents: 5, currency: "none".into(), place: Some(Celsius(1.0)) };
    becomes(&old, &Money { cents: 100, currency: "DKK".into(), place: None }, &before);
    becomes(&FirstMoney { cents: -1 }, &Money { cents: -1, currency: "EUR".into(), place: None }, &before);
}

#[test]
fn a_union_by_hand_is_read_from_one_of_its_types_and_from_other_unions() {
    becomes(&7, &Id::Number(7), &Id::Text("one".into()));
    becomes(&"seven".to_owned(), &Id::Text("seven".into()), &Id::Number(1));

    #[derive(AvroEntity, Clone)]
    enum Turned {
        Number(i32),
        Text(String),
    }
    becomes(&Turned::Number(7), &Id::Number(7), &Id::Number(1));
    becomes(&Turned::Text("seven".into()), &Id::Text("seven".into()), &Id::Number(1));
}

#[test]
fn a_union_by_hand_has_no_place_in_another_union() {
    let refusal =
        "a type with a hand-written schema that is a union, inside of an `Option` or of an enum that is a union";
    let error = <Option<Id>>::try_schema().unwrap_err();
    assert!(error.message().contains(refusal), "{error}");

    #[derive(AvroEntity)]
    #[allow(dead_code, reason = "it is about the schema")]
    enum Around {
        Flag(bool),
        Id(Id),
    }
    let error = Around::try_schema().unwrap_err();
    assert!(error.message().contains(refusal), "{error}");
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Order {
    id: Id,
    #[avro(flatten)]
    money: Money,
    cold: Option<Celsius>,
    by_city: BTreeMap<String, Celsius>,
}

#[derive(AvroEntity, Clone)]
#[avro(name = "Order")]
struct OldOrder {
    by_city: BTreeMap<String, i32>,
    cents: i32,
    place: i32,
    gone: Vec<String>,
    cold: f32,
    id: i64,
}

#[test]
fn types_by_hand_are_read_inside_of_derived_ones_and_out_of_flattened_ones() {
    let city = |degrees| BTreeMap::from([("Kiel".to_owned(), degrees)]);
    let old = OldOrder { by_city: city(9), cents: 250, place: 4, gone: vec!["x".into()], cold: 0.5, id: 7 };
    let new = Order {
        id: Id::Number(7),
        money: Money { cents: 250, currency: "EUR".into(), place: Some(Celsius(4.0)) },
        cold: Some(Celsius(0.5)),
        by_city: BTreeMap::from([("Kiel".to_owned(), Celsius(9.0))]),
    };
    assert_eq!(resolve(OldOrder::schema(), Order::schema()).verdict(), Verdict::Always);
    let before = Order { id: Id::Text("one".into()), cold: None, by_city: BTreeMap::new(), ..new.clone() };
    becomes(&old, &new, &before);
    becomes(&new, &new, &before);

    let mut file = Vec::new();
    let mut writer = Writer::new(&mut file).unwrap();
    writer.append(&old).unwrap();
    writer.append(&old).unwrap();
    writer.finish().unwrap();
    let read: Vec<Order> = Reader::from_slice(&file).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(read, [new.clone(), new]);
}

#[test]
fn what_is_wrong_in_a_copy_is_said_about_the_place_in_the_data() {
    #[derive(AvroEntity)]
    #[avro(name = "Day")]
    struct Old {
        number: i64,
        noon: i32,
    }
    #[derive(AvroEntity, Debug)]
    struct Day {
        #[allow(dead_code, reason = "it is in front of the other field")]
        number: i64,
        #[allow(dead_code, reason = "it is never read")]
        noon: Celsius,
    }
    let plan = resolve(Old::schema(), Day::schema());
    let bytes = to_vec(&Old { number: 1 << 20, noon: -300 }).unwrap();
    let error = read::<Day>(&plan, &bytes).unwrap_err();
    assert_eq!(error.to_string(), "Day.noon at byte 4: below absolute zero");
    // What cannot be read at all is wrong where it is.
    let error = read::<Day>(&plan, &bytes[..5]).unwrap_err();
    assert_eq!(error.to_string(), "Day.noon at byte 4: the input ends inside a number");
}

#[test]
fn a_copy_is_read_no_deeper_than_the_data_may_be() {
    /// An array of arrays of numbers.
    #[derive(Debug, PartialEq)]
    struct Grid(Vec<Vec<f64>>);

    impl AvroSchema for Grid {
        fn build(builder: &mut SchemaBuilder) -> NodeId {
            <Vec<Vec<f64>>>::build(builder)
        }

        fn type_name() -> Cow<'static, str> {
            "Grid".into()
        }
    }

    impl<'de> AvroDecode<'de> for Grid {
        const OWNED: Option<ReadOwned<Self>> = Some(read_owned);

        fn decode(decoder: &mut Decoder<'de>) -> Result<Grid, Error> {
            // As deep as its own data, and one level on.
            decoder.enter()?;
            let grid = AvroDecode::decode(decoder).map(Grid);
            decoder.leave();
            grid
        }
    }

    let plan = resolve(<Vec<Vec<Vec<i32>>>>::schema(), <Vec<Grid>>::schema());
    let bytes = to_vec(&vec![vec![vec![1]]]).unwrap();
    let read = |depth| plan.read::<Vec<Grid>>(&mut Decoder::with_limits(&bytes, &Limits { depth, ..Limits::DEFAULT }));
    assert_eq!(read(4).unwrap(), [Grid(vec![vec![1.0]])]);
    assert_eq!(read(3).unwrap_err().kind(), ErrorKind::Limit);
}

#[test]
fn a_type_by_hand_that_borrows_reads_its_own_schema_and_says_why_no_other() {
    let bytes = to_vec(&"text").unwrap();
    assert_eq!(from_slice::<Token<'_>>(&bytes).unwrap(), Token("text"));
    let same = resolve(Token::schema(), Token::schema());
    assert_eq!(same.read::<Token<'_>>(&mut Decoder::new(&bytes)).unwrap(), Token("text"));

    #[derive(AvroEntity)]
    #[avro(name = "Token")]
    struct Old {
        text: String,
        at: i64,
    }
    let plan = resolve(Old::schema(), Token::schema());
    let bytes = to_vec(&Old { text: "text".into(), at: 1 }).unwrap();
    let error = plan.read::<Token<'_>>(&mut Decoder::new(&bytes)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Resolution);
    assert_eq!(
        error.message(),
        "`by_hand::Token<'_>` is not read from data of another schema here: it borrows what it reads (`AvroDecode::OWNED` is `None`), or the plan was made for another type"
    );
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Wrapped {
    inner: Celsius,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Table {
    #[avro(map = "entries")]
    cells: HashMap<Cell, Wrapped>,
}

/// A key by hand that does not say how many bytes it takes either.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Cell(i64);

impl AvroSchema for Cell {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        i64::build(builder)
    }

    fn type_name() -> Cow<'static, str> {
        "Cell".into()
    }
}

impl AvroEncode for Cell {
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        self.0.encode(encoder)
    }
}

impl<'de> AvroDecode<'de> for Cell {
    const OWNED: Option<ReadOwned<Self>> = Some(read_owned);

    fn decode(decoder: &mut Decoder<'de>) -> Result<Cell, Error> {
        decoder.read_long().map(Cell)
    }
}

#[test]
fn arrays_of_types_that_do_not_say_their_bytes_go_by_the_schema() {
    let limits = Limits { empty_items: 4, ..Limits::DEFAULT };
    let many: Vec<Celsius> = vec![Celsius(1.0); 2_000_000];
    let bytes = to_vec(&many).unwrap();
    let read = <Vec<Celsius>>::decode(&mut Decoder::with_limits(&bytes, &limits)).unwrap();
    assert_eq!(read, many);
    let nested: Vec<Wrapped> = (0..9).map(|_| Wrapped { inner: Celsius(1.0) }).collect();
    let bytes = to_vec(&nested).unwrap();
    assert_eq!(<Vec<Wrapped>>::decode(&mut Decoder::with_limits(&bytes, &limits)).unwrap(), nested);
    let table = Table { cells: (0..9).map(|key| (Cell(key), Wrapped { inner: Celsius(0.0) })).collect() };
    let bytes = to_vec(&table).unwrap();
    assert_eq!(Table::decode(&mut Decoder::with_limits(&bytes, &limits)).unwrap(), table);
    // A claim to more than there is ends before it is believed, and nothing is still nothing.
    let claim = to_vec(&(1i64 << 20)).unwrap();
    assert_eq!(from_slice::<Vec<Celsius>>(&claim).unwrap_err().kind(), ErrorKind::UnexpectedEnd);
    let marks = |count: usize| {
        let bytes = to_vec(&vec![(); count]).unwrap();
        <Vec<Mark>>::decode(&mut Decoder::with_limits(&bytes, &limits)).map_err(|error| error.kind())
    };
    assert_eq!((marks(4), marks(5)), (Ok(vec![Mark; 4]), Err(ErrorKind::Limit)));
}
