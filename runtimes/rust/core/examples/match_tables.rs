//! Matches texts with tables, for tests that compare the three languages: lines of base64, a table
//! and then its texts, parted by blanks; an answer is a line of `0` and `1`, one for each text.

use std::io::{Error, Result, Write, stdin, stdout};

use peercontract_core::formats::base64;
use peercontract_core::pattern::matches;

fn main() -> Result<()> {
    for line in stdin().lines() {
        let line = line?;
        let mut parts = line.split(' ').map(decoded);
        let table = parts.next().unwrap_or_else(|| decoded(""))?;
        let mut answer = String::new();
        for text in parts {
            let text = String::from_utf8(text?).map_err(Error::other)?;
            answer.push(if matches(&table, &text) { '1' } else { '0' });
        }
        writeln!(stdout(), "{answer}")?;
    }
    Ok(())
}

fn decoded(text: &str) -> Result<Vec<u8>> {
    base64(text).ok_or_else(|| Error::other("no base64"))
}
