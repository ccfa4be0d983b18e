"""What the auto-archiver left behind, with custody: its claims indexed, its hashes compared, its stamps judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from solferino.vault.intake.batch import Batch, finding
from solferino.vault.intake.digests import Digests
from solferino.vault.intake.sheet import Said, claims
from solferino.vault.intake.taken import Taken
from solferino.vault.intake.tokens import Stamp, stamps
from solferino.vault.intake.tool import TOOL
from solferino.vault.vault import Vault

AGREES, DIFFERS, ABSENT, NONE = "agrees", "differs", "not beside it", "no digest"
_SHOWN = 20


@dataclass(frozen=True)
class Sheet:
    """A table of the auto-archiver's, held as `sha256`, with its rows as read."""

    sha256: str
    name: str
    rows: Sequence[Mapping[str, str]]


def take_archiver(vault: Vault, sheets: Iterable[Sheet], *, files: Mapping[str, str], roots: bytes = b"") -> Taken:
    """Index each sheet and judge each time stamp; `files` are the names beside them with their SHA-256, all held.

    `roots` are the certificates (PEM) that the case pins. A digest that no file has is told, and one whose file is
    there with other bytes is named by row.
    """
    held = tuple(dict.fromkeys(files.values()))
    batch, how = Batch(vault), {"tool": TOOL, "method": "auto-archiver"}
    digests, made, troubles = Digests(vault, held), list[str](), list[str]()
    for sheet in sheets:
        rows = [{"row": number, **_row(row, files, digests)} for number, row in enumerate(sheet.rows, 1)]
        body = {"tool": TOOL, "sheet": sheet.name, "rows": rows}
        batch.add(finding(body, role="archiver", parent=(sheet.sha256,), how=how))
        one = _told(sheet.name, rows)
        made += one.made
        troubles += one.troubles
    found, more = stamps(vault, held, digests=digests, roots=roots)
    for stamp in found:
        parent = tuple(filter(None, (stamp.token, stamp.text)))
        batch.add(finding(_plain(stamp), role="stamp", parent=parent, how=how | {"method": "time stamp judged"}))
        proved = stamp.judgement.before is not None and stamp.pinned
        (made if proved else troubles).append(str(stamp))
        if stamp.lost:
            troubles.append(f"the text {stamp.text[:12]} that was stamped names {stamp.lost} files that are not here")
    batch.flush()
    return Taken("auto-archiver", "", tuple(made), (*troubles, *more))


def _row(row: Mapping[str, str], files: Mapping[str, str], digests: Digests) -> dict[str, Any]:
    told = claims(row)
    lying = _beside(told["location"], files)
    told["digests"] = [_compared(each, lying, digests) for each in told["digests"]]
    return told


def _beside(locations: Sequence[str], files: Mapping[str, str]) -> tuple[str, ...]:
    """Return the files whose names end as a location does; an address is compared by its last part alone."""
    ends = {location.partition("?")[0].rstrip("/").rpartition("/")[2] for location in locations} - {""}
    return tuple(sha256 for name, sha256 in files.items() if name.rpartition("/")[2] in ends)


def _compared(digest: Said, lying: Sequence[str], digests: Digests) -> dict[str, str]:
    if not digest.value:
        return {"said": digest.whole, "state": NONE}
    exhibit = digests.of(digest.value)
    told = {"said": digest.whole, "state": AGREES if exhibit else DIFFERS if lying else ABSENT}
    return told | ({"exhibit": exhibit} if exhibit else {"instead": lying[0]} if lying else {})


def _told(name: str, rows: Sequence[Mapping[str, Any]]) -> Taken:
    states = Counter(d["state"] for row in rows for d in row["digests"])
    prints = [p for row in rows for p in row["prints"]]
    short = sum(1 for p in prints if p.get("zeros"))
    made = [f"a sheet of {len(rows)} captures, its times claimed, zone uncertain; "
            f"{states[AGREES]} hashes agree with files, {states[ABSENT]} have none here"]  # fmt: skip
    made += [f"{len(prints)} perceptual prints, {short} with the zeros that they had lost"] if prints else []
    wrong = [f"{name}, row {row['row']}: the file is here, and its hash is not {d['said']}"
             for row in rows for d in row["digests"] if d["state"] == DIFFERS]  # fmt: skip
    wrong += [f"{name}, row {row['row']}: {p['said']!a} is no perceptual print"
              for row in rows for p in row["prints"] if "pdq" not in p]  # fmt: skip
    more = [f"{name}: {len(wrong) - _SHOWN} more such rows; the index has all"] if len(wrong) > _SHOWN else []
    return Taken(made=tuple(made), troubles=(*wrong[:_SHOWN], *more))


def _plain(stamp: Stamp) -> dict[str, Any]:
    at = stamp.judgement
    return {
        "tool": TOOL, "token": stamp.token, "text": stamp.text, "state": str(at.state), "why": at.why,
        "stated": at.time.isoformat() if at.time else "", "before": at.before.isoformat() if at.before else "",
        "program": at.program, "roots": list(at.roots), "root_pinned": stamp.pinned and at.before is not None,
        "covers": list(stamp.covers), "not_here": stamp.lost,
    }  # fmt: skip
