"""Stored queries: plain SPARQL files with a header that says what they ask, take and give."""
