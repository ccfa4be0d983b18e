"""Tiny complete cases that tests build, written by `write_case`."""
