"""A row of the sheet that the auto-archiver fills in, or of its CSV: what it claims of a capture, none of it believed.

Its times are local ones labelled as UTC, and those of uploads relabelled instead of converted: "claimed, zone
uncertain". Its perceptual prints lose their leading zeros: they are put back. What people wrote stays in the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

SHEET = frozenset(("archive status", "archive location"))
DATABASE = frozenset(("status", "metadata", "media"))
"""Columns by which the two forms are known, in lower case; a sheet whose columns were renamed is not recognised."""
UNCERTAIN = "claimed, zone uncertain"
PRINT = 64
"""Hexadecimal digits of a PDQ print."""
_TOLD, _MOST = 2048, 500
_DIGEST = re.compile(r"(SHA-256|SHA3-512):([0-9a-fA-F]+)")
_LENGTH = {"SHA-256": 64, "SHA3-512": 128}
_PRINTS = re.compile(r"'pdq_hash': '([^']{1,2000})'")
_URL = re.compile(r"'url': '([^']{1,2048})'")
_MOMENT = re.compile(r"'(_processed_at|timestamp)': (datetime\.datetime\([0-9, ]{8,40}|'[^']{4,40}')")


@dataclass(frozen=True)
class Said:
    """A digest as claimed: `algorithm` SHA-256 or SHA3-512, `value` in lower case, empty where it is none."""

    algorithm: str
    value: str
    whole: str


def is_archiver(columns: Collection[str]) -> bool:
    """Return whether a table with these columns is one of the auto-archiver's."""
    folded = {c.strip().casefold() for c in columns}
    return folded >= SHEET or folded >= DATABASE


def claims(row: Mapping[str, str]) -> dict[str, Any]:
    """Return what a row claims: address, status, where the copy lies, times, digests, prints."""
    cells = {column.strip().casefold(): (value or "").strip() for column, value in row.items()}
    return _from_database(cells) if cells.keys() >= DATABASE else _from_sheet(cells)


def _from_sheet(cells: Mapping[str, str]) -> dict[str, Any]:
    lines = {key: cells.get(key, "").split() for key in ("archive location", "screenshot", "wacz")}
    told = {"archived": cells.get("archive date", ""), "uploaded": cells.get("upload timestamp", "")}
    return {
        "url": (cells.get("link") or cells.get("url", ""))[:_TOLD],
        "status": cells["archive status"][:_TOLD],
        "location": [line[:_TOLD] for line in lines["archive location"][:_MOST]],
        "screenshot": [line[:_TOLD] for line in lines["screenshot"][:_MOST]],
        "wacz": [line[:_TOLD] for line in lines["wacz"][:_MOST]],
        "times": {name: _time(text) for name, text in told.items() if text},
        "digests": [said(text) for text in cells.get("hash", "").split()[:_MOST]],
        "prints": [padded(text) for text in re.split(r"[,\s]+", cells.get("perceptual hashes", ""))[:_MOST] if text],
    }


def _from_database(cells: Mapping[str, str]) -> dict[str, Any]:
    """Read the texts of Python values that this form holds by pattern; nothing of them is evaluated."""
    metadata, media = cells["metadata"], cells["media"]
    url = _URL.search(metadata)
    names = {"_processed_at": "archived", "timestamp": "uploaded"}
    return {
        "url": url[1] if url else "",
        "status": cells["status"][:_TOLD],
        "location": [], "screenshot": [], "wacz": [],
        "times": {names[m[1]]: _time(_iso(m[2])) for m in _MOMENT.finditer(metadata)},
        "digests": [said(whole) for whole in dict.fromkeys(m[0] for m in _DIGEST.finditer(media))][:_MOST],
        "prints": [padded(text) for text in _PRINTS.findall(media)[:_MOST]],
    }  # fmt: skip


def said(text: str) -> Said:
    """Return a digest as it is claimed: with its algorithm's name, or bare in the length of a SHA-256."""
    match = _DIGEST.fullmatch(text) or re.fullmatch(r"()([0-9a-fA-F]{64})", text)
    algorithm = (match[1] or "SHA-256") if match else ""
    good = match is not None and len(match[2]) == _LENGTH[algorithm]
    return Said(algorithm, match[2].lower() if match and good else "", text[:200])


def padded(text: str) -> dict[str, Any]:
    """Return a perceptual print with the zeros that it lost in front; without `pdq` where it is none."""
    told: dict[str, Any] = {"said": text[:200]}
    if re.fullmatch(r"[0-9a-fA-F]{1,64}", text):
        told |= {"pdq": text.lower().rjust(PRINT, "0"), "zeros": PRINT - len(text)}
    return told


def _time(text: str) -> dict[str, str]:
    return {"said": text[:100], "zone": UNCERTAIN}


def _iso(text: str) -> str:
    if not text.startswith("datetime"):
        return text.strip("'")
    parts = [int(n) for n in re.findall(r"[0-9]{1,6}", text)][:6]
    day, clock = parts[:3], (*parts[3:], 0, 0, 0)[:3]
    return "-".join(f"{n:02}" for n in day) + "T" + ":".join(f"{n:02}" for n in clock)
