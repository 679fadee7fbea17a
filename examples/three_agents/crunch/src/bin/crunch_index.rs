//! `crunch-index`: reads addresses from standard input, writes the index file its argument names.
//!
//! Input, UTF-8: for each address a line `year<TAB>speaker`, then one line with its whole text.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use retrieval::build::{Address, build};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "crunch-index: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let Some(target) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return Err(io::Error::other(
            "usage: crunch-index INDEX_FILE < addresses",
        ));
    };
    let bytes = build(&read_addresses(io::stdin().lock())?);
    // A reader never sees half a file: write beside it, then rename.
    let partial = target.with_extension("partial");
    std::fs::write(&partial, bytes)?;
    std::fs::rename(partial, target)
}

fn read_addresses(input: impl BufRead) -> io::Result<Vec<Address>> {
    let mut lines = input.lines();
    let mut addresses = Vec::new();
    while let Some(head) = lines.next().transpose()? {
        let parsed = head
            .split_once('\t')
            .and_then(|(year, speaker)| Some((year.parse::<u32>().ok()?, speaker.to_owned())));
        let (Some((year, speaker)), Some(text)) = (parsed, lines.next().transpose()?) else {
            return Err(io::Error::other(format!(
                "address {} is malformed",
                addresses.len() + 1
            )));
        };
        addresses.push(Address {
            year,
            speaker,
            text,
        });
    }
    Ok(addresses)
}
