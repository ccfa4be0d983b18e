"""The reference pages as text, each derived from the program."""

from __future__ import annotations

import reference_cli
import reference_formats
import reference_words


def pages() -> dict[str, str]:
    """Return every page by file name."""
    found = {
        "cli.md": reference_cli.page(),
        "case.md": reference_formats.case_page(),
        "sources.md": reference_formats.sources_page(),
        "claims.md": reference_formats.claims_page(),
        "tables.md": reference_words.tables_page(),
        "errors.md": reference_words.errors_page(),
        "verdicts.md": reference_words.verdicts_page(),
        "vocabulary.md": reference_words.vocabulary_page(),
    }
    return {name: text.rstrip() + "\n" for name, text in found.items()}
