"""The page of formats names every one that is read or written."""

from __future__ import annotations

from pathlib import Path

from solferino.exchange.field import fields
from solferino.exchange.writer import WRITERS


def test_every_format_stands_on_the_page() -> None:
    """A format that is read or written and stands not in docs/formats.md fails here."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text("utf-8")

    assert [name for name in (*fields(), *WRITERS) if f"`{name}`" not in page] == []
    assert [field.title for field in fields().values() if field.title not in page] == []
