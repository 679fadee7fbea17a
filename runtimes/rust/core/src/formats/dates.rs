//! Dates and times of RFC 3339: `date`, `time`, `date-time`.

use super::are_digits;

const MONTH_DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const FRACTION_MAX: usize = 9; // digits

/// `full-date`, years 0001 to 9999, real month lengths.
pub(super) fn is_date(text: &[u8]) -> bool {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text else {
        return false;
    };
    let (Some(century), Some(year)) = (number(y0, y1), number(y2, y3)) else {
        return false;
    };
    let (Some(month), Some(day)) = (number(m0, m1), number(d0, d1)) else {
        return false;
    };
    let year = century * 100 + year;
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    year > 0
        && (1..=12).contains(&month)
        && (1..=MONTH_DAYS[month as usize - 1]).contains(&day)
        && (month != 2 || day != 29 || is_leap)
}

/// `hh:mm:ss`, at most nine fraction digits, and the offset: `Z` or `±hh:mm`.
pub(super) fn is_time(text: &[u8]) -> bool {
    let Some((clock, rest)) = text.split_at_checked(8) else {
        return false;
    };
    let [h0, h1, b':', m0, m1, b':', s0, s1] = *clock else {
        return false;
    };
    let offset = match rest.split_first() {
        Some((b'.', after)) => {
            let digits = after
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            if !(1..=FRACTION_MAX).contains(&digits) {
                return false;
            }
            &after[digits..]
        }
        _ => rest,
    };
    is_clock(h0, h1, m0, m1)
        && number(s0, s1).is_some_and(|second| second < 60)
        && is_offset(offset)
}

fn is_offset(text: &[u8]) -> bool {
    match *text {
        [b'Z'] => true,
        [b'+' | b'-', h0, h1, b':', m0, m1] => is_clock(h0, h1, m0, m1),
        _ => false,
    }
}

/// A date, `T`, a time.
pub(super) fn is_date_time(text: &[u8]) -> bool {
    match text.split_at_checked(10) {
        Some((date, [b'T', time @ ..])) => is_date(date) && is_time(time),
        _ => false,
    }
}

/// 00:00 to 23:59.
fn is_clock(h0: u8, h1: u8, m0: u8, m1: u8) -> bool {
    number(h0, h1).is_some_and(|hour| hour < 24) && number(m0, m1).is_some_and(|minute| minute < 60)
}

/// The number of two digits.
fn number(tens: u8, ones: u8) -> Option<u32> {
    are_digits(&[tens, ones]).then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
}
