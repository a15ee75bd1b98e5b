use avro_entity::AvroEntity;

mod packed {
    pub fn to_avro(address: &std::net::Ipv4Addr) -> i64 {
        u32::from(*address).into()
    }

    pub fn from_avro(bits: i64) -> Result<std::net::Ipv4Addr, std::num::TryFromIntError> {
        Ok(u32::try_from(bits)?.into())
    }
}

#[derive(AvroEntity)]
struct Host {
    #[avro(with = packed)]
    address: std::net::Ipv4Addr,
}

fn main() {}
