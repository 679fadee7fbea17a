//! Calls agents that are Lambda functions: the Invoke API, signed, retried only where nothing can have run.

use std::thread::sleep;
use std::time::{Duration, Instant};

use peercontract_core::errors::PeerError;

use super::credentials::{Credentials, variable};
use super::http::{Client, Endpoint, Failure, Request, Response};
use super::sigv4::{Keys, Signable, Signer, escape_segment, timestamp};
use super::{Answer, Bridge};
use crate::runtime::fresh::{now_ms, random};

// Retries of a throttled or refused call (spec/wire.md#reply): full jitter.
const ATTEMPTS_MAX: u32 = 4;
const BACKOFF_BASE_MS: u64 = 200;
const BACKOFF_CAP_MS: u64 = 10_000;

/// The bridge over the standard Lambda Invoke API.
#[derive(Debug)]
pub struct Invoke {
    prefix: String,
    /// Where it cannot be told, the first call says so: an agent that makes none needs no region.
    target: Result<Target, PeerError>,
    credentials: Credentials,
    signer: Signer,
}

#[derive(Debug)]
struct Target {
    client: Client,
    region: String,
}

/// Why one attempt gave no answer.
enum Refusal {
    /// It did not run; it may be tried again.
    Passing(String),
    /// It is over.
    Final(PeerError),
}

impl Invoke {
    /// The bridge that the environment describes; functions are called `<prefix><agent>`, the prefix
    /// from `PEER_PREFIX` or else the contract's name and `-`.
    #[must_use]
    pub fn from_env(contract: &str) -> Self {
        let prefix = std::env::var("PEER_PREFIX").unwrap_or_else(|_| format!("{contract}-"));
        Invoke::to(target_from_env(), prefix)
    }

    /// A bridge to an endpoint that is known; `keys` sign for it.
    ///
    /// # Errors
    /// PC7004 when `url` is no http or https address.
    pub fn new(url: &str, region: &str, prefix: &str, keys: Keys) -> Result<Self, PeerError> {
        let target = target(url, region.into())?;
        let credentials = Credentials::fixed(keys);
        Ok(Invoke {
            credentials,
            ..Invoke::to(Ok(target), prefix.into())
        })
    }

    /// The same bridge, trusting only the certificates in a PEM file.
    #[must_use]
    pub fn with_ca_bundle(mut self, file: &str) -> Self {
        if let Ok(target) = &mut self.target {
            target.client.trust_only(file.into());
        }
        self
    }

    fn to(target: Result<Target, PeerError>, prefix: String) -> Self {
        let (credentials, signer) = (Credentials::default(), Signer::default());
        Invoke {
            prefix,
            target,
            credentials,
            signer,
        }
    }

    fn attempt(
        &self,
        target: &Target,
        name: &str,
        payload: &[u8],
        deadline: Instant,
    ) -> Result<Answer, Refusal> {
        let keys = self.credentials.keys(deadline).map_err(Refusal::Final)?;
        let path = format!(
            "{}/2015-03-31/functions/{}/invocations",
            target.client.endpoint().path,
            escape_segment(name)
        );
        let date = timestamp(now_ms());
        let mut headers = vec![
            ("content-type", "application/json"),
            ("x-amz-date", date.as_str()),
            ("x-amz-invocation-type", "RequestResponse"),
        ];
        if let Some(token) = &keys.token {
            headers.push(("x-amz-security-token", token));
        }
        let authorization = self.sign(target, &keys, (&path, &date), &headers, payload);
        headers.push(("authorization", &authorization));
        let lineage = lineage();
        if let Some(lineage) = &lineage {
            headers.push(("x-amzn-trace-id", lineage));
        }
        let request = Request {
            method: "POST",
            path: &path,
            headers: &headers,
            body: payload,
        };
        match target.client.send(&request, deadline) {
            Ok(response) => judge(response),
            Err(Failure::Refused(why)) => Err(Refusal::Passing(why)),
            Err(Failure::NotSent(why) | Failure::Lost(why)) => {
                Err(Refusal::Final(unreachable(&why)))
            }
            Err(Failure::TimedOut) => Err(Refusal::Final(PeerError::new("PC2103"))),
        }
    }

    fn sign(
        &self,
        target: &Target,
        keys: &Keys,
        (path, timestamp): (&str, &str),
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> String {
        let host = target.client.endpoint().authority();
        let mut signed = headers.to_vec();
        signed.push(("host", &host));
        let region = &target.region;
        let (method, service) = ("POST", "lambda");
        let headers = &signed;
        let request = Signable {
            method,
            path,
            headers,
            body,
            region,
            service,
            timestamp,
        };
        self.signer.authorization(&request, keys)
    }
}

impl Bridge for Invoke {
    fn send(&self, agent: &str, payload: &[u8], deadline_ms: u64) -> Result<Answer, PeerError> {
        let target = self.target.as_ref().map_err(Clone::clone)?;
        let name = format!("{}{agent}", self.prefix);
        let left = Duration::from_millis(deadline_ms.saturating_sub(now_ms()));
        let deadline = Instant::now() + left;
        let mut attempt = 1;
        loop {
            let why = match self.attempt(target, &name, payload, deadline) {
                Ok(answer) => return Ok(answer),
                Err(Refusal::Final(error)) => return Err(error),
                Err(Refusal::Passing(why)) => why,
            };
            let wait = jitter(attempt);
            if attempt == ATTEMPTS_MAX || Instant::now() + wait >= deadline {
                return Err(unreachable(&format!(
                    "`{name}`: {why}, tried {attempt} times"
                )));
            }
            sleep(wait);
            attempt += 1;
        }
    }
}

fn target_from_env() -> Result<Target, PeerError> {
    let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
    let region =
        region.ok_or_else(|| PeerError::new("PC7004").with_message("AWS_REGION is not set"))?;
    let url = variable("AWS_ENDPOINT_URL_LAMBDA").or_else(|| variable("AWS_ENDPOINT_URL"));
    let url = url.unwrap_or_else(|| format!("https://lambda.{region}.amazonaws.com"));
    target(&url, region)
}

fn target(url: &str, region: String) -> Result<Target, PeerError> {
    let message = format!("the endpoint `{url}` is no http or https address");
    let unusable = || PeerError::new("PC7004").with_message(&message);
    let endpoint = Endpoint::parse(url).ok_or_else(unusable)?;
    let mut client = Client::new(endpoint);
    if let Some(file) = variable("AWS_CA_BUNDLE").or_else(|| variable("SSL_CERT_FILE")) {
        client.trust_only(file);
    }
    Ok(Target { client, region })
}

/// The lineage that Lambda's recursion detection follows; outside of Lambda there is none.
fn lineage() -> Option<String> {
    variable("AWS_LAMBDA_FUNCTION_NAME").and_then(|_| variable("_X_AMZN_TRACE_ID"))
}

fn unreachable(why: &str) -> PeerError {
    PeerError::new("PC3006").with_message(why)
}

/// An answer for 200, a refusal for the rest.
fn judge(response: Response) -> Result<Answer, Refusal> {
    match response.status {
        200 => Ok(Answer {
            function_error: response.header("x-amz-function-error").map(String::from),
            request_id: response
                .header("x-amzn-requestid")
                .unwrap_or_default()
                .into(),
            payload: response.body,
        }),
        413 => Err(Refusal::Final(PeerError::new("PC3005"))),
        429 => Err(Refusal::Passing("429, throttled".into())),
        status => {
            // Not the body: it may quote the signed request, with the session token.
            let kind = response.header("x-amzn-errortype").unwrap_or_default();
            let kind = kind.split(':').next().unwrap_or_default();
            let why = format!("HTTP {status} {kind}");
            Err(Refusal::Final(unreachable(why.trim_end())))
        }
    }
}

/// Somewhere between nothing and the backoff of this attempt.
fn jitter(attempt: u32) -> Duration {
    let backoff = (BACKOFF_BASE_MS << (attempt - 1)).min(BACKOFF_CAP_MS);
    Duration::from_millis(u64::from_le_bytes(random::<8>()) % (backoff + 1))
}
