//! Patterns of the dialect: a text against the table that the compiler made (spec/pattern.md).

const ASCII: usize = 128;
const HEADER_BYTES: usize = 4;
const INTERVALS_AT: usize = HEADER_BYTES + 2 * ASCII;
const INTERVAL_BYTES: usize = 6;

/// One pattern; nothing of it is decoded or allocated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The normal form, as violations show it.
    pub text: &'static str,
    /// The bytes of spec/pattern.md#table.
    pub table: &'static [u8],
}

impl Pattern {
    /// A pattern of its normal form and its table.
    #[must_use]
    pub const fn new(text: &'static str, table: &'static [u8]) -> Self {
        Self { text, table }
    }

    /// Whether the pattern matches, in time linear in the text.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        matches(self.table, text)
    }
}

/// Whether a table accepts a text. A table that is cut short accepts nothing beyond its end.
#[must_use]
pub fn matches(table: &[u8], text: &str) -> bool {
    let classes = half(table, 2);
    let intervals = half(table, INTERVALS_AT);
    let high = table.get(INTERVALS_AT + 2..).unwrap_or_default();
    let cells_at = INTERVALS_AT + 2 + INTERVAL_BYTES * intervals;
    let mut state = 1;
    for code in text.chars().map(u32::from) {
        let class = match usize::try_from(code) {
            Ok(ascii) if ascii < ASCII => half(table, HEADER_BYTES + 2 * ascii),
            _ => class_above(high, intervals, code),
        };
        state = half(table, cells_at + 2 * (state * classes + class));
        if state == 0 {
            return false;
        }
    }
    let accepting_at = cells_at + 2 * half(table, 0) * classes;
    let bits = table.get(accepting_at + state / 8).copied().unwrap_or(0);
    bits >> (state % 8) & 1 == 1
}

/// The class of the last interval that begins at or before `code`.
fn class_above(high: &[u8], intervals: usize, code: u32) -> usize {
    let (mut low, mut end) = (0, intervals);
    while end - low > 1 {
        let middle = low.midpoint(end);
        let at = INTERVAL_BYTES * middle;
        let start = (half(high, at) << 16) | half(high, at + 2);
        if start <= code as usize {
            low = middle;
        } else {
            end = middle;
        }
    }
    half(high, INTERVAL_BYTES * low + 4)
}

/// The `u16` at an offset; 0, the dead state and the first class, beyond the end.
fn half(table: &[u8], at: usize) -> usize {
    match table.get(at..at + 2) {
        Some(&[high, low]) => usize::from(high) << 8 | usize::from(low),
        _ => 0,
    }
}
