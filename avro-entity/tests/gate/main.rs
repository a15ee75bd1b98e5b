//! Entities held against their histories: what is found, what is recorded, and what is let be.

mod accepting;
mod scenarios;
mod shop;
mod waivers;
mod ways;
