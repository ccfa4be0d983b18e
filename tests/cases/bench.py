"""The river case made hard for a web application: hostile text in every field, rows that cannot be read, a guarded source.

Beside the thirteen reports of the river: x1 and x2 tell of one strike in hostile words; bad1 has a day that is none,
bad2 a cell too few; p1 stands in a picture that is preserved; s1 of the restricted source holds the word CANARY, which no page may show to those not cleared.
"""

from __future__ import annotations

import csv
import hashlib
import io
import struct
import zlib
from pathlib import Path

from cases.river import REPORTS, write_river
from cases.small import source

SCRIPT = "<script>window.harmed = 1</script>"
IMAGE = '"><img src=x onerror="window.harmed = 1">'
TEMPLATE = "{{ 7 * 191 }}"
TURNED = "abc\u202edef"
CANARY = "CANARY-TEXT-5"
PICTURE = "https://pictures.example/1"
HOSTILE = (SCRIPT, IMAGE, TEMPLATE, TURNED)
_COLUMNS = """date_from = "day"
date_to = { column = "until" }
known_since = "known"
publisher = "publisher"
publisher_type = "type"
roots = { column = "roots", split = ";" }
place = "place"
facility = "facility"
object = "object"
weapon = { column = "weapon", split = ";" }
parties = { column = "party", split = ";" }
attribution_relation = "relation"
attributed_by = "by"
killed_min = "kmin"
killed_max = "kmax"
counts_cover = "covers"
scope = "scope"
stance = "stance"
"""


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"".join(b"\0" + bytes(range(0, 256, 4)) for _ in range(64))))
    + _chunk(b"IEND", b"")
)
"""A grey ramp, 64 by 64."""


def write_bench(root: Path) -> Path:
    """Write the case at `root`."""
    hostile = [
        ["x1", "2020-04-01", "", "2020-04-02", SCRIPT, "news", IMAGE, "Lowton", TEMPLATE, "school", "artillery", "GRN",
         "exactly", SCRIPT, "1", "1", IMAGE, "one", "affirms"],
        ["x2", "2020-04-02", "", "2020-04-02", TURNED, "news", SCRIPT, "Lowton", IMAGE, "school", "artillery", "GRN",
         "exactly", TEMPLATE, "1", "1", SCRIPT, "one", "affirms"],
        ["bad1", "the third of " + SCRIPT, *[""] * 9, "", "unknown", "", "", "", "", "one", "affirms"],
    ]  # fmt: skip
    reports = REPORTS + _rows(hostile) + f"bad2,2020-05-01,{IMAGE.replace(',', '')}\n"
    guarded = REPORTS.split("\n", 1)[0] + "\n" + _rows([
        ["s1", "2020-03-09", "", "2020-03-09", CANARY, "ngo", CANARY, "Upton", "Upper school", "school", "rocket", "BLU",
         "exactly", CANARY, "2", "2", CANARY, "one", "affirms"],
        ["s2", CANARY, *[""] * 9, "", "unknown", "", "", "", "", "one", "affirms"],
    ])  # fmt: skip
    described = source("guarded", guarded, "reports", ["id"], _COLUMNS, "").replace(
        'kind = "dataset"', 'kind = "dataset"\nsensitivity = "restricted"'
    )
    seen = REPORTS.split("\n", 1)[0] + ",document\n" + _rows([
        ["p1", "2020-05-20", "", "2020-05-21", "Lens", "video", "a camera", "Lowton", "Lower school", "school", "artillery",
         "GRN", "exactly", "Lens", "", "", "", "one", "affirms", PICTURE],
    ])  # fmt: skip
    pictured = source("seen", seen, "reports", ["id"], _COLUMNS + 'document = "document"\n', "")
    photo = (
        source("photo", "", "reports", ["id"], "", "")
        .split("[[read]]")[0]
        .replace('kind = "dataset"', 'kind = "document"')
    )
    photo = photo.replace("photo.csv", "photo.png").replace("[source]", f'[source]\nurl = "{PICTURE}"')
    photo = photo.replace(hashlib.sha256(b"").hexdigest(), hashlib.sha256(PNG).hexdigest()).replace(
        "size = 0", f"size = {len(PNG)}"
    )
    more = {"files/guarded.csv": guarded, "sources/guarded.toml": described, "files/seen.csv": seen,
            "sources/seen.toml": pictured, "sources/photo.toml": photo}  # fmt: skip
    (root / "files").mkdir(parents=True, exist_ok=True)
    (root / "files/photo.png").write_bytes(PNG)
    statement = (
        "[Three schools were struck in March 2020.](claim:schools-struck) [Blue forces did it.](claim:by-blue)\n\n"
    )
    return write_river(root, more, reports=reports, statement=statement + "Nine schools were struck in May 2020.\n")


def _rows(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
