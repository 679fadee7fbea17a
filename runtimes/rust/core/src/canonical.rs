//! Writes JSON by RFC 8785 and hashes it: the one form of a value, the one name of a contract.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt::Write;

use sha2::{Digest, Sha256};

use crate::error_table::JSON_DEPTH_MAX;
use crate::json_text::{Fault, Value, push_step};

/// The RFC 8785 text of `value`.
///
/// # Errors
/// PC1102 for NaN and infinities, PC1105 for more than 64 levels.
pub fn canonical(value: &Value<'_>) -> Result<String, Fault> {
    let mut text = String::new();
    match write(value, 0, &mut text) {
        Ok(()) => Ok(text),
        Err((code, steps)) => {
            let mut at = String::new();
            steps.iter().rev().for_each(|step| push_step(&mut at, step));
            Err(Fault { code, at })
        }
    }
}

fn write(
    value: &Value<'_>,
    depth: u64,
    out: &mut String,
) -> Result<(), (&'static str, Vec<String>)> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) if number.is_finite() => push_number(*number, out),
        Value::Number(_) => return Err(("PC1102", Vec::new())),
        Value::String(string) => push_string(string, out),
        Value::Array(_) | Value::Object(_) if depth >= JSON_DEPTH_MAX => {
            return Err(("PC1105", Vec::new()));
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, depth + 1, out).map_err(|(code, mut steps)| {
                    steps.push(alloc::format!("{index}"));
                    (code, steps)
                })?;
            }
            out.push(']');
        }
        Value::Object(members) => write_object(members, depth, out)?,
    }
    Ok(())
}

fn write_object(
    members: &[(Cow<'_, str>, Value<'_>)],
    depth: u64,
    out: &mut String,
) -> Result<(), (&'static str, Vec<String>)> {
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_by(|a, b| utf16_order(&a.0, &b.0));
    out.push('{');
    for (index, (name, value)) in sorted.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        push_string(name, out);
        out.push(':');
        write(value, depth + 1, out).map_err(|(code, mut steps)| {
            steps.push(String::from(name.as_ref()));
            (code, steps)
        })?;
    }
    out.push('}');
    Ok(())
}

/// The order of member names: by UTF-16 code units.
pub(crate) fn utf16_order(a: &str, b: &str) -> Ordering {
    a.encode_utf16().cmp(b.encode_utf16())
}

/// Appends `string` quoted, with the escapes of RFC 8785 section 3.2.2.2 and no others.
pub fn push_string(string: &str, out: &mut String) {
    out.push('"');
    let mut rest = string;
    while let Some(at) = rest
        .bytes()
        .position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\')
    {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            0x08 => out.push_str("\\b"),
            0x09 => out.push_str("\\t"),
            0x0a => out.push_str("\\n"),
            0x0c => out.push_str("\\f"),
            0x0d => out.push_str("\\r"),
            byte => push_display(format_args!("\\u{byte:04x}"), out),
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

/// Appends a finite `number` as ECMAScript's `String(number)` prints it.
pub fn push_number(number: f64, out: &mut String) {
    if number.abs() < 1e15 && (number as i64) as f64 == number {
        return push_display(format_args!("{}", number as i64), out); // -0 is 0
    }
    let scientific = shortest(number);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let (sign, mantissa) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let count = digits.len() as i32;
    let point = exponent.parse::<i32>().unwrap_or(0) + 1; // value = 0.digits * 10^point
    out.push_str(sign);
    if count <= point && point <= 21 {
        out.push_str(&digits);
        (count..point).for_each(|_| out.push('0'));
    } else if 0 < point && point <= 21 {
        out.push_str(&digits[..point as usize]);
        out.push('.');
        out.push_str(&digits[point as usize..]);
    } else if -6 < point && point <= 0 {
        out.push_str("0.");
        (point..0).for_each(|_| out.push('0'));
        out.push_str(&digits);
    } else {
        out.push_str(&digits[..1]);
        if count > 1 {
            out.push('.');
            out.push_str(&digits[1..]);
        }
        let sign = if point > 0 { '+' } else { '-' };
        push_display(format_args!("e{sign}{}", (point - 1).abs()), out);
    }
}

/// The shortest digits that name `number`, as `d[.ddd]e[-]n`; of two equally near ones the even one.
fn shortest(number: f64) -> String {
    let text = alloc::format!("{number:e}");
    let digits = text
        .bytes()
        .take_while(|byte| *byte != b'e')
        .filter(u8::is_ascii_digit)
        .count();
    if digits < 16 {
        return text; // so few digits lie further apart than doubles: there is only one candidate
    }
    // `{:e}` rounds a tie up, ECMAScript to even; with a fixed count Rust rounds to even too.
    let even = alloc::format!("{number:.0$e}", digits - 1);
    if even.parse() == Ok(number) {
        even
    } else {
        text
    }
}

fn push_display(text: core::fmt::Arguments<'_>, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(text);
}

/// SHA-256 of `text`, 64 lower-case hex digits.
#[must_use]
pub fn sha256_hex(text: &[u8]) -> String {
    hex(&Sha256::digest(text))
}

/// `bytes` as lower-case hex digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        push_display(format_args!("{byte:02x}"), &mut out);
    }
    out
}

/// The name of a contract: `pc1-` and its form's SHA-256 in lower-case unpadded base32 (RFC 4648).
#[must_use]
pub fn contract_id(form: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut out = String::from("pc1-");
    let (mut bits, mut held) = (0u32, 0);
    for byte in Sha256::digest(form) {
        bits = (bits << 8 | u32::from(byte)) & 0xffff;
        held += 8;
        while held >= 5 {
            held -= 5;
            out.push(char::from(ALPHABET[(bits >> held & 31) as usize]));
        }
    }
    if held > 0 {
        out.push(char::from(ALPHABET[(bits << (5 - held) & 31) as usize]));
    }
    out
}
