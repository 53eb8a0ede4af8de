"""The document: frozen values, pure edits, JSON codec, tables and files."""
