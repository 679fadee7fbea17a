//! Index, matching, measures and answers over a corpus small enough to check by hand.

use std::io;
use std::path::PathBuf;

use retrieval::build::{Address, build};
use retrieval::index::Index;
use retrieval::matching::{Subject, find};
use retrieval::near::{near, unknown_words};
use retrieval::score::{Measure, rank};
use retrieval::search::{search, timeline};

const ROADS: &str = "The canal is long. The Canal Zone is ours. We dig. We rest. \
    Nothing here of it. Roads matter more. They do. They must.";
const SHIPS: &str = "Ships wait for the canal; ships wait. So it goes. On and on. Ever on.";

fn address(year: u32, speaker: &str, text: &str) -> Address {
    Address {
        year,
        speaker: speaker.to_owned(),
        text: text.to_owned(),
    }
}

fn corpus() -> Vec<Address> {
    vec![
        address(1900, "Ann Early", ROADS),
        address(1910, "Bob Late", SHIPS),
        address(
            1911,
            "Bob Late",
            "Peace. Peace again. And peace. No more to say.",
        ),
    ]
}

/// Writes `bytes` to a file of this test's own.
fn file(name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let path = std::env::temp_dir().join(format!("retrieval-{}-{name}", std::process::id()));
    std::fs::write(&path, bytes)?;
    Ok(path)
}

fn index(name: &str) -> io::Result<Index> {
    let path = file(name, &build(&corpus()))?;
    let index = Index::open(&path)?;
    std::fs::remove_file(path)?; // an open file lives on
    Ok(index)
}

fn subject(terms: &[&[&str]], needs_all: bool) -> Subject {
    let terms = terms
        .iter()
        .map(|forms| forms.iter().map(|form| (*form).to_owned()).collect());
    Subject {
        terms: terms.collect(),
        needs_all,
        ..Subject::default()
    }
}

#[test]
fn an_address_comes_back_as_it_went_in() {
    let index = index("round").unwrap();
    assert_eq!(index.addresses().len(), 3);
    let first = &index.addresses()[0];
    assert_eq!(
        (first.year, first.speaker.as_str(), first.words),
        (1900, "Ann Early", 24)
    );
    let texts: Vec<String> = (first.first_passage..first.end_passage)
        .map(|passage| index.passage_text(passage).unwrap())
        .collect();
    assert_eq!(texts.concat(), ROADS);
}

#[test]
fn a_form_of_several_words_matches_them_in_a_row_only() {
    let index = index("phrase").unwrap();
    let count = |form: &str| find(&index, &subject(&[&[form]], true)).places;
    assert_eq!(count("canal zone"), [1]);
    assert_eq!(count("zone canal"), [0]);
    assert_eq!(count("Canal"), [3]);
}

#[test]
fn names_that_overlap_count_once() {
    let index = index("overlap").unwrap();
    let matches = find(
        &index,
        &subject(&[&["canal", "canal zone", "the canal zone"]], true),
    );
    assert_eq!(matches.places, [3]);
    assert_eq!(matches.passages, [2]);
}

#[test]
fn all_terms_or_any_term_makes_a_match() {
    let index = index("all").unwrap();
    let terms: &[&[&str]] = &[&["canal"], &["ships"]];
    assert_eq!(find(&index, &subject(terms, true)).hits.len(), 1);
    assert_eq!(find(&index, &subject(terms, false)).hits.len(), 2);
}

#[test]
fn years_and_speakers_bound_a_search() {
    let index = index("bounds").unwrap();
    let canal = subject(&[&["canal"]], true);
    let late = Subject {
        from_year: Some(1901),
        ..canal.clone()
    };
    assert_eq!(
        search(&index, &late, Measure::Bm25, 9).unwrap()[0].speaker,
        "Bob Late"
    );
    let ann = Subject {
        speakers: vec!["Ann Early".to_owned()],
        ..canal.clone()
    };
    assert_eq!(
        search(&index, &ann, Measure::Dirichlet, 9).unwrap().len(),
        1
    );
    let none = Subject {
        to_year: Some(1899),
        ..canal
    };
    assert_eq!(search(&index, &none, Measure::Bm25, 9).unwrap(), []);
}

#[test]
fn a_passage_that_dwells_on_the_subject_is_above_one_that_mentions_it() {
    let index = index("rank").unwrap();
    let ships = subject(&[&["ships", "canal"]], true);
    for measure in [Measure::Bm25, Measure::Dirichlet] {
        let matches = find(&index, &ships);
        let best = rank(&index, &ships, &matches, measure);
        assert_eq!(
            index.addresses()[index.address_of(best[0].0.passage)].year,
            1910
        );
        assert!(
            best.iter()
                .all(|(_, score)| score.is_finite() && *score > 0.0)
        );
    }
}

#[test]
fn a_finding_names_its_passage_and_its_sentences_join_to_it() {
    let index = index("finding").unwrap();
    let found = search(&index, &subject(&[&["roads"]], true), Measure::Bm25, 1).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].id, "1900-ann-early/2");
    assert!(ROADS.contains(&found[0].sentences.concat()));
}

#[test]
fn a_timeline_holds_silent_addresses_too() {
    let index = index("timeline").unwrap();
    let years: Vec<(u32, u32, u32)> = timeline(&index, &subject(&[&["canal"]], true))
        .iter()
        .map(|mention| (mention.year, mention.passages, mention.matches))
        .collect();
    assert_eq!(years, [(1900, 2, 1), (1910, 1, 1), (1911, 1, 0)]);
}

#[test]
fn a_misspelt_word_is_unknown_and_has_words_near_it() {
    let addresses: Vec<Address> = (0..3).map(|n| address(1900 + n, "Ann", ROADS)).collect();
    let path = file("near", &build(&addresses)).unwrap();
    let index = Index::open(&path).unwrap();
    std::fs::remove_file(path).unwrap();
    assert_eq!(
        unknown_words(&index, &subject(&[&["cannal zone"]], true)),
        ["cannal"]
    );
    assert_eq!(near(&index, "cannal"), ["canal"]);
}

#[test]
fn a_damaged_file_is_an_error_and_never_a_panic() {
    let bytes = build(&corpus());
    for cut in [0, 4, 35, 36, bytes.len() - 1] {
        let path = file(&format!("cut-{cut}"), &bytes[..cut]).unwrap();
        assert!(Index::open(&path).is_err(), "cut at {cut}");
        std::fs::remove_file(path).unwrap();
    }
    for at in (36..bytes.len()).step_by(3) {
        let mut broken = bytes.clone();
        broken[at] ^= 0xff;
        let path = file(&format!("flip-{at}"), &broken).unwrap();
        if let Ok(index) = Index::open(&path) {
            let _ = search(
                &index,
                &subject(&[&["canal"], &["zone"]], false),
                Measure::Bm25,
                9,
            );
            let _ = timeline(&index, &subject(&[&["canal"]], true));
        }
        std::fs::remove_file(path).unwrap();
    }
}
