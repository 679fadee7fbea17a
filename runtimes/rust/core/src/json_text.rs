//! Reads JSON text by the strict profile: one document, one verdict, one code at one place.
//!
//! Rules J1 to J11 are those of spec/canonical.md; vectors in `conformance/suites/json_text`.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::error_table::{JSON_DEPTH_MAX, JSON_EXPLAIN_BYTES_MAX, JSON_KEYS_MAX, JSON_MEMBERS_MAX};

/// A JSON value; strings without escapes are borrowed from the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A finite double.
    Number(f64),
    /// A string, unescaped.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object; its members in document order, no name twice.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

/// Why a text was refused: a PC11xx code (or PC1205) and a JSON Pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The code of the first rule that the text breaks.
    pub code: &'static str,
    /// Where: an RFC 6901 pointer into the value, `""` for the root.
    pub at: String,
}

impl Fault {
    fn root(code: &'static str) -> Self {
        Fault {
            code,
            at: String::new(),
        }
    }
}

/// Reads `text`, which may have at most `max_bytes` bytes.
///
/// # Errors
/// The first rule of spec/canonical.md that the text breaks.
pub fn parse(text: &[u8], max_bytes: usize) -> Result<Value<'_>, Fault> {
    if text.len() > max_bytes {
        return Err(Fault::root("PC1107"));
    }
    let Ok(text) = core::str::from_utf8(text) else {
        return Err(Fault::root("PC1104"));
    };
    if text.starts_with('\u{feff}') {
        return Err(Fault::root("PC1104"));
    }
    if too_many_members(text.as_bytes()) {
        return Err(Fault::root("PC1107"));
    }
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        pos: 0,
        depth: 0,
        roomy: ROOMY_MAX,
    };
    reader
        .document()
        .map_err(|trail| (*trail).into_fault(text.len()))
}

/// J4, by the letter: counts `:` outside of what lies between two `"`.
fn too_many_members(bytes: &[u8]) -> bool {
    if bytes.len() <= JSON_MEMBERS_MAX as usize {
        return false; // fewer bytes than members: no need to look
    }
    let (mut count, mut quoted, mut at) = (0, false, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => quoted = !quoted,
            b'\\' if quoted => at += 1,
            b':' if !quoted => count += 1,
            _ => {}
        }
        at += 1;
    }
    count > JSON_MEMBERS_MAX
}

/// A fault on its way up: each container that it passes adds its step to the pointer.
struct Trail {
    code: &'static str,
    rooted: bool,
    steps: Vec<String>,
}

type Step<T> = Result<T, Box<Trail>>;

impl Trail {
    fn here(code: &'static str) -> Box<Self> {
        Box::new(Trail {
            code,
            rooted: false,
            steps: Vec::new(),
        })
    }

    fn syntax() -> Box<Self> {
        Box::new(Trail {
            code: "PC1108",
            rooted: true,
            steps: Vec::new(),
        })
    }

    fn below(mut self: Box<Self>, step: &str) -> Box<Self> {
        if !self.rooted {
            self.steps.push(step.to_string());
        }
        self
    }

    fn into_fault(self, bytes: usize) -> Fault {
        if bytes > JSON_EXPLAIN_BYTES_MAX as usize {
            return Fault::root("PC1108");
        }
        let mut at = String::new();
        for step in self.steps.iter().rev() {
            push_step(&mut at, step);
        }
        Fault {
            code: self.code,
            at,
        }
    }
}

/// Appends `/step` to an RFC 6901 pointer.
pub fn push_step(pointer: &mut String, step: &str) {
    pointer.push('/');
    for c in step.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}

/// Recursion is bounded by J6, so a hostile text cannot exhaust the stack.
struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    pos: usize,
    depth: u64,
    /// Containers that get room at first.
    roomy: u32,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Step<Value<'a>> {
        let mut value = Value::Null;
        self.space();
        self.value(&mut value)?;
        self.space();
        if self.pos == self.bytes.len() {
            Ok(value)
        } else {
            Err(Trail::syntax())
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.pos += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Step<()> {
        if self.peek() != Some(byte) {
            return Err(Trail::syntax());
        }
        self.pos += 1;
        Ok(())
    }

    /// Reads a value to where it stays: moving it up costs more than reading it.
    fn value(&mut self, place: &mut Value<'a>) -> Step<()> {
        *place = match self.peek() {
            Some(b'{') => Value::Object(self.object()?),
            Some(b'[') => Value::Array(self.array()?),
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            _ => self.word()?,
        };
        Ok(())
    }

    fn word(&mut self) -> Step<Value<'a>> {
        let rest = &self.bytes[self.pos..];
        let words = [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
        ];
        for (word, value) in words {
            if rest.starts_with(word.as_bytes()) {
                self.pos += word.len();
                return Ok(value);
            }
        }
        if rest.starts_with(b"NaN") || rest.starts_with(b"Infinity") {
            return Err(Box::new(Trail {
                code: "PC1101",
                ..*Trail::syntax()
            }));
        }
        Err(Trail::syntax())
    }

    fn enter(&mut self) -> Step<()> {
        self.depth += 1;
        if self.depth > JSON_DEPTH_MAX {
            Err(Trail::here("PC1105"))
        } else {
            Ok(())
        }
    }

    /// For how many members a container that has its first one makes room.
    fn room(&mut self, wanted: usize) -> usize {
        match self.roomy.checked_sub(1) {
            Some(left) => {
                self.roomy = left;
                wanted
            }
            None => 1,
        }
    }

    fn array(&mut self) -> Step<Vec<Value<'a>>> {
        self.enter()?;
        self.pos += 1;
        self.space();
        let mut items = Vec::new();
        if self.peek() != Some(b']') {
            loop {
                if items.is_empty() {
                    items.reserve(self.room(ITEMS_AT_FIRST));
                }
                let index = items.len();
                items.resize_with(index + 1, || Value::Null);
                self.value(&mut items[index])
                    .map_err(|trail| trail.below(&index.to_string()))?;
                self.space();
                if self.peek() != Some(b',') {
                    break;
                }
                self.pos += 1;
                self.space();
            }
        }
        self.expect(b']')?;
        self.depth -= 1;
        Ok(items)
    }

    fn object(&mut self) -> Step<Members<'a>> {
        self.enter()?;
        self.pos += 1;
        self.space();
        let mut members = Vec::new();
        let mut names = Names::default();
        if self.peek() != Some(b'}') {
            loop {
                let name = self.name(&members, &mut names)?;
                self.space();
                self.expect(b':')?;
                self.space();
                if members.is_empty() {
                    members.reserve(self.room(MEMBERS_AT_FIRST));
                }
                let index = members.len();
                members.resize_with(index + 1, || (Cow::Borrowed(""), Value::Null));
                let (place, value) = &mut members[index];
                *place = name;
                self.value(value).map_err(|trail| trail.below(place))?;
                self.space();
                if self.peek() != Some(b',') {
                    break;
                }
                self.pos += 1;
                self.space();
            }
        }
        self.expect(b'}')?;
        self.depth -= 1;
        Ok(members)
    }

    /// A member's name: J7, J9, J10, J11 in this order, all at the object.
    fn name(&mut self, members: &Members<'a>, names: &mut Names) -> Step<Cow<'a, str>> {
        if self.peek() != Some(b'"') {
            return Err(Trail::syntax());
        }
        let name = self.string()?;
        if members.len() as u64 >= JSON_KEYS_MAX {
            return Err(Trail::here("PC1107"));
        }
        if !names.add(members, &name) {
            return Err(Trail::here("PC1106"));
        }
        if name == "__proto__" {
            return Err(Trail::here("PC1205"));
        }
        Ok(name)
    }

    fn number(&mut self) -> Step<f64> {
        let start = self.pos;
        if self.peek() == Some(b'-') {
            self.pos += 1;
            if self.bytes[self.pos..].starts_with(b"Infinity") {
                return Err(Box::new(Trail {
                    code: "PC1101",
                    ..*Trail::syntax()
                }));
            }
        }
        if self.peek() == Some(b'0') {
            self.pos += 1;
        } else {
            self.digits()?;
        }
        // A fraction or exponent without digits is not part of the token: what follows is the fault.
        let integral = !self.part(b".") & !self.part(b"eE");
        let token = &self.text[start..self.pos];
        // Up to 15 digits an integer is exact as a double; `-0` must keep its sign.
        if integral && token.len() <= 15 && token != "-0" {
            if let Ok(number) = token.parse::<i64>() {
                return Ok(number as f64);
            }
        }
        match token.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err(Trail::here("PC1102")),
        }
    }

    /// One of `marks`, a sign if it is an exponent, and digits: taken whole or not at all.
    fn part(&mut self, marks: &[u8]) -> bool {
        let rest = &self.bytes[self.pos..];
        let Some((mark, after)) = rest.split_first() else {
            return false;
        };
        if !marks.contains(mark) {
            return false;
        }
        let is_signed = *mark != b'.' && matches!(after.first(), Some(b'+' | b'-'));
        let digits = &after[usize::from(is_signed)..];
        let count = digits
            .iter()
            .take_while(|digit| digit.is_ascii_digit())
            .count();
        if count > 0 {
            self.pos += 1 + usize::from(is_signed) + count;
        }
        count > 0
    }

    fn digits(&mut self) -> Step<()> {
        let start = self.pos;
        while let Some(b'0'..=b'9') = self.peek() {
            self.pos += 1;
        }
        if self.pos == start {
            Err(Trail::syntax())
        } else {
            Ok(())
        }
    }

    /// A string from its opening quote on.
    #[inline]
    fn string(&mut self) -> Step<Cow<'a, str>> {
        self.pos += 1;
        let start = self.pos;
        self.plain()?;
        let end = self.pos;
        if self.peek() == Some(b'"') {
            self.pos += 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        self.escaped(start).map(Cow::Owned)
    }

    /// The same from its first escape on; it began at `start`.
    #[cold]
    fn escaped(&mut self, start: usize) -> Step<String> {
        let mut text = String::from(&self.text[start..self.pos]);
        while self.peek() == Some(b'\\') {
            text.push(self.escape()?);
            let start = self.pos;
            self.plain()?;
            text.push_str(&self.text[start..self.pos]);
        }
        self.pos += 1; // plain() stops at a quote or a backslash only
        Ok(text)
    }

    /// Goes on to the next `"` or `\`.
    fn plain(&mut self) -> Step<()> {
        // Most of a text is this: eight bytes at a time while there are so many.
        while let Some(eight) = self.bytes[self.pos..].first_chunk() {
            let stops = stops(u64::from_le_bytes(*eight));
            if stops != 0 {
                self.pos += stops.trailing_zeros() as usize / 8;
                break;
            }
            self.pos += 8;
        }
        loop {
            match self.peek() {
                Some(b'"' | b'\\') => return Ok(()),
                Some(0x20..) => self.pos += 1,
                _ => return Err(Trail::syntax()),
            }
        }
    }

    /// One escape, or two that make a pair; half a pair is J7.
    fn escape(&mut self) -> Step<char> {
        let c = match self.bytes.get(self.pos + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(Trail::syntax()),
        };
        self.pos += 2;
        Ok(c)
    }

    fn unicode_escape(&mut self) -> Step<char> {
        let mut unit = self.code_unit(self.pos).ok_or_else(Trail::syntax)?;
        self.pos += 6;
        if let (0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) = (unit, self.code_unit(self.pos)) {
            self.pos += 6;
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        }
        char::from_u32(unit).ok_or_else(|| Trail::here("PC1103"))
    }

    /// The number in `\uXXXX` at `pos`.
    fn code_unit(&self, pos: usize) -> Option<u32> {
        let digits = self.bytes.get(pos..pos + 6)?.strip_prefix(b"\\u")?;
        digits.iter().try_fold(0, |unit, digit| {
            let digit = char::from(*digit).to_digit(16)?;
            Some(unit * 16 + digit)
        })
    }
}

/// Bit 7 of each byte of eight that ends a plain stretch: `"`, `\`, below U+0020. Above the lowest
/// of them there may be false ones: a borrow runs upwards.
fn stops(eight: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let zero = |bytes: u64| bytes.wrapping_sub(ONES) & !bytes;
    let below = eight.wrapping_sub(ONES * 0x20) & !eight;
    let quote = zero(eight ^ (ONES * u64::from(b'"')));
    let escape = zero(eight ^ (ONES * u64::from(b'\\')));
    (below | quote | escape) & (ONES << 7)
}

type Members<'a> = Vec<(Cow<'a, str>, Value<'a>)>;

/// Finds a name that is there twice: by looking at all of few, by a sorted index of many.
#[derive(Default)]
struct Names {
    order: Vec<u16>,
}

const FEW: usize = 16;

/// What a container has room for at first: growing costs more than the room.
const ITEMS_AT_FIRST: usize = 16;
const MEMBERS_AT_FIRST: usize = 8;
/// How many containers of a text get that: a text of small ones must not ask for much more memory
/// than it has bytes.
const ROOMY_MAX: u32 = 64;

impl Names {
    /// False when one of `members` has this name already.
    fn add(&mut self, members: &Members<'_>, name: &str) -> bool {
        if members.len() < FEW {
            return members.iter().all(|(known, _)| known != name);
        }
        if self.order.is_empty() {
            self.order = (0..members.len() as u16).collect();
            self.order
                .sort_by(|a, b| members[*a as usize].0.cmp(&members[*b as usize].0));
        }
        match self
            .order
            .binary_search_by(|at| members[*at as usize].0.as_ref().cmp(name))
        {
            Ok(_) => false,
            Err(place) => {
                self.order.insert(place, members.len() as u16);
                true
            }
        }
    }
}
