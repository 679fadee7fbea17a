//! The event as it arrives: an envelope with a body, or a bare `{"op", "input"}`.
//!
//! The clients of the platform parse an event, ours sees its bytes; so the members are found here as
//! text, with what those clients do to them: the last of two equal names counts, half a surrogate
//! pair survives until the value is judged (as bytes that are not UTF-8).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::canonical::push_string;
use crate::errors::PeerError;

/// An event of spec/wire.md.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'e> {
    /// A call with an envelope.
    Envelope {
        /// Text of the envelope.
        env: Cow<'e, [u8]>,
        /// Text of the input.
        body: Cow<'e, [u8]>,
    },
    /// A call from outside: starts a run.
    Bare {
        /// Name of the operation; `""` when it is not a name at all.
        op: String,
        /// JSON text of the input.
        input: &'e [u8],
    },
}

/// Says which kind of event this is.
///
/// # Errors
/// PC3001 for every other form.
pub fn classify(event: &[u8]) -> Result<Event<'_>, PeerError> {
    read_event(event).ok_or_else(|| PeerError::new("PC3001"))
}

/// True when an event that is not in order was meant as an envelope: its sender waits for a reply.
#[must_use]
pub fn is_enveloped(event: &[u8]) -> bool {
    let members = Scan {
        bytes: event,
        pos: 0,
    }
    .members()
    .unwrap_or_default();
    members
        .iter()
        .any(|(name, _)| matches!(name.as_ref(), b"env" | b"body"))
}

/// The texts of `env` and `body`.
pub type Parts<'e> = (Cow<'e, [u8]>, Cow<'e, [u8]>);

/// The `env` and `body` of a reply.
///
/// # Errors
/// PC3007 for every other form.
pub fn open_reply(payload: &[u8]) -> Result<Parts<'_>, PeerError> {
    match read_event(payload) {
        Some(Event::Envelope { env, body }) => Ok((env, body)),
        _ => Err(PeerError::new("PC3007")),
    }
}

/// The JSON text of an event or reply that carries `env` and `body`.
#[must_use]
pub fn pack(env: &str, body: &str) -> String {
    let mut out = String::with_capacity(env.len() + body.len() + body.len() / 8 + 64);
    out.push_str("{\"body\":");
    push_string(body, &mut out);
    out.push_str(",\"env\":");
    push_string(env, &mut out);
    out.push('}');
    out
}

/// A JSON text without the white space between its tokens; the rest is as it was.
#[must_use]
pub fn compact(text: &[u8]) -> Vec<u8> {
    let is_mark = |byte: Option<&u8>| {
        byte.is_some_and(|byte| matches!(byte, b'{' | b'}' | b'[' | b']' | b':' | b','))
    };
    let mut scan = Scan {
        bytes: text,
        pos: 0,
    };
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = scan.peek() {
        let start = scan.pos;
        scan.space();
        if scan.pos > start {
            // Between two values without a mark it is a fault, and must stay one.
            if !is_mark(out.last()) && !is_mark(text.get(scan.pos)) {
                out.extend_from_slice(&text[start..scan.pos]);
            }
        } else if byte == b'"' {
            let Some(string) = scan.string() else {
                return text.to_vec();
            };
            out.extend_from_slice(string);
        } else {
            out.push(byte);
            scan.pos += 1;
        }
    }
    out
}

fn read_event(event: &[u8]) -> Option<Event<'_>> {
    let mut scan = Scan {
        bytes: event,
        pos: 0,
    };
    let members = scan.members()?;
    let find = |wanted: &[u8]| members.iter().rev().find(|(name, _)| **name == *wanted);
    let is_only = |names: [&[u8]; 2]| {
        members
            .iter()
            .all(|(name, _)| names.contains(&name.as_ref()))
    };
    if find(b"env").is_some() || find(b"body").is_some() {
        let (env, body) = (unquote(find(b"env")?.1)?, unquote(find(b"body")?.1)?);
        return is_only([b"env", b"body"]).then_some(Event::Envelope { env, body });
    }
    let (op, input) = (unquote(find(b"op")?.1)?, find(b"input")?.1);
    let op = String::from_utf8(op.into_owned()).unwrap_or_default();
    is_only([b"op", b"input"]).then_some(Event::Bare { op, input })
}

type Member<'e> = (Cow<'e, [u8]>, &'e [u8]);

/// Walks over JSON without reading it: the platform has checked the grammar.
struct Scan<'e> {
    bytes: &'e [u8],
    pos: usize,
}

impl<'e> Scan<'e> {
    /// The members of the object that the text is: names unescaped, values as text.
    fn members(&mut self) -> Option<Vec<Member<'e>>> {
        let mut members = Vec::new();
        self.space();
        self.expect(b'{')?;
        self.space();
        if self.peek()? != b'}' {
            loop {
                self.space();
                let name = unquote(self.string()?)?;
                self.space();
                self.expect(b':')?;
                self.space();
                members.push((name, self.value()?));
                self.space();
                if self.peek()? != b',' {
                    break;
                }
                self.pos += 1;
            }
        }
        self.expect(b'}')?;
        self.space();
        (self.pos == self.bytes.len()).then_some(members)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.pos += 1)
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.pos += 1;
        }
    }

    /// A string with its quotes.
    fn string(&mut self) -> Option<&'e [u8]> {
        let start = self.pos;
        self.expect(b'"')?;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.pos += 2,
                _ => self.pos += 1,
            }
        }
        self.pos += 1;
        Some(&self.bytes[start..self.pos])
    }

    /// Any value, as text.
    fn value(&mut self) -> Option<&'e [u8]> {
        let (start, mut depth) = (self.pos, 0usize);
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.string()?;
                }
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.pos += 1;
                }
                Some(b'}' | b']') if depth > 0 => {
                    depth -= 1;
                    self.pos += 1;
                }
                Some(b',' | b'}' | b']') | None if depth == 0 => break,
                None => return None,
                Some(_) => self.pos += 1,
            }
        }
        let text = self.bytes[start..self.pos].trim_ascii_end();
        (!text.is_empty()).then_some(text)
    }
}

/// The bytes that a JSON string stands for; half a surrogate pair becomes its three-byte form, which
/// is not UTF-8. `None` when it is no string.
fn unquote(quoted: &[u8]) -> Option<Cow<'_, [u8]>> {
    let inner = quoted.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    if !inner.contains(&b'\\') {
        return Some(Cow::Borrowed(inner));
    }
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let (escape, after) = rest.split_first()?;
        rest = after;
        match escape {
            b'b' => out.push(0x08),
            b'f' => out.push(0x0c),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'u' => rest = unquote_unicode(rest, &mut out)?,
            b'"' | b'\\' | b'/' => out.push(*escape),
            _ => return None,
        }
    }
    out.extend_from_slice(rest);
    Some(Cow::Owned(out))
}

/// The digits after `\u` and, for a pair, the escape behind them; gives what follows.
fn unquote_unicode<'e>(digits: &'e [u8], out: &mut Vec<u8>) -> Option<&'e [u8]> {
    let unit = hex_unit(digits)?;
    let rest = &digits[4..];
    let low = rest.strip_prefix(b"\\u").and_then(hex_unit);
    if let (0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) = (unit, low) {
        let c = char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00))?;
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        return Some(&rest[6..]);
    }
    match char::from_u32(unit) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend_from_slice(&[
            0xe0 | (unit >> 12) as u8,
            0x80 | (unit >> 6 & 0x3f) as u8,
            0x80 | (unit & 0x3f) as u8,
        ]),
    }
    Some(rest)
}

fn hex_unit(digits: &[u8]) -> Option<u32> {
    digits.get(..4)?.iter().try_fold(0, |unit, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(unit * 16 + digit)
    })
}
