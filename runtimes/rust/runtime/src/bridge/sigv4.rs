//! AWS Signature Version 4, byte for byte as botocore's `SigV4Auth` signs (spec/wire.md#signing).

use std::sync::{Mutex, PoisonError};

use hmac::{Hmac, Mac};
use peercontract_core::canonical::{hex, sha256_hex};
use sha2::Sha256;

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Access key id.
    pub access_key: String,
    /// Secret access key.
    pub secret_key: String,
    /// Session token of temporary keys; the caller sends it as `x-amz-security-token`.
    pub token: Option<String>,
}

/// What is signed.
#[derive(Clone, Copy, Debug)]
pub struct Signable<'a> {
    /// `POST`
    pub method: &'a str,
    /// Path as it stands on the wire: escaped once.
    pub path: &'a str,
    /// All headers to sign, names in lower case, in any order; `host` and `x-amz-date` among them.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: &'a [u8],
    /// `us-east-1`
    pub region: &'a str,
    /// `lambda`
    pub service: &'a str,
    /// `YYYYMMDDTHHMMSSZ`, as in `x-amz-date`.
    pub timestamp: &'a str,
}

/// Signs; remembers the key of the day, which takes four hashes to make.
#[derive(Debug, Default)]
pub struct Signer {
    day: Mutex<Option<(String, [u8; 32])>>,
}

impl Signer {
    /// The value of the `Authorization` header.
    #[must_use]
    pub fn authorization(&self, request: &Signable<'_>, keys: &Keys) -> String {
        let date = request.timestamp.get(..8).unwrap_or_default();
        let scope = format!("{date}/{}/{}/aws4_request", request.region, request.service);
        let (headers, names) = canonical_headers(request.headers);
        let path = canonical_path(request.path);
        let body = sha256_hex(request.body);
        let canonical = format!("{}\n{path}\n\n{headers}\n{names}\n{body}", request.method);
        let hashed = sha256_hex(canonical.as_bytes());
        let to_sign = format!("AWS4-HMAC-SHA256\n{}\n{scope}\n{hashed}", request.timestamp);
        let key = self.day_key(&keys.secret_key, date, request.region, request.service);
        let signature = hex(&hmac(&key, to_sign.as_bytes()));
        let access = &keys.access_key;
        format!(
            "AWS4-HMAC-SHA256 Credential={access}/{scope}, SignedHeaders={names}, Signature={signature}"
        )
    }

    fn day_key(&self, secret: &str, date: &str, region: &str, service: &str) -> [u8; 32] {
        let name = format!("{date}/{region}/{service}/{secret}");
        let mut day = self.day.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, key)) = &*day {
            if *known == name {
                return *key;
            }
        }
        let mut key = hmac(format!("AWS4{secret}").as_bytes(), date.as_bytes());
        for part in [region, service, "aws4_request"] {
            key = hmac(&key, part.as_bytes());
        }
        *day = Some((name, key));
        key
    }
}

fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mut mac) => {
            mac.update(text);
            mac.finalize().into_bytes().into()
        }
        Err(_) => [0; 32], // HMAC takes keys of any length
    }
}

/// `name:value` lines and the list of names, both sorted; runs of blanks in a value become one.
fn canonical_headers(headers: &[(&str, &str)]) -> (String, String) {
    let mut sorted = headers.to_vec();
    sorted.sort_unstable();
    let line = |(name, value): &(&str, &str)| {
        let words: Vec<&str> = value.split_whitespace().collect();
        format!("{name}:{}\n", words.join(" "))
    };
    let names: Vec<&str> = sorted.iter().map(|(name, _)| *name).collect();
    (sorted.iter().map(line).collect(), names.join(";"))
}

/// The path escaped once more: every service but S3 signs it so.
fn canonical_path(path: &str) -> String {
    escape(path, |byte| byte == b'/')
}

/// A function's name as one segment of a path.
#[must_use]
pub fn escape_segment(name: &str) -> String {
    escape(name, |_| false)
}

fn escape(text: &str, keep: fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || keep(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// `YYYYMMDDTHHMMSSZ` of a time in ms since 1970 (proleptic Gregorian calendar, UTC).
#[must_use]
pub fn timestamp(now_ms: u64) -> String {
    let seconds = now_ms / 1000;
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Days are counted from 1 March of the year 0, in eras of 400 years: the leap day comes last.
    let day = days + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    let year = era * 400 + year + carry;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}{month:02}{date:02}T{hour:02}{minute:02}{second:02}Z")
}
