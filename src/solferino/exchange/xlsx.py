"""XLSX: the values of one sheet, as stored; no formula is evaluated, no macro, link or image is touched.

Dates read as ISO days, whole numbers without a point. What could fill the memory or hide a value is refused.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import zip_longest
from typing import Any
from xml.etree.ElementTree import ParseError

import duckdb

from solferino.exchange.grid import MAX_COLUMNS, UNIQUE, Loaded, Rejection, Row, stand
from solferino.words.errors import CaseError, MachineError, Problem
from solferino.words.near import did_you_mean

MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes that a workbook may unpack to; beyond it the file is taken for a bomb, or should travel as CSV."""

MAX_PARTS = 5_000
MAX_CELLS = 20_000
"""Cells of one row, empty ones among them; the widest sheet that the format knows has 16,384."""
MAX_GAP = 100_000
"""Rows left empty in one stretch; a lone cell at the foot of a sheet would otherwise unroll a million of them."""

_DTD = tuple(word.encode(codec) for word in ("<!DOCTYPE", "<!ENTITY") for codec in ("utf-8", "utf-16-le", "utf-16-be"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError,
    OSError, OverflowError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the parser raises on files that are no workbooks; it has no error of its own for most of them."""


Lines = Iterator[tuple[int, list[Any]]]
"""Rows of a sheet that hold anything: the sheet's own number, and cells up to the last that is filled."""


def load(
    con: duckdb.DuckDBPyConnection,
    data: bytes,
    *,
    table: str,
    name: str,
    sheet: str = "",
    heading: Callable[[Lines, str, str], tuple[str, ...]] | None = None,
) -> Loaded:
    """Load one sheet into `table`; `sheet` is needed where there are several.

    Its first row is the header, or `heading` takes from the rows what names the columns, and leaves those below it.
    """
    formulas = _check_archive(data, name)
    rows, rejected = [], []
    with _workbook(data, name, values=True) as book:
        title = _choose(book, sheet, name)
        lines = _lines(book[title], name)
        header = (heading or _header)(lines, name, title)
        missing = _missing(data, name, title) if formulas else {}
        for number, (line, cells) in enumerate(lines, 1):
            named = dict(zip_longest(header, cells[: len(header)]))
            lost = next((i for i in missing.get(line, ()) if i < len(header)), None)
            if len(cells) > len(header):
                wrong = f"has {len(cells)} cells where the header has {len(header)}"
                rejected.append(Rejection(number, "", wrong, line))
            elif lost is not None:
                wrong = "holds a formula whose value was never stored: open the file, recalculate and save it"
                rejected.append(Rejection(number, header[lost], wrong, line))
            else:
                rows.append(Row(number, line, {column: text(value) for column, value in named.items()}))
    return stand(con, rows, table=table, name=name, columns=header, rejected=rejected)


def sheets(data: bytes, name: str) -> tuple[str, ...]:
    """Return the titles of a workbook's sheets, in order; CaseError where it is none."""
    _check_archive(data, name)
    with _workbook(data, name, values=True) as book:
        return tuple(sheet.title for sheet in book.worksheets)


def _check_archive(data: bytes, name: str) -> bool:
    """Refuse what is no plain workbook before anything is parsed; return whether any sheet holds formulas."""
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        text = "is protected by a password" if locked else "is a workbook of the older kind (.xls)"
        raise CaseError([Problem(name, 0, text, "save it as .xlsx without a password, or as CSV")])
    formulas = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                mb = sum(part.file_size for part in parts) // 2**20
                text = f"unpacks to {len(parts)} parts of {mb} MB; at most {MAX_UNPACKED // 2**20} MB are read"
                raise CaseError([Problem(name, 0, text, "if it is what it seems, save the sheet as CSV")])
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    body = archive.read(part)
                    if any(word in body for word in _DTD):
                        text = f"its part {part.filename!r} declares entities, which no workbook needs"
                        raise CaseError([Problem(name, 0, text)])
                    if part.filename.startswith("xl/worksheets/"):
                        formulas |= b"<f>" in body or b"<f " in body
                        _check_width(body, name)
    except _BROKEN as error:
        raise _no_workbook(name, error) from None
    return formulas


def _check_width(body: bytes, name: str) -> None:
    """Refuse a row with more cells than any sheet has; the parser would first build them all."""
    if body.count(b"<c") + body.count(b":c") <= MAX_CELLS:
        return
    for row in body.split(b"row>"):
        if row.count(b"<c") + row.count(b":c") > MAX_CELLS:
            raise CaseError([Problem(name, 0, f"has a row of over {MAX_CELLS} cells; at most {MAX_COLUMNS} are read")])


@contextmanager
def _workbook(data: bytes, name: str, *, values: bool) -> Iterator[Any]:
    try:
        from openpyxl import load_workbook  # type: ignore[import-untyped] # only this format needs it
    except ImportError:
        raise MachineError("reading XLSX needs openpyxl", "pip install openpyxl, or save the sheet as CSV") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
        except _BROKEN as error:
            raise _no_workbook(name, error) from None
        try:
            yield book
        finally:
            book.close()


def _choose(book: Any, sheet: str, name: str) -> str:
    titles: list[str] = [s.title for s in book.worksheets]
    if sheet and sheet not in titles:
        raise CaseError([Problem(name, 0, f"has no sheet {sheet!r}", did_you_mean(sheet, titles))])
    if not sheet and len(titles) != 1:
        text = f"has {len(titles)} sheets: {', '.join(map(repr, titles[:8]))}"
        raise CaseError([Problem(name, 0, text, 'say which to read: sheet = "…" under [[read]]')])
    return sheet or titles[0]


def _lines(sheet: Any, name: str) -> Lines:
    """Yield the rows that hold anything: the sheet's own row number, and cells up to the last that is filled."""
    sheet.reset_dimensions()  # what the file says of its own size is not to be relied on
    rows, line, gap = iter(sheet.iter_rows()), 0, 0
    while True:
        try:
            row = next(rows, None)
        except _BROKEN as error:
            raise CaseError([Problem(name, line + 1, f"the sheet breaks off: {_told(error)}")]) from None
        if row is None:
            return
        line += 1
        values = [cell.value for cell in row]
        while values and (values[-1] is None or (isinstance(values[-1], str) and not values[-1].strip())):
            values.pop()
        if len(values) > MAX_COLUMNS:
            raise CaseError([Problem(name, line, f"has {len(values)} columns; at most {MAX_COLUMNS} are read")])
        gap = 0 if values else gap + 1
        if gap > MAX_GAP:
            raise CaseError([Problem(name, line, f"{MAX_GAP} rows in a stretch are empty", "delete them, or use CSV")])
        if values:
            yield line, values


def _header(lines: Lines, name: str, sheet: str) -> tuple[str, ...]:
    line, cells = next(lines, (0, []))
    if not cells:
        raise CaseError([Problem(name, 0, f"sheet {sheet!r} is empty", "the first row must name the columns")])
    header = tuple((text(cell) or "").strip() for cell in cells)
    problems = [
        Problem(
            name, line, f"column {cell!r} stands twice in the header" if cell else f"column {i + 1} has no name", UNIQUE
        )
        for i, cell in enumerate(header)
        if not cell or cell in header[:i]
    ]
    if problems:
        raise CaseError(problems)
    return header


def _missing(data: bytes, name: str, sheet: str) -> dict[int, list[int]]:
    """Return where formulas stand without a stored value: sheet row → positions; an empty text is a value."""
    found: dict[int, list[int]] = {}
    with _workbook(data, name, values=True) as stored, _workbook(data, name, values=False) as written:
        for one in (stored, written):
            one[sheet].reset_dimensions()
        try:
            pairs = zip(stored[sheet].iter_rows(), written[sheet].iter_rows(), strict=True)
            for line, (values, formulas) in enumerate(pairs, 1):
                lost = [
                    i for i, (value, formula) in enumerate(zip(values, formulas, strict=True))
                    if formula.data_type == "f" and value.value is None and value.data_type == "n"
                ]  # fmt: skip
                if lost:
                    found[line] = lost
        except _BROKEN as error:
            raise CaseError([Problem(name, 0, f"the sheet breaks off: {_told(error)}")]) from None
    return found


def text(value: Any) -> str | None:
    """Return a stored value as text: days as ISO, numbers without a trailing .0."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def _no_workbook(name: str, error: Exception) -> CaseError:
    return CaseError([Problem(name, 0, f"is no XLSX workbook, or a damaged one: {_told(error)}")])


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
