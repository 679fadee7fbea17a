//! PCP/1 over the Rust run time: each command goes straight to a function of `peercontract::core`.

use std::io::{Result as Io, Write, stdin, stdout};

use peercontract::core::canonical::{canonical, contract_id, sha256_hex};
use peercontract::core::envelope::{Event, build_request, classify, parse_reply, parse_request};
use peercontract::core::errors::{from_function_error, from_wire, shown, to_wire};
use peercontract::core::guards::{Times, admit, child, enter};
use peercontract::core::json_text::{Fault, Value as Parsed, parse};
use peercontract::core::{error_table::entry, trace};
use peercontract::{Direction, PeerError};
use serde_json::{Value, from_str, json};

#[allow(unreachable_pub, reason = "generated for any crate")]
#[path = "../generated/mod.rs"]
#[rustfmt::skip]
mod generated;

const TEXT_MAX: u64 = 6_291_456;

type Out = Result<Value, PeerError>;

fn main() -> Io<()> {
    for line in stdin().lines() {
        let command: Value = from_str(&line?)?;
        let (id, given) = (&command["id"], &command["in"]);
        let ops = [
            "canonical",
            "envelope",
            "errors",
            "guards",
            "json_text",
            "validate",
        ];
        let out = match (text(&command["cmd"]), text(&command["op"])) {
            ("bye", _) => return Ok(()),
            ("run", "canonical") => write_text(given),
            ("run", "envelope") => carry(given),
            ("run", "errors") => errors(given),
            ("run", "guards") => guards(given),
            ("run", "json_text") => read_text(given),
            ("run", _) => validate(given),
            _ => Ok(json!({"pcp": 1, "language": "rust", "version": "0.1.0", "ops": ops})),
        };
        let answer = match out {
            Ok(hello) if id.is_null() => hello,
            Ok(out) => json!({"id": id, "out": out}),
            Err(error) => json!({"id": id, "error": from_str::<Value>(&to_wire(&error))?}),
        };
        writeln!(stdout(), "{answer}")?;
    }
    Ok(())
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

fn validate(given: &Value) -> Out {
    let types = generated::round_trips(text(&given["contract"]));
    let wanted = types.iter().find(|(name, _)| *name == text(&given["type"]));
    let (_, round_trip) = wanted.ok_or_else(unknown)?;
    let limit = given["limit"].as_u64().unwrap_or(1) as usize;
    let again = round_trip(text(&given["text"]).as_bytes(), direction(given), limit)?;
    Ok(json!({"canonical": canonical_of(again.as_bytes(), TEXT_MAX)?}))
}

fn carry(given: &Value) -> Out {
    let bytes = |name: &str| text(&given[name]).as_bytes();
    let own = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
    let parent = || trace::parse(text(&given["traceparent"])).ok_or(PeerError::new("PC3001"));
    Ok(
        match asked(given, ["event", "env", "build", "reply_env", "child"]) {
            "event" => match classify(bytes("event"))? {
                Event::Envelope { env, body: b } => {
                    json!({"form": "envelope", "env": own(&env), "body": own(&b)})
                }
                Event::Bare { op, input: i } => {
                    json!({"form": "bare", "name": op, "input": canonical_of(i, TEXT_MAX)?})
                }
            },
            "env" => json!({"members": build_request(&parse_request(bytes("env"))?)}),
            "build" => {
                let members = canonical_of(given["build"].to_string().as_bytes(), TEXT_MAX)?;
                json!({"env": build_request(&parse_request(members.as_bytes())?)})
            }
            "reply_env" => {
                let reply = parse_reply(
                    bytes("reply_env"),
                    bytes("reply_body"),
                    text(&given["hop_id"]),
                )?;
                let mut out = json!({"status": reply.status.as_str(), "contract": reply.contract});
                reply
                    .error
                    .iter()
                    .for_each(|error| out["error"] = json!(to_wire(error)));
                out
            }
            "child" => json!({"traceparent": trace::child(&parent()?, text(&given["child"]))}),
            _ => {
                let found = parent()?;
                json!({"trace_id": found.trace_id, "parent_id": found.parent_id, "flags": found.flags})
            }
        },
    )
}

fn errors(given: &Value) -> Out {
    let (of, bytes) = (asked(given, ["wire", "bounded"]), |name| {
        text(&given[name]).as_bytes()
    });
    let (error, name) = match of {
        "bounded" => {
            let value = parse(bytes("bounded"), TEXT_MAX as usize).map_err(refused)?;
            return Ok(json!({"text": shown(&value)}));
        }
        "wire" => (from_wire(bytes("wire"))?, None),
        _ => (
            PeerError::directed(text(&given["code"]).to_string(), direction(given)),
            entry(text(&given["code"])),
        ),
    };
    let (class, fault, retry) = (error.class(), &error.fault, &error.retry);
    Ok(match name {
        None => json!({"wire": to_wire(&error), "class": class}),
        Some(known) => json!({"fault": fault, "retry": retry, "class": class, "name": known.name}),
    })
}

fn guards(given: &Value) -> Out {
    let (say, ms) = (
        |name: &str| text(&given[name]),
        |name: &str| given[name].as_u64().unwrap_or(0),
    );
    if given["function_error"].is_string() {
        return Err(from_function_error(
            say("function_error").as_bytes(),
            say("request_id"),
        ));
    }
    let contract = generated::contract(say("contract")).ok_or_else(unknown)?;
    let times = Times::new(ms("now_ms"), ms("received_ms"), ms("platform_deadline_ms"));
    if let Some(to) = given["to"].as_str() {
        let (to, left) = (to.split_once('.').unwrap_or_default(), ms("hops_left"));
        let it = child(
            contract,
            say("from"),
            to,
            left,
            ms("deadline_ms"),
            times.now_ms,
        )?;
        return Ok(
            json!({"hops_left": it.hops_left, "deadline_ms": it.deadline_ms, "left_ms": it.left_ms}),
        );
    }
    let agent = contract.agent(say("agent")).ok_or_else(unknown)?;
    let it = match given["env"].as_str() {
        Some(env) => admit(contract, agent, &parse_request(env.as_bytes())?, times)?,
        None => enter(contract, agent, say("bare"), times)?,
    };
    Ok(json!({"op": it.op.name, "hops_left": it.hops_left, "deadline_ms": it.deadline_ms}))
}

/// The first of `names` that a case gives, "" when it gives none.
fn asked<const N: usize>(given: &Value, names: [&'static str; N]) -> &'static str {
    names
        .into_iter()
        .find(|name| !given[name].is_null())
        .unwrap_or_default()
}

fn canonical_of(text: &[u8], max: u64) -> Result<String, PeerError> {
    parse(text, max as usize)
        .and_then(|value| canonical(&value))
        .map_err(refused)
}

fn refused(fault: Fault) -> PeerError {
    PeerError::from_fault(fault, Direction::Input)
}

fn unknown() -> PeerError {
    PeerError::new("PC3004")
}

fn direction(given: &Value) -> Direction {
    [Direction::Input, Direction::Output][usize::from(given["direction"] == "output")]
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn bits(digits: &[u8]) -> u64 {
    u64::from_str_radix(&String::from_utf8_lossy(digits), 16).unwrap_or_default()
}
