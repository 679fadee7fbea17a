//! What core is handed from outside: the time of day and fresh ids.

use std::time::{SystemTime, UNIX_EPOCH};

use peercontract_core::canonical::hex;

/// Now, in ms since 1970.
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Bytes that nobody can guess, from the operating system.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // ring asks the system and fails only where there is no source at all; a zero id is then refused.
    let _ = rustls::crypto::ring::default_provider()
        .secure_random
        .fill(&mut bytes);
    bytes
}

/// A span's id: 16 hex digits.
pub(crate) fn span_id() -> String {
    hex(&random::<8>())
}

/// A trace's or run's id: 32 hex digits.
pub(crate) fn long_id() -> String {
    hex(&random::<16>())
}
