//! Retrieval over a corpus of addresses: words, passages, an inverted index on disk, two measures.
//!
//! Nothing here knows contracts or calls; `main.rs` puts these parts behind the agent's operations.
//! [`build`] turns addresses into the bytes of an index file, [`index`] reads such a file without
//! unpacking it, [`matching`] finds where a subject is spoken of, [`score`] says how much.

pub mod build;
pub mod index;
pub mod matching;
pub mod near;
pub mod passages;
pub mod score;
pub mod search;
pub mod words;
