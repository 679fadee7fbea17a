//! The ops that run what `peerc compile` made of a contract.

use peercontract::PeerError;
use peercontract::core::envelope::parse_request;
use peercontract::core::errors::from_function_error;
use peercontract::core::guards::{Times, admit, child, enter};
use peercontract::core::machine::merge;
use peercontract::core::validate::Mode;
use serde_json::{Value, json};

use super::{Out, TEXT_MAX, canonical_of, direction, generated, text};

pub(super) fn validate(given: &Value) -> Out {
    let types = generated::round_trips(text(&given["contract"]));
    let wanted = types.iter().find(|(name, _)| *name == text(&given["type"]));
    let (_, round_trip) = wanted.ok_or_else(unknown)?;
    let limit = given["limit"].as_u64().unwrap_or(1) as usize;
    let is_tolerant = given["mode"] == "tolerant";
    let mode = [Mode::Exact, Mode::Tolerant][usize::from(is_tolerant)];
    let trip = round_trip(
        text(&given["text"]).as_bytes(),
        direction(given),
        limit,
        mode,
    )?;
    let mut out = match trip.written {
        Err(error) if is_tolerant => json!({"refused": {"code": error.code, "at": error.at}}),
        written => json!({"canonical": canonical_of(written?.as_bytes(), TEXT_MAX)?}),
    };
    if is_tolerant {
        out["dropped"] = json!(trip.dropped);
    }
    Ok(out)
}

pub(super) fn guards(given: &Value) -> Out {
    if let Some(payload) = given["function_error"].as_str() {
        let request_id = text(&given["request_id"]);
        return Err(from_function_error(payload.as_bytes(), request_id));
    }
    let contract = generated::contract(text(&given["contract"])).ok_or_else(unknown)?;
    let ms = |name: &str| given[name].as_u64().unwrap_or(0);
    let (now, received, platform) = (ms("now_ms"), ms("received_ms"), ms("platform_deadline_ms"));
    if let Some(to) = given["to"].as_str() {
        let (from, to) = (text(&given["from"]), to.split_once('.').unwrap_or_default());
        let child = child(contract, from, to, ms("hops_left"), ms("deadline_ms"), now)?;
        let (hops, left) = (child.hops_left, child.left_ms);
        return Ok(json!({"hops_left": hops, "deadline_ms": child.deadline_ms, "left_ms": left}));
    }
    let agent = contract.agent(text(&given["agent"])).ok_or_else(unknown)?;
    let times = Times::new(now, received, platform);
    let found = match given["env"].as_str() {
        Some(env) => admit(contract, agent, &parse_request(env.as_bytes())?, times)?,
        None => enter(contract, agent, text(&given["bare"]), times)?,
    };
    let (op, hops, deadline) = (found.op.name, found.hops_left, found.deadline_ms);
    let mode = ["exact", "tolerant"][usize::from(found.mode == Mode::Tolerant)];
    Ok(json!({"op": op, "hops_left": hops, "deadline_ms": deadline, "mode": mode}))
}

pub(super) fn machine(given: &Value) -> Out {
    if let Some(sent) = given["sent"].as_str() {
        let state = merge(sent, text(&given["own"]), text(&given["replied"]))?;
        return Ok(json!({"state": state}));
    }
    let name = text(&given["contract"]);
    let step = generated::step(name).ok_or_else(unknown)?;
    let table = generated::contract(name).and_then(|contract| contract.machine);
    let initial = table.ok_or_else(unknown)?.initial;
    let mut state = given["state"].as_str().unwrap_or(initial);
    let Some(events) = given["events"].as_array() else {
        let next = step(state, text(&given["op"]), text(&given["output"]).as_bytes())?;
        return Ok(json!({"state": next}));
    };
    let mut trace = Vec::new();
    for event in events {
        match step(state, text(&event["op"]), text(&event["output"]).as_bytes()) {
            Ok(next) => {
                state = next;
                trace.push(next.to_string());
            }
            Err(error) => trace.push(error.code.to_string()),
        }
    }
    Ok(json!({"trace": trace}))
}

fn unknown() -> PeerError {
    PeerError::new("PC3004")
}
