//! Where the keys come from: the environment, else the container's endpoint (SnapStart, ECS).

use std::env;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use peercontract_core::errors::PeerError;
use peercontract_core::json_text::{Value, parse};

use super::http::{Client, Endpoint, Failure, Request};
use super::sigv4::{Keys, timestamp};
use crate::runtime::fresh::now_ms;

/// Keys are fetched anew this long before they expire.
const MARGIN_MS: u64 = 300_000;
const ECS_HOST: &str = "http://169.254.170.2";
/// How long their endpoint may take.
const WAIT: Duration = Duration::from_secs(2);
const MAX_BYTES: usize = 65_536;

/// Keeps fetched keys until shortly before they expire.
#[derive(Debug, Default)]
pub(super) struct Credentials {
    chosen: Option<Keys>,
    fetched: Mutex<Option<(Keys, String)>>,
}

/// An environment variable that is set and not empty.
pub(super) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

impl Credentials {
    /// Keys that somebody chose; they do not expire.
    pub(super) fn fixed(keys: Keys) -> Self {
        Credentials {
            chosen: Some(keys),
            fetched: Mutex::default(),
        }
    }

    /// The keys of this moment, for a call that ends at `deadline`.
    ///
    /// # Errors
    /// PC7004 where nothing says where they are, PC3006 where their endpoint does not give them,
    /// PC2103 where it does not before the deadline.
    pub(super) fn keys(&self, deadline: Instant) -> Result<Keys, PeerError> {
        if let Some(keys) = &self.chosen {
            return Ok(keys.clone());
        }
        let access_key = variable("AWS_ACCESS_KEY_ID");
        if let (Some(access_key), Some(secret_key)) =
            (access_key, variable("AWS_SECRET_ACCESS_KEY"))
        {
            return Ok(Keys {
                access_key,
                secret_key,
                token: variable("AWS_SESSION_TOKEN"),
            });
        }
        let Some(url) = container_url() else {
            let message = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set";
            return Err(PeerError::new("PC7004").with_message(message));
        };
        // Timestamps of one form compare as texts.
        let soon = timestamp(now_ms() + MARGIN_MS);
        match &*self.kept() {
            Some((keys, expires)) if *expires > soon => return Ok(keys.clone()),
            _ => {}
        }
        // Not under the lock: each call waits until its own deadline only.
        let (keys, expires) = fetch(&url, deadline)?;
        *self.kept() = Some((keys.clone(), expires));
        Ok(keys)
    }

    fn kept(&self) -> MutexGuard<'_, Option<(Keys, String)>> {
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn container_url() -> Option<String> {
    let relative = variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    let relative = relative.map(|path| format!("{ECS_HOST}{path}"));
    relative.or_else(|| variable("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
}

fn fetch(url: &str, deadline: Instant) -> Result<(Keys, String), PeerError> {
    let failed = |why: &str| {
        let message = format!("the credentials endpoint {url}: {why}");
        PeerError::new("PC3006").with_message(&message)
    };
    let endpoint = Endpoint::parse(url).ok_or_else(|| failed("is no http or https address"))?;
    let token = match variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
        Some(file) => {
            let text =
                std::fs::read_to_string(&file).map_err(|error| failed(&error.to_string()))?;
            Some(text.trim().to_string())
        }
        None => variable("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
    };
    let mut headers = vec![("accept", "application/json")];
    if let Some(token) = &token {
        headers.push(("authorization", token));
    }
    let request = Request {
        method: "GET",
        path: &endpoint.path,
        headers: &headers,
        body: &[],
    };
    let until = deadline.min(Instant::now() + WAIT);
    let response = Client::new(endpoint.clone())
        .send(&request, until)
        .map_err(|failure| match &failure {
            Failure::NotSent(why) | Failure::Refused(why) | Failure::Lost(why) => failed(why),
            Failure::TimedOut if until == deadline => PeerError::new("PC2103"),
            Failure::TimedOut => failed("did not answer"),
        })?;
    let value = parse(&response.body, MAX_BYTES)
        .ok()
        .filter(|_| response.status == 200);
    value
        .as_ref()
        .and_then(read_keys)
        .ok_or_else(|| failed("gave no keys"))
}

/// The keys and when they expire, `YYYYMMDDTHHMMSSZ`.
fn read_keys(value: &Value<'_>) -> Option<(Keys, String)> {
    let Value::Object(members) = value else {
        return None;
    };
    let text = |name: &str| match members.iter().find(|(known, _)| known == name)? {
        (_, Value::String(text)) => Some(text.to_string()),
        _ => None,
    };
    let keys = Keys {
        access_key: text("AccessKeyId")?,
        secret_key: text("SecretAccessKey")?,
        token: text("Token"),
    };
    let expires = text("Expiration")?.replace(['-', ':'], "");
    Some((keys, expires))
}
