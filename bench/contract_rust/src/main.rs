//! JSON text to checked, typed values: the stub beside serde's derive and the same checks by hand.
//!
//! Prints the least nanoseconds a call of each as JSON; rounds go through all in turn.
#![allow(clippy::print_stdout, reason = "its output is the figure")]

mod contract;
mod rival;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 15;
const CALLS: u32 = 20_000;

fn main() {
    let path = std::env::args().nth(1).expect("the path of a JSON text");
    let text = std::fs::read_to_string(path).expect("a text that can be read");
    let text = text.trim();
    let calls: [(&str, fn(&str) -> usize); 4] = [
        ("peercontract", |text| contract::types::Order::from_json(text).expect("an order").items.len()),
        ("serde derive and checks", |text| rival::order(text).expect("an order").items.len()),
        ("serde derive, no checks", |text| {
            serde_json::from_str::<rival::Order>(text).expect("an order").items.len()
        }),
        ("serde_json::Value, untyped", |text| {
            serde_json::from_str::<serde_json::Value>(text).expect("JSON")["items"].as_array().map_or(0, Vec::len)
        }),
    ];
    let mut least: BTreeMap<&str, f64> = BTreeMap::new();
    for _ in 0..ROUNDS {
        for (name, call) in calls {
            let start = Instant::now();
            for _ in 0..CALLS {
                assert_eq!(call(black_box(text)), 10);
            }
            let ns = start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS);
            let best = least.entry(name).or_insert(f64::INFINITY);
            *best = best.min(ns);
        }
    }
    println!("{}", serde_json::to_string(&least).expect("figures"));
}
