"""Writers, one shape per file: each gives the bytes of a table and the description that reads them back."""
