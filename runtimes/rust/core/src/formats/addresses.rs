//! Where something is: `hostname`, `email`, `ipv4`, `ipv6`, `uri`.

use super::{are_digits, is_whole};

const HOSTNAME_MAX: usize = 253;
const LABEL_MAX: usize = 63;
const LOCAL_MAX: usize = 64;
const GROUPS: usize = 8; // of an IPv6 address

/// Labels of 1 to 63 letters, digits and inner hyphens, parted by dots; 1 to 253 characters.
pub(super) fn is_hostname(text: &str) -> bool {
    text.len() <= HOSTNAME_MAX && text.split('.').all(is_label)
}

fn is_label(text: &str) -> bool {
    (1..=LABEL_MAX).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// An ASCII dot-atom of at most 64 characters, `@`, a hostname.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else {
        return false;
    };
    local.len() <= LOCAL_MAX
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.bytes().all(is_atext))
        && is_hostname(host)
}

fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

/// Four decimal octets without leading zeros.
pub(super) fn is_ipv4(text: &str) -> bool {
    let is_octet = |octet: &str| is_whole(octet) && octet.parse::<u8>().is_ok();
    text.split('.').count() == 4 && text.split('.').all(is_octet)
}

/// RFC 4291 section 2.2: in full, with `::`, with an IPv4 address at the end; no zone.
pub(super) fn is_ipv6(text: &str) -> bool {
    match text.split_once("::") {
        None => groups(text, true) == Some(GROUPS),
        Some((left, right)) => {
            let before = if left.is_empty() {
                Some(0)
            } else {
                groups(left, false)
            };
            let after = if right.is_empty() {
                Some(0)
            } else {
                groups(right, true)
            };
            before
                .zip(after)
                .is_some_and(|(before, after)| before + after < GROUPS)
        }
    }
}

/// How many groups `text` writes out; the last two may be an IPv4 address where they end it all.
fn groups(text: &str, is_end: bool) -> Option<usize> {
    let (text, more) = match text.rsplit_once(':') {
        _ if is_end && is_ipv4(text) => return Some(2),
        Some((head, last)) if is_end && is_ipv4(last) => (head, 2),
        _ => (text, 0),
    };
    let is_group = |group: &str| {
        (1..=4).contains(&group.len()) && group.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    text.split(':')
        .all(is_group)
        .then(|| text.split(':').count() + more)
}

/// RFC 3986 `URI`: with a scheme; IPvFuture, but no zone.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    if !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) || !scheme.bytes().all(is_scheme) {
        return false;
    }
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    if !is_escaped(fragment, b":@/?") || !is_escaped(query, b":@/?") {
        return false;
    }
    match rest.strip_prefix("//") {
        None => is_escaped(rest, b":@/"),
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            is_authority(&rest[..end]) && is_escaped(&rest[end..], b":@/")
        }
    }
}

/// `[userinfo@]host[:port]`
fn is_authority(text: &str) -> bool {
    let (userinfo, rest) = text.rsplit_once('@').unwrap_or(("", text));
    if !is_escaped(userinfo, b":") {
        return false;
    }
    let (is_host, rest) = match rest.strip_prefix('[').map(|rest| rest.split_once(']')) {
        Some(None) => return false,
        Some(Some((literal, rest))) => (is_ipv6(literal) || is_future(literal), rest),
        None => {
            let end = rest.find(':').unwrap_or(rest.len());
            (is_escaped(&rest[..end], b""), &rest[end..])
        }
    };
    let is_port = |rest: &str| {
        rest.strip_prefix(':')
            .is_some_and(|port| are_digits(port.as_bytes()))
    };
    is_host && (rest.is_empty() || is_port(rest))
}

/// `v`, hex digits, `.`, an address of a kind to come.
fn is_future(text: &str) -> bool {
    let Some((version, address)) = text
        .strip_prefix(['v', 'V'])
        .and_then(|it| it.split_once('.'))
    else {
        return false;
    };
    let is_address = |byte: u8| is_unescaped(byte) || byte == b':';
    !version.is_empty()
        && version.bytes().all(|byte| byte.is_ascii_hexdigit())
        && !address.is_empty()
        && address.bytes().all(is_address)
}

/// Unreserved characters, sub-delimiters, those of `more`, and `%` with two hex digits.
fn is_escaped(text: &str, more: &[u8]) -> bool {
    let mut bytes = text.as_bytes();
    loop {
        bytes = match bytes {
            [] => return true,
            [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                rest
            }
            [byte, rest @ ..] if is_unescaped(*byte) || more.contains(byte) => rest,
            _ => return false,
        };
    }
}

fn is_unescaped(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte)
}
