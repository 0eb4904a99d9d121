//! Formats: scenarios, links, transcripts.
