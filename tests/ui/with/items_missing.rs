use avro_entity::AvroEntity;

mod packed {
    pub type As = i64;
}

#[derive(AvroEntity)]
struct Host {
    #[avro(with = packed)]
    address: std::net::Ipv4Addr,
}

fn main() {}
