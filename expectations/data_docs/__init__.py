"""Data Docs: the static site of one validation, readable with no network."""
