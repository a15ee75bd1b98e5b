use avro_entity::AvroEntity;

mod packed {}

#[derive(AvroEntity)]
struct Host {
    #[avro(with = packed)]
    address: std::net::Ipv4Addr,
}

fn main() {}
