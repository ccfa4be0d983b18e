"""PDF → paragraphs, with pypdf where it is installed: lines are joined by their distance and length."""

from __future__ import annotations

import io
import itertools
import logging
import re
from statistics import median

from solferino.words.errors import MachineError, UsageError

PAGES = 500
"""Pages from which on a file is no statement."""
_APART = 1.45
"""A distance between lines of so many times the common one begins a paragraph."""

_SHORT, _TITLE = 0.8, 0.6
"""A last line is shorter than so much of the longest; one without a stop, such as a title, is shorter still."""
_MARKED = re.compile(r"[•▪◦‣●]\s|(?:\d{1,3}[.)]|\[\d{1,3}\])\s+[A-Z“\"]")
"""What begins an item or a numbered paragraph."""
_ON = re.compile(r"(?:\b[a-z]{1,4}|[,–—-])\s*$")
"""After a small word a line goes on, however short."""


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
        lines = [line for page in reader.pages for line in [*_lines(page), (None, "")]]
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise UsageError(
            f"{name} cannot be read as a PDF: {type(error).__name__}: {error}", "print it to a new PDF"
        ) from None
    found = _joined(lines)
    if not found:
        raise UsageError(f"{name} holds no text: it may be a scan", "give its text, typed or recognised and read over")
    return found


def _lines(page: object) -> list[tuple[float | None, str]]:
    """Return the lines of a page with their heights."""
    made: list[tuple[float | None, str]] = []

    def take(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if not text.strip():
            return
        y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        if made and made[-1][0] is not None and abs(made[-1][0] - y) < 2:
            made[-1] = (y, made[-1][1] + text)
        else:
            made.append((y, text))

    page.extract_text(visitor_text=take)  # type: ignore[attr-defined]
    return made


def _joined(lines: list[tuple[float | None, str]]) -> list[str]:
    """Join lines into paragraphs: a wide gap, or a short line that ends a sentence, divides them."""
    flat = [(y, part) for y, text in lines for part in (text.strip().split("\n") if text.strip() else [""])]
    gaps = [a - b for (a, _), (b, _) in itertools.pairwise(flat) if a is not None and b is not None and a - b > 1]
    common, longest = (median(gaps) if gaps else 0.0), max((len(t) for _, t in flat), default=0)
    found: list[str] = []
    before: tuple[float | None, str] | None = None
    for y, text in flat:
        if not text.strip():
            continue
        apart = before is None or _divides(before, (y, text), common, longest)
        if apart or not found:
            found.append(text.strip())
        elif re.search(r"\w[-‐]$", found[-1]) and text.strip()[:1].islower():
            found[-1] = found[-1][:-1] + text.strip()
        else:
            found[-1] += " " + text.strip()
        before = (y, text)
    return found


def _divides(before: tuple[float | None, str], line: tuple[float | None, str], common: float, longest: int) -> bool:
    if before[0] is not None and line[0] is not None and common and before[0] - line[0] > _APART * common:
        return True
    length, opens = len(before[1]) / (longest or 1), line[1].lstrip()[:1]
    if _MARKED.match(line[1].lstrip()) or (length < _TITLE and opens.isupper() and not _ON.search(before[1])):
        return True
    return length < _SHORT and before[1].rstrip()[-1:] in '.!?:;”"' and not opens.islower()
