"""Floor 1: tables on DuckDB over Parquet, canonical digests, and a namespace of tables per world."""
