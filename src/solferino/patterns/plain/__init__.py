"""Tests on plain tables, CSV or Parquet, no case needed: what is read, what is dropped and why, then the test."""
