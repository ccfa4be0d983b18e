"""Documents → plain text: paragraphs separated by empty lines, whatever the format; one format per file."""
