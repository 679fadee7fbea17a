//! Where the recorded oracles are: beside the checkout, when they are there at all.

use std::io::Write;
use std::path::{Path, PathBuf};

/// The files below `../shared/oracle/<folder>`, sorted; none, with a visible note, where it is absent.
pub(crate) fn files(folder: &str) -> Vec<PathBuf> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/oracle")
        .join(folder);
    let Ok(entries) = std::fs::read_dir(&place) else {
        let note = format!(
            "note: the oracle {} is absent, so it was not asked",
            place.display()
        );
        let mut log = std::io::stderr(); // past the capture of test output
        writeln!(log, "{note}").unwrap();
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// A file's name without its folder.
pub(crate) fn name(file: &Path) -> &str {
    file.file_name().and_then(|name| name.to_str()).unwrap()
}
