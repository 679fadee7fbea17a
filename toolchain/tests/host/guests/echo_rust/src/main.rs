//! Echoes its event, or misbehaves as the event's `do` asks: the Rust guest of the host's tests and bench.

use std::time::Duration;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let ms = event.payload.get("ms").and_then(Value::as_u64).unwrap_or(0);
    match event.payload.get("do").and_then(Value::as_str) {
        Some("raise") => return Err("Handler fails".into()),
        Some("exit") => std::process::exit(3),
        Some("sleep") => tokio::time::sleep(Duration::from_millis(ms)).await,
        _ => {}
    }
    Ok(event.payload)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::run(service_fn(handle)).await
}
