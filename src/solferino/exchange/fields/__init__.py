"""Formats of the field as data: one TOML file each, from the columns a platform exports to the columns of a table."""
