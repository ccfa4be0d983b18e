"""What a build found, as frozen values that turn into the JSON of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.verdict import Lack, SentenceStatus, Status, Track, Verdict

Row = dict[str, Any]


@dataclass(frozen=True)
class Weaker:
    """The claim with one key of `where` left out, or its window moved: its values, and whether it then holds."""

    key: str
    text: str
    holds: bool
    values: Mapping[str, Bounds]

    def json(self) -> dict[str, Any]:
        values = {k: v.json() for k, v in self.values.items()}
        return {"key": self.key, "text": self.text, "holds": self.holds, "values": values}


@dataclass(frozen=True)
class Counter:
    """What stands beside a claim: the same query for another party, a joint actor, counter-evidence."""

    kind: str
    text: str
    values: Mapping[str, Bounds] = field(default_factory=dict)


@dataclass(frozen=True)
class ClaimResult:
    """One claim, evaluated on both clocks. `rows` are the rows it rests on (report ids first), capped for show.

    `elsewhere` are the values in each world it must survive, from the least to the most of its members.
    `sheet` is a chain of reasons or a worksheet: step, asks, answer, why, source and check of each question;
    `figure` what `draw.pattern` makes a picture of.
    """

    id: str
    kind: str
    atom: str
    verdict: Verdict
    verdict_now: Verdict
    values: Mapping[str, Bounds]
    holds: str
    file: str
    line: int
    fails: str = ""
    query: str = ""
    worlds: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, Mapping[str, Bounds]] = field(default_factory=dict)
    weaker: tuple[Weaker, ...] = ()
    counter: tuple[Counter, ...] = ()
    table: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    total: int = 0
    notes: tuple[str, ...] = ()
    digest: str = ""
    depends: tuple[str, ...] = ()
    closed: bool = False
    days: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    grades: Mapping[str, int] = field(default_factory=dict)
    graded: Mapping[str, Mapping[str, Bounds]] = field(default_factory=dict)
    readings: tuple[tuple[str, int], ...] = ()
    parties: tuple[str, ...] = ()
    sheet: tuple[Mapping[str, str], ...] = ()
    windows: tuple[Weaker, ...] = ()
    figure: Mapping[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """Return the claim under the keys of the contract, then ours."""
        return {
            "kind": self.kind,
            "atom": self.atom,
            "verdict": str(self.verdict.status),
            "verdict_now": str(self.verdict_now.status),
            "type": str(self.verdict.type) if self.verdict.type else None,
            "values": {k: v.json() for k, v in self.values.items()},
            "holds": self.holds,
            "because": list(self.verdict.because),
            "worlds": dict(self.worlds),
            "file": self.file,
            "line": self.line,
            "type_now": str(self.verdict_now.type) if self.verdict_now.type else None,
            "because_now": list(self.verdict_now.because),
            "elsewhere": {w: {k: v.json() for k, v in found.items()} for w, found in self.elsewhere.items()},
            "fails": self.fails,
            "query": self.query,
            "table": self.table,
            "closed": self.closed,
            "columns": list(self.columns),
            "rows": [dict(r) for r in self.rows],
            "total": self.total,
            "weaker": [w.json() for w in self.weaker],
            "windows": [w.json() for w in self.windows],
            "counter": [
                {"kind": c.kind, "text": c.text, "values": {k: v.json() for k, v in c.values.items()}}
                for c in self.counter
            ],
            "notes": list(self.notes),
            "depends": list(self.depends),
            "days": list(self.days),
            "symbols": list(self.symbols),
            "grades": dict(self.grades),
            "graded": {g: {k: v.json() for k, v in found.items()} for g, found in self.graded.items()},
            "readings": [list(pair) for pair in self.readings],
            "parties": list(self.parties),
            "sheet": [dict(s) for s in self.sheet],
            "digest": self.digest,
            "figure": dict(self.figure),
        }


def claim_result(claim_id: str, body: Mapping[str, Any]) -> ClaimResult:
    """Return the result that `body`, the JSON of `ClaimResult.json`, was made from."""

    def bounds(values: Mapping[str, Any]) -> dict[str, Bounds]:
        return {k: Bounds(v["low"], v["base"], v["high"]) for k, v in values.items()}

    def forms(key: str) -> tuple[Weaker, ...]:
        return tuple(Weaker(w["key"], w["text"], w["holds"], bounds(w["values"])) for w in body.get(key, ()))

    def verdict(end: str) -> Verdict:
        kind, because = body["type" + end], body["because" + end]
        status = Status(body["verdict" + end])
        lack = None if kind is None else Track(kind) if status is Status.TRACKED else Lack(kind)
        return Verdict(status, lack, tuple(because))

    return ClaimResult(
        id=claim_id, verdict=verdict(""), verdict_now=verdict("_now"), values=bounds(body["values"]),
        weaker=forms("weaker"), windows=forms("windows"),
        counter=tuple(Counter(c["kind"], c["text"], bounds(c["values"])) for c in body["counter"]),
        rows=tuple(body["rows"]), worlds=body["worlds"],
        elsewhere={name: bounds(found) for name, found in body.get("elsewhere", {}).items()},
        graded={name: bounds(found) for name, found in body.get("graded", {}).items()},
        columns=tuple(body["columns"]), notes=tuple(body["notes"]), depends=tuple(body["depends"]),
        days=tuple(body["days"]), symbols=tuple(body["symbols"]),
        grades=body["grades"], readings=tuple((text, n) for text, n in body["readings"]),
        parties=tuple(body["parties"]), sheet=tuple(body.get("sheet", ())), figure=body.get("figure", {}),
        **{k: body[k] for k in ("kind", "atom", "holds", "file", "line", "fails", "query", "table", "total", "digest",
                                "closed")},
    )  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What a rule found in a sentence; `start`, `end` are offsets in the sentence's text (0, 0: all of it)."""

    rule: str
    text: str
    holds_instead: str = ""
    status: SentenceStatus | None = None
    start: int = 0
    end: int = 0

    def json(self) -> dict[str, Any]:
        return {
            "rule": self.rule, "text": self.text, "holds_instead": self.holds_instead,
            "status": str(self.status) if self.status else None, "start": self.start, "end": self.end,
        }  # fmt: skip


@dataclass(frozen=True)
class SentenceResult:
    """One sentence with its verdict. `spans` are its passages as (start, end, scheme, ids) within its text."""

    file: str
    line: int
    text: str
    verdict: SentenceStatus
    claims: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    spans: tuple[tuple[int, int, str, tuple[str, ...]], ...] = ()
    bare: tuple[tuple[int, int], ...] = ()
    block: int = 0
    block_kind: str = "paragraph"
    level: int = 0

    def json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "line": self.line,
            "text": self.text,
            "verdict": str(self.verdict),
            "claims": list(self.claims),
            "findings": [f.json() for f in self.findings],
            "spans": [[a, b, scheme, list(ids)] for a, b, scheme, ids in self.spans],
            "bare": [list(pair) for pair in self.bare],
            "block": self.block,
            "block_kind": self.block_kind,
            "level": self.level,
        }


def sentence_result(body: Mapping[str, Any]) -> SentenceResult:
    """Return the result that `body`, the JSON of `SentenceResult.json`, was made from."""
    findings = tuple(
        Finding(
            f["rule"], f["text"], f["holds_instead"], SentenceStatus(f["status"]) if f["status"] else None,
            f["start"], f["end"],
        )
        for f in body["findings"]
    )  # fmt: skip
    return SentenceResult(
        file=body["file"], line=body["line"], text=body["text"], verdict=SentenceStatus(body["verdict"]),
        claims=tuple(body["claims"]), findings=findings,
        spans=tuple((a, b, scheme, tuple(ids)) for a, b, scheme, ids in body["spans"]),
        bare=tuple((a, b) for a, b in body["bare"]), block=body["block"], block_kind=body["block_kind"],
        level=body["level"],
    )  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """One stage of a build: what it holds, whether it ran and why. Seconds are for the console only."""

    name: str
    ran: bool
    because: str
    seconds: float
    facts: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        return {"name": self.name, "ran": self.ran, "because": self.because, "seconds": round(self.seconds, 3)}


@dataclass(frozen=True)
class Variants:
    """How many forms of claims, settings and seeds were ever evaluated, and what moved after a result was seen."""

    tried: int
    reported: int
    moved: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A finished check: what the dossier publishes. `tables` maps a table's name to its Parquet file.

    `incidents` holds how many there are: low, base and high; `linkage` what is open about that, naming no report.
    `lock` is the text of case.lock that may be published.
    """

    case: CaseFile
    claims: Mapping[str, ClaimResult]
    sentences: tuple[SentenceResult, ...]
    tables: Mapping[str, Path]
    variants: Variants
    notes: tuple[str, ...] = ()
    incidents: Mapping[str, int] = field(default_factory=dict)
    lock: str = ""
    linkage: Mapping[str, Any] = field(default_factory=dict)


def coverage(sentences: tuple[SentenceResult, ...]) -> dict[str, Any]:
    """Return how many sentences have no checkable word outside a link, and the lines of those that do.

    A sentence whose claim or source does not exist is not backed either.
    """
    bare = [s for s in sentences if s.bare]
    wrong = [s for s in sentences if not s.bare and s.verdict is SentenceStatus.ERROR]
    return {
        "sentences": len(sentences),
        "backed": len(sentences) - len(bare) - len(wrong),
        "bare": sorted({s.line for s in bare}),
    }
