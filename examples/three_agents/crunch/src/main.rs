//! The agent `crunch`: opens the index once, at start, then answers `search` and `timeline`.

mod contract;

use std::io;
use std::path::{Path, PathBuf};

use contract::crunch;
use contract::types::{
    Finding, Findings, Measure, Mention, NothingFound, Query, Subject, SubjectNeeds, Timeline,
};
use peercontract::{Exit, Run};
use retrieval::index::Index;
use retrieval::near::{near, unknown_words};
use retrieval::{matching, score, search};

/// The contract's bound on `Names`.
const NAMES_MAX: usize = 100;

fn main() -> Exit {
    crunch::serve(Crunch::open(&index_path()))
}

/// Beside the agent's code, in its bundle and in a checkout alike.
fn index_path() -> PathBuf {
    let folder = std::env::var_os("LAMBDA_TASK_ROOT")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    folder.join("data").join("addresses.index")
}

struct Crunch {
    /// Why it could not be opened is told to each caller: a process that ends would tell nobody.
    index: Result<Index, String>,
}

impl Crunch {
    fn open(path: &Path) -> Self {
        let index = Index::open(path).map_err(|error| {
            format!(
                "{}: {error}; run examples/three_agents/corpus.py",
                path.display()
            )
        });
        Crunch { index }
    }

    fn index(&self) -> Result<&Index, crunch::Error> {
        self.index
            .as_ref()
            .map_err(|why| crunch::Error::failed(io::Error::other(why.as_str())))
    }
}

impl crunch::Agent for Crunch {
    fn search(
        &self,
        query: Query,
        _peers: &crunch::Peers,
        _run: &Run,
    ) -> Result<Findings, crunch::Error> {
        let index = self.index()?;
        let subject = subject_of(query.subject);
        let measure = match query.measure {
            Measure::Bm25 => score::Measure::Bm25,
            Measure::Dirichlet => score::Measure::Dirichlet,
        };
        let limit = usize::try_from(query.limit).unwrap_or(0);
        let found =
            search::search(index, &subject, measure, limit).map_err(crunch::Error::failed)?;
        if found.is_empty() {
            return Err(crunch::Error::NothingFound(nothing_found(index, &subject)));
        }
        Ok(found.into_iter().map(finding).collect())
    }

    fn timeline(
        &self,
        subject: Subject,
        _peers: &crunch::Peers,
        _run: &Run,
    ) -> Result<Timeline, crunch::Error> {
        let mentions = search::timeline(self.index()?, &subject_of(subject));
        Ok(mentions.into_iter().map(mention).collect())
    }
}

fn subject_of(subject: Subject) -> matching::Subject {
    let year = |year: Option<i64>| year.and_then(|year| u32::try_from(year).ok());
    matching::Subject {
        terms: subject.terms,
        needs_all: matches!(subject.needs, SubjectNeeds::All),
        from_year: year(subject.from_year),
        to_year: year(subject.to_year),
        speakers: subject.speakers,
    }
}

fn finding(found: search::Finding) -> Finding {
    let year = i64::from(found.year);
    Finding::new(found.id, found.score, found.sentences, found.speaker, year)
}

fn mention(found: search::Mention) -> Mention {
    let (matches, passages) = (i64::from(found.matches), i64::from(found.passages));
    Mention::new(matches, passages, found.speaker, i64::from(found.year))
}

fn nothing_found(index: &Index, subject: &matching::Subject) -> NothingFound {
    let unknown = unknown_words(index, subject);
    let close = unknown
        .iter()
        .flat_map(|word| near(index, word))
        .take(NAMES_MAX)
        .collect();
    NothingFound::new(close, unknown.into_iter().take(NAMES_MAX).collect())
}
