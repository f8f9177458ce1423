"""A plan book behind any port: read by the schema, edits kept, results staged and written at once."""
