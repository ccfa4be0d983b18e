"""Flat formats: CSV, XLSX, HXL and Uwazi's CSV. No cell is a formula, and reading takes off what guards it.

A separator of lists is one that no item holds. In CSV a quote goes before what a spreadsheet would compute, and
before a quote, so that taking one off gives the cell as it was.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from solferino.exchange.writers.written import OWN, Rows, Writer, Written, shapes
from solferino.words.errors import UsageError
from solferino.words.source import Column, Reading

_RISKY = frozenset("=+-@\t\r'")
UNGUARD = "(?s)^'?(.*)$"
"""Takes off the quote that guards a cell; where nothing had to be guarded, no cell begins with one."""
_SEPARATORS = (";", "|", "¦", "§", "‖", "␟")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|_x[0-9A-Fa-f]{4}_")


@dataclass(frozen=True)
class Flat(Writer):
    """`name` is a format of shapes.toml or none; `form` the format that reads it back."""

    name: str
    form: str

    def write(self, rows: Rows) -> Written:
        places = shapes().get(self.name, {}).get("columns", {})
        header = [places.get(n, f"#x_{n}" if self.name == "hxl" else n) for n in rows.names]
        paired = self.name == "uwazi" and {"lat", "lon"} <= set(rows.names)
        cells, columns = _cells(rows, guard=self.form != "xlsx")
        named = [" ".join(part.strip() for part in h.split("+")) if self.name == "hxl" else h for h in header]
        mapping = [Column(**{**c, "column": h}) for c, h in zip(columns, named, strict=True)]
        if paired:
            header, cells, mapping = _paired(rows, header, cells, mapping)
        first = [header] if self.name != "hxl" else [list(rows.names), header]
        data = _workbook([*first, *cells]) if self.form == "xlsx" else _text([*first, *cells])
        key = next((m.column for m in mapping if m.name == "report_id"), "")
        kept = tuple(m for m in mapping if m.name not in OWN)
        return Written(data, Reading(rows.table.name, self.form, kept, id=(key,) if key else ()))


def _cells(rows: Rows, *, guard: bool) -> tuple[list[list[str]], list[dict[str, Any]]]:
    """Return the texts of all cells, and what reading each column needs to know beside its name."""
    made, told = list[list[str]](), list[dict[str, Any]]()
    for i, name in enumerate(rows.names):
        kind, values = rows.kind(name), [row[i] for row in rows.values]
        about: dict[str, Any] = {"name": name}
        if kind == "list":
            items = [item for value in values for item in value or ()]
            sign = next((s for s in _SEPARATORS if not any(s in item for item in items)), "")
            if not sign:
                raise UsageError(f"{name} holds every separator of lists", "write it as jsonl, which keeps lists")
            about["split"] = sign
            texts = [sign.join(value or ()) for value in values]
        else:
            texts = [plain(value) for value in values]
        if guard and kind in ("text", "list") and name != "report_id" and any(t[:1] in _RISKY for t in texts if t):
            texts = [f"'{t}" if t[:1] in _RISKY else t for t in texts]
            about["pattern"] = UNGUARD
        made.append(texts)
        told.append(about)
    return [list(row) for row in zip(*made, strict=True)], told


def plain(value: Any) -> str:
    """Return a value as text that its parser reads as the same value."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)


def _paired(
    rows: Rows, header: list[str], cells: list[list[str]], mapping: list[Column]
) -> tuple[list[str], list[list[str]], list[Column]]:
    """Put latitude and longitude into one cell, as `lat|lon`."""
    a, b = rows.names.index("lat"), rows.names.index("lon")
    rest = [i for i in range(len(header)) if i not in (a, b)]
    made = [[*(row[i] for i in rest), f"{row[a]}|{row[b]}".strip("|")] for row in cells]
    point = [Column(axis, "geolocation", point="lat lon") for axis in ("lat", "lon")]
    return [*(header[i] for i in rest), "geolocation"], made, [*(mapping[i] for i in rest), *point]


def _text(lines: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(lines)
    return out.getvalue().encode()


def _workbook(lines: list[list[str]]) -> bytes:
    """Return a workbook of texts; every cell is told to be one, so that none is computed."""
    from openpyxl import Workbook  # type: ignore[import-untyped] # only this format needs it

    if bad := next((cell for line in lines for cell in line if _ILLEGAL.search(cell) or len(cell) > 32_767), None):
        raise UsageError(f"a workbook cannot hold the cell {bad[:40]!r}", "write it as csv or jsonl")
    book = Workbook()
    sheet = book.active
    for y, line in enumerate(lines, 1):
        for x, cell in enumerate(line, 1):
            if cell:
                made = sheet.cell(y, x)
                made.value, made.data_type = cell, "s"
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            body = old.read(part)
            if part == "docProps/core.xml":
                body = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", body)
            new.writestr(zipfile.ZipInfo(part, _EPOCH), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
