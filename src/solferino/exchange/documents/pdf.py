"""PDF → paragraphs, with pypdf where it is installed: lines are joined by their distance and length."""

from __future__ import annotations

import io
import itertools
import logging
import re
from dataclasses import dataclass, replace
from statistics import median

from solferino.words.errors import MachineError, UsageError

PAGES = 500
"""Pages from which on a file is no statement."""
_APART = 1.45
"""A distance between lines of so many times the common one begins a paragraph."""

_SHORT, _TITLE = 0.8, 0.6
"""A last line is shorter than so much of the longest; one without a stop, such as a title, is shorter still."""
_TALL = 1.15
"""Letters so many times as tall as most are a title's."""
_MARKED = re.compile(r"[•▪◦‣●]\s|(?:\d{1,3}[.)]|\[\d{1,3}\])\s+[A-Z“\"]")
"""What begins an item or a numbered paragraph."""
_ON = re.compile(r"(?:\b[a-z]{1,4}|[,–—-])\s*$")
"""After a small word a line goes on, however short."""


@dataclass(frozen=True)
class Line:
    """One line of a page: its height, its words, the size of its letters; an empty one ends a page."""

    y: float | None = None
    text: str = ""
    size: float = 0.0


def pdf(data: bytes, name: str) -> list[str]:
    """Return the paragraphs of a document with a text layer; raise MachineError where pypdf is not installed."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise MachineError(
            "reading a PDF needs pypdf, which is not installed", 'pip install "solferino[documents]"'
        ) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with it is told below, in one line
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise UsageError(f"{name} is encrypted", "save it without a password")
        if len(reader.pages) > PAGES:
            raise UsageError(f"{name} has {len(reader.pages)} pages; a statement has fewer than {PAGES}")
        lines = [line for page in reader.pages for line in [*_lines(page), Line()]]
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise UsageError(
            f"{name} cannot be read as a PDF: {type(error).__name__}: {error}", "print it to a new PDF"
        ) from None
    found = _joined(lines)
    if not found:
        raise UsageError(f"{name} holds no text: it may be a scan", "give its text, typed or recognised and read over")
    return found


def _lines(page: object) -> list[Line]:
    """Return the lines of a page with where they stand and how tall their letters are."""
    made: list[Line] = []

    def take(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if not text.strip():
            return
        y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        if made and (above := made[-1].y) is not None and abs(above - y) < 2:
            made[-1] = replace(made[-1], y=y, text=made[-1].text + text)
        else:
            made.append(Line(y, text, round(abs(size * tm[3] * cm[3]), 1)))

    page.extract_text(visitor_text=take)  # type: ignore[attr-defined]
    return made


def _joined(lines: list[Line]) -> list[str]:
    """Join lines into paragraphs: a wide gap, or a short line that ends a sentence, divides them."""
    flat = [
        replace(line, text=part)
        for line in lines
        for part in (line.text.strip().split("\n") if line.text.strip() else [""])
    ]
    gaps = [a.y - b.y for a, b in itertools.pairwise(flat) if a.y is not None and b.y is not None and a.y - b.y > 1]
    common, longest = (median(gaps) if gaps else 0.0), max((len(line.text) for line in flat), default=0)
    sizes = [line.size for line in flat if line.size]
    usual = median(sizes) if sizes else 0.0
    found: list[str] = []
    before: Line | None = None
    for line in flat:
        text = line.text.strip()
        if not text:
            continue
        if before is not None and before.size == line.size > _TALL * usual:
            apart = _far(before, line, common * line.size / usual)  # a title goes on, however short its lines
        else:
            apart = before is None or _divides(before, line, common, longest)
        if apart or not found:
            found.append(text)
        elif re.search(r"\w[-‐]$", found[-1]) and text[:1].islower():
            found[-1] = found[-1][:-1] + text
        else:
            found[-1] += " " + text
        before = line
    return found


def _far(before: Line, line: Line, common: float) -> bool:
    return before.y is not None and line.y is not None and 0 < _APART * common < before.y - line.y


def _divides(before: Line, line: Line, common: float, longest: int) -> bool:
    if _far(before, line, common):
        return True
    length, opens = len(before.text) / (longest or 1), line.text.lstrip()[:1]
    if _MARKED.match(line.text.lstrip()) or (length < _TITLE and opens.isupper() and not _ON.search(before.text)):
        return True
    return length < _SHORT and before.text.rstrip()[-1:] in '.!?:;”"' and not opens.islower()
