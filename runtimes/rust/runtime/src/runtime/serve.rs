//! The process of a function: AWS's own client of the Runtime API around a handler.

use std::sync::Arc;

use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use peercontract_core::errors::PeerError;
use serde_json::value::RawValue;

use super::agent::{FunctionError, Handler, Invocation};
use super::exit::Exit;

/// What the platform sets and its client cannot do without.
const VARIABLES: [&str; 4] = [
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
];

/// Answers events until the platform ends the process.
pub fn serve(handler: impl Handler + 'static) -> Exit {
    Exit::new(run(Arc::new(handler)))
}

fn run(handler: Arc<dyn Handler>) -> Result<(), PeerError> {
    if let Some(missing) = VARIABLES
        .iter()
        .find(|name| std::env::var_os(name).is_none())
    {
        let message = format!("{missing} is not set");
        return Err(PeerError::new("PC7004").with_message(&message));
    }
    let failed = |error: &dyn std::fmt::Display| {
        PeerError::new("PC2102").with_message(&format!("the agent's process stopped: {error}"))
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| failed(&error))?;
    // The event stays text: a parser in between would hide duplicates and round numbers.
    let service = service_fn(move |event: LambdaEvent<Box<RawValue>>| {
        let handler = Arc::clone(&handler);
        async move { answer(handler, event).await }
    });
    runtime
        .block_on(lambda_runtime::run(service))
        .map_err(|error| failed(&error))
}

/// The agent's code may block: it runs on a thread of its own, the client goes on.
async fn answer(
    handler: Arc<dyn Handler>,
    event: LambdaEvent<Box<RawValue>>,
) -> Result<Box<RawValue>, Diagnostic> {
    let invocation = Invocation {
        request_id: event.context.request_id.clone(),
        deadline_ms: event.context.deadline,
    };
    let work = move || handler.handle(event.payload.get().as_bytes(), &invocation);
    let answered = match tokio::task::spawn_blocking(work).await {
        Ok(answered) => answered.map_err(diagnostic)?,
        Err(error) => return Err(stopped(&error)),
    };
    RawValue::from_string(answered).map_err(|error| stopped(&error))
}

fn diagnostic(error: FunctionError) -> Diagnostic {
    Diagnostic {
        error_type: error.error_type,
        error_message: error.message,
    }
}

fn stopped(error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic {
        error_type: "PC2102".into(),
        error_message: error.to_string(),
    }
}
