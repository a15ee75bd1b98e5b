//! A consumer that lags behind: the service has moved on, and the consumer still has the type of last year.
//!
//! ```text
//! cargo run --example lagging
//! ```
//!
//! First the consumer reads what the service writes today, with a type that knows less. Then the service writes under last
//! year's schema, for a consumer that knows no other. Last it tries a schema that cannot hold today's data, and is told so before
//! anything is written.

use avro_entity::{
    AvroEntity, AvroSchema, Error, MemoryStore, Pinned, Schema, SingleObjectReader, SingleObjectWriter, from_slice,
    to_vec,
};

/// Today, in the service.
mod service {
    use super::*;

    #[derive(AvroEntity, Debug)]
    #[avro(namespace = "net.example.shop")]
    pub struct Order {
        pub id: i64,
        pub state: State,
        /// New since last year.
        pub coupon: Option<String>,
        pub lines: Vec<Line>,
    }

    #[derive(AvroEntity, Debug)]
    #[avro(namespace = "net.example.shop")]
    pub struct Line {
        /// New since last year.
        #[avro(default)]
        pub weight: f32,
        pub article: String,
        pub count: i32,
    }

    #[derive(AvroEntity, Debug)]
    #[avro(namespace = "net.example.shop")]
    pub enum State {
        #[avro(default)]
        Unknown,
        Open,
        Paid,
        /// New since last year.
        Returned,
    }
}

/// Last year, in the consumer.
mod consumer {
    use super::*;

    #[derive(AvroEntity, Debug)]
    #[avro(namespace = "net.example.shop")]
    pub struct Order {
        pub id: i64,
        /// Gone from the service; orders without it have none.
        #[avro(default)]
        pub priority: i32,
        pub state: State,
        pub lines: Vec<Line>,
    }

    #[derive(AvroEntity, Debug)]
    #[avro(namespace = "net.example.shop")]
    pub struct Line {
        pub article: String,
        pub count: i64,
    }

    #[derive(AvroEntity, Debug)]
    #[avro(namespace = "net.example.shop")]
    pub enum State {
        #[avro(default)]
        Unknown,
        Open,
        Paid,
    }
}

/// The first version of all, when a state was one of two and nothing stood for the others.
const FIRST: &str = r#"{"type": "record", "name": "Order", "namespace": "net.example.shop", "fields": [
    {"name": "id", "type": "long"},
    {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["Open", "Paid"]}}]}"#;

fn main() -> Result<(), Error> {
    let order = service::Order {
        id: 7,
        state: service::State::Returned,
        coupon: Some("SPRING".to_owned()),
        lines: vec![service::Line { weight: 0.5, article: "pen".to_owned(), count: 3 }],
    };
    println!("today's service writes\n    {order:?}\n");
    new_data_with_the_old_type(&order)?;
    today_s_data_under_the_old_schema(&order)?;
    what_cannot_be_written();
    Ok(())
}

/// The message names its schema; the consumer finds it in a store, and plans once how its own type reads that.
fn new_data_with_the_old_type(order: &service::Order) -> Result<(), Error> {
    let message = SingleObjectWriter::new()?.to_vec(order)?;
    let store = MemoryStore::new();
    store.insert_type::<service::Order>()?;
    let read: consumer::Order = SingleObjectReader::new(store).read(&message)?;
    println!("last year's type reads the message as\n    {read:?}\n");
    Ok(())
}

/// The service writes for a consumer that has never heard of another schema than its own.
fn today_s_data_under_the_old_schema(order: &service::Order) -> Result<(), Error> {
    let pinned = Pinned::<service::Order>::new(consumer::Order::schema())?;
    let bytes = pinned.to_vec(order)?;
    let read: consumer::Order = from_slice(&bytes)?;
    println!(
        "pinned to last year's schema, the service writes {} bytes instead of {}, and no plan is needed to read\n    {read:?}\n",
        bytes.len(),
        to_vec(order)?.len()
    );
    Ok(())
}

/// A schema that cannot hold every order of today is refused before the first one is written.
fn what_cannot_be_written() {
    match Schema::parse(FIRST).and_then(|first| Pinned::<service::Order>::new(&first)) {
        Ok(_) => println!("the first version can hold every order of today"),
        Err(error) => println!("pinned to the first version, the service is told before it writes:\n    {error}"),
    }
}
