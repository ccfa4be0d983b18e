"""Floor 2: readers and writers, one format per file; every row becomes a record or a named rejection."""
