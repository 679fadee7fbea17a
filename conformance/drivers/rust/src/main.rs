//! PCP/1 over the Rust run time: each command goes straight to a function of `peercontract::core`.

use std::io::{Result as Io, Write, stdin, stdout};

use peercontract::core::canonical::{canonical, contract_id, sha256_hex};
use peercontract::core::envelope::{Event, build_request, classify, parse_reply, parse_request};
use peercontract::core::errors::{from_wire, shown, to_wire};
use peercontract::core::json_text::{Fault, Value as Parsed, parse};
use peercontract::core::{error_table::entry, formats::base64, pattern, trace};
use peercontract::{Direction, PeerError};
use serde_json::{Value, from_str, json};

mod compiled;

#[allow(
    unreachable_pub,
    clippy::too_many_lines,
    reason = "generated for any crate"
)]
#[path = "../generated/mod.rs"]
#[rustfmt::skip]
mod generated;

const HELLO: &str = r#"{"pcp": 1, "language": "rust", "version": "0.1.0", "ops":
    ["canonical", "envelope", "errors", "guards", "json_text", "machine", "pattern",
    "validate"]}"#;
const TEXT_MAX: u64 = 6_291_456;

type Out = Result<Value, PeerError>;

fn main() -> Io<()> {
    for line in stdin().lines() {
        let command: Value = from_str(&line?)?;
        let answer = match text(&command["cmd"]) {
            "bye" => return Ok(()),
            "hello" => from_str(HELLO)?,
            _ => match run(text(&command["op"]), &command["in"]) {
                Ok(out) => json!({"id": command["id"], "out": out}),
                Err(error) => {
                    json!({"id": command["id"], "error": from_str::<Value>(&to_wire(&error))?})
                }
            },
        };
        writeln!(stdout(), "{answer}")?;
    }
    Ok(())
}

fn run(op: &str, given: &Value) -> Out {
    match op {
        "json_text" => read_text(given),
        "canonical" => write_text(given),
        "validate" => compiled::validate(given),
        "pattern" => matches(given),
        "envelope" => carry(given),
        "errors" => errors(given),
        "guards" => compiled::guards(given),
        _ => compiled::machine(given),
    }
}

fn read_text(given: &Value) -> Out {
    let max = given["max_bytes"].as_u64().unwrap_or(TEXT_MAX);
    let pairs = text(&given["hex"]).as_bytes().chunks(2);
    let bytes: Vec<u8> = pairs.map(|pair| bits(pair) as u8).collect();
    let bytes = given["text"].as_str().map_or(&*bytes, str::as_bytes);
    Ok(json!({"canonical": canonical_of(bytes, max)?}))
}

fn write_text(given: &Value) -> Out {
    if let Some(numbers) = given["numbers"].as_array() {
        let double = |digits: &Value| Parsed::Number(f64::from_bits(bits(text(digits).as_bytes())));
        let texts = numbers
            .iter()
            .map(|digits| canonical(&double(digits)).map_err(refused));
        return Ok(json!({"texts": texts.collect::<Result<Vec<_>, _>>()?}));
    }
    let form = canonical_of(text(&given["text"]).as_bytes(), TEXT_MAX)?;
    let (sha256, id) = (sha256_hex(form.as_bytes()), contract_id(form.as_bytes()));
    Ok(json!({"canonical": form, "sha256": sha256, "id": id}))
}

fn matches(given: &Value) -> Out {
    let table = base64(text(&given["table"])).unwrap_or_default();
    Ok(json!({"matches": pattern::matches(&table, text(&given["text"]))}))
}

fn carry(given: &Value) -> Out {
    if let Some(event) = given["event"].as_str() {
        let own = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
        return Ok(match classify(event.as_bytes())? {
            Event::Envelope { env, body } => {
                json!({"form": "envelope", "env": own(&env), "body": own(&body)})
            }
            Event::Bare { op, input } => {
                json!({"form": "bare", "name": op, "input": canonical_of(input, TEXT_MAX)?})
            }
        });
    }
    if let Some(env) = given["env"].as_str() {
        return Ok(json!({"members": build_request(&parse_request(env.as_bytes())?)}));
    }
    if given["build"].is_object() {
        let members = canonical_of(given["build"].to_string().as_bytes(), TEXT_MAX)?;
        return Ok(json!({"env": build_request(&parse_request(members.as_bytes())?)}));
    }
    if let Some(env) = given["reply_env"].as_str() {
        let body = text(&given["reply_body"]).as_bytes();
        let reply = parse_reply(env.as_bytes(), body, text(&given["hop_id"]))?;
        let mut out = json!({"status": reply.status.as_str(), "contract": reply.contract});
        if let Some(error) = reply.error {
            out["error"] = json!(to_wire(&error));
        }
        if let Some(state) = reply.state {
            out["state"] = json!(state);
        }
        return Ok(out);
    }
    let parent =
        trace::parse(text(&given["traceparent"])).ok_or_else(|| PeerError::new("PC3001"))?;
    if let Some(span) = given["child"].as_str() {
        return Ok(json!({"traceparent": trace::child(&parent, span)}));
    }
    let (id, span) = (parent.trace_id, parent.parent_id);
    Ok(json!({"trace_id": id, "parent_id": span, "flags": parent.flags}))
}

fn errors(given: &Value) -> Out {
    if let Some(wire) = given["wire"].as_str() {
        let error = from_wire(wire.as_bytes())?;
        return Ok(json!({"wire": to_wire(&error), "class": error.class()}));
    }
    if let Some(bounded) = given["bounded"].as_str() {
        let value = parse(bounded.as_bytes(), TEXT_MAX as usize).map_err(refused)?;
        return Ok(json!({"text": shown(&value)}));
    }
    let error = PeerError::directed(text(&given["code"]).to_string(), direction(given));
    let (name, class) = (entry(&error.code).map(|known| known.name), error.class());
    Ok(json!({"fault": error.fault, "retry": error.retry, "class": class, "name": name}))
}

fn canonical_of(text: &[u8], max: u64) -> Result<String, PeerError> {
    parse(text, max as usize)
        .and_then(|value| canonical(&value))
        .map_err(refused)
}

fn refused(fault: Fault) -> PeerError {
    PeerError::from_fault(fault, Direction::Input)
}

fn direction(given: &Value) -> Direction {
    let is_output = given["direction"] == "output";
    [Direction::Input, Direction::Output][usize::from(is_output)]
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn bits(digits: &[u8]) -> u64 {
    u64::from_str_radix(&String::from_utf8_lossy(digits), 16).unwrap_or_default()
}
