"""Claims that ask one table: count, share, exists, act. Values, worlds, both clocks, what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from solferino.claims.beside import counter, left_out, weaker
from solferino.claims.blame import blamed
from solferino.claims.compared import COUNTED, compared, paced
from solferino.claims.graded import grades, readings
from solferino.claims.query import Found, Query, apart, coverage
from solferino.claims.sequence import followed
from solferino.claims.shifted import shifted, shifts
from solferino.claims.survive import World, default_worlds
from solferino.claims.where import ClaimError, compile_where
from solferino.store.namespace import Namespace, Rows
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.grammar import Expr, negate, parse
from solferino.words.result import ClaimResult
from solferino.words.tables import tables as schemas
from solferino.words.truth import Truth
from solferino.words.verdict import Lack, Status, Verdict, judge

_WHOLE = {"n": "count"}
SHOWN = 200
"""Rows printed per claim; the total is always given, and the table is one link away."""

NAMED = 6
"""How many rows are named in a verdict's reason; beyond that their number says more."""


SILENT = ("count", "exists", "act")
"""Kinds of claim that ask how many rows there are."""


class Asked:
    """One claim over one table, with the question already compiled."""

    def __init__(self, claim: Claim, tables: Namespace, case: CaseFile) -> None:
        self.claim, self.tables, self.case = claim, tables, case
        self.table = schemas()[claim.of]
        cap = case.settings.as_of
        where = compile_where({**claim.where, **claim.own.get("part", {})}, self.table, case)
        self.query = Query(self.table, where, cap)
        other = claim.own.get("over", claim.where)
        self.whole = Query(self.table, compile_where(other, self.table, case), cap)
        self.coverage = coverage(self.table, tables)
        self.gives = COUNTED.get(claim.kind, claim.gives)
        self.apart = apart(self.gives, self.table)
        if self.apart and not isinstance(claim.where.get(self.apart), str):
            text = f"these numbers of {claim.of} are of one {self.apart} each: several, or all, hold the same again"
            raise ClaimError("where", text, f'ask one: where = {{ {self.apart} = "…" }}')
        self.holds = parse(claim.holds)
        self.broken: dict[str, str] = {}
        self._found: dict[str, Found] = {}
        self._values: dict[tuple[str, bool], dict[str, Bounds]] = {}
        self.fails: Expr | None = (
            parse(claim.fails) if claim.fails else negate(self.holds) if self.coverage.closed else None
        )

    def values(self, query: Query, whole: Query) -> dict[str, Bounds]:
        """Return the values of the claim for a question, its whole beside it where the claim is a share."""
        if self.claim.own.get("sql"):
            return self._selected()
        if self.claim.kind == "sequence":
            return followed(self.claim, query, self.tables, self.case, self.table)
        found = self._given(query)
        if self.claim.kind in ("share", "ratio"):
            total = self._given(whole, whole=True)["n"]
            return compared(self.claim.kind, found["part"], total)
        if self.claim.kind == "rate":
            return paced(self.claim, found["n"], query)
        return found

    def _given(self, query: Query, *, whole: bool = False) -> dict[str, Bounds]:
        key = query.relation(), whole
        if key not in self._values:
            gives = _WHOLE if whole else self.gives
            self._values[key] = query.values(gives, self.tables, unbounded=not self.reaches(query))
        return self._values[key]

    def ask(self, queries: Sequence[Query], wholes: Sequence[Query] = ()) -> None:
        """Put many forms of the question at once; `values` then has their answers."""
        if self.claim.own.get("sql") or self.claim.kind == "sequence":
            return
        self.query.ask([*queries, *wholes], self.tables)

    def rows(self, query: Query) -> Rows:
        """Return the rows of a question, asked once for both clocks; none for a claim's own SELECT."""
        return self._find(query).rows[query.clock]

    def _find(self, query: Query) -> Found:
        if self.claim.own.get("sql"):
            return Found({"then": [], "now": []}, {"then": [], "now": []})
        sql = replace(query, clock="now").relation()
        if sql not in self._found:
            self._found[sql] = query.found(self.tables)
        return self._found[sql]

    def reaches(self, query: Query) -> bool:
        """True where the record is complete over the window asked, or claims no completeness."""
        asked = query.where.window
        end = min(asked.end, query.cap) if asked.end else query.cap
        if not self.coverage.closed or not self.table.event or (asked.start and asked.start > end):
            return True
        return self.coverage.reaches(replace(asked, end=end))

    def truths(self, values: Mapping[str, Bounds]) -> tuple[Truth, Truth] | None:
        """Return whether the claim holds and whether it fails; None where a value it asks does not exist."""
        names = self.holds.names() | (self.fails.names() if self.fails else frozenset())
        if not names <= set(values):
            return None
        return self.holds.truth(values), self.fails.truth(values) if self.fails else Truth.NO

    def verdict(self, query: Query, whole: Query, values: Mapping[str, Bounds]) -> tuple[Verdict, dict[str, World]]:
        """Judge the claim on one clock, in the base build and in every world it must survive."""
        claim = self.claim
        needs = (
            parse(claim.needs).truth(values) if claim.needs and parse(claim.needs).names() <= set(values) else Truth.YES
        )
        if claim.needs and needs is not Truth.YES:
            return Verdict(Status.INSUFFICIENT, Lack.NOT_FILED, (f"it needs {claim.needs}, and {_list(values)}",)), {}
        truths = self.truths(values)
        if truths is None:
            return Verdict(Status.INSUFFICIENT, Lack.NOT_FILED, (self.nothing(),)), {}
        worlds = self.worlds(query, whole)
        unconfirmed = self._find(query).unconfirmed[query.clock]
        sealed = self._rests_on_sealed(query, whole)
        status, lack, broken = judge(
            truths[0], fails=truths[1], worlds={n: (w.holds, w.fails) for n, w in worlds.items()}, sealed=sealed,
            unconfirmed=bool(unconfirmed),
        )  # fmt: skip
        if status in (Status.SUPPORTED, Status.ATTESTED) and self.by_silence(values):
            return Verdict(
                Status.INSUFFICIENT, Lack.NOT_FILED, (f"{_list(values)}; it asks {claim.holds}", self.silent())
            ), worlds
        because = self.because(status, lack, broken, values, query, unconfirmed)
        return Verdict(status, lack, tuple(because)), worlds

    def worlds(self, query: Query, whole: Query) -> dict[str, World]:
        """Return each world the claim must survive: the default ones, then those it asks for."""
        found = default_worlds(self, query, whole)
        for name in (n for n in self.claim.under if n not in found):
            drop = {
                k: (v,) if isinstance(v, str) else tuple(v) for k, v in self.case.settings.worlds[name]["drop"].items()
            }
            found[name] = World.of(self, self.values(replace(query, drop=drop), replace(whole, drop=drop)))
        self.broken = {name: world.detail for name, world in found.items()}
        return {name: world for name, world in found.items() if name not in self.claim.waive}

    def _rests_on_sealed(self, query: Query, whole: Query) -> bool:
        if self.claim.own.get("sql") or not self.tables.sealed(self.table.name):
            return False
        drop = {"sensitivity": ("sealed",)}
        pair = self.truths(self.values(replace(query, drop=drop), replace(whole, drop=drop)))
        return pair is None or pair[0] is not Truth.YES

    def because(
        self,
        status: Status,
        lack: Lack | None,
        broken: str,
        values: Mapping[str, Bounds],
        query: Query,
        unconfirmed: Rows,
    ) -> list[str]:
        """Say why, most telling first; every sentence names what it counts and until when."""
        if lack is Lack.NOT_FILED and not any(v.base for v in values.values()):
            return [self.nothing()]
        told = [*self.named(query), f"{_list(values)}; it asks {self.claim.holds}"]
        if lack is Lack.FRAGILE:
            detail = f", {self.broken[broken]}" if self.broken.get(broken) else ""
            told.insert(0, f"it does not hold in the world {broken!r}{detail}")
        if lack is Lack.UNCONFIRMED_FACT:
            ids = ", ".join(r["report_id"] for r in unconfirmed[:3])
            told.insert(0, f"it rests on {ids}, marked general knowledge: to be confirmed before anyone relies on it")
        if self.coverage.closed and (not self.reaches(query) or status is Status.CONTRADICTED):
            told.append(f"the record of {self.table.name} is complete for {self.coverage}")
        if lack is Lack.NOT_FILED:
            told.append(
                f"{self.table.name} holds what was filed, never all there was: fewer found than claimed refutes nothing"
            )
        return told

    def named(self, query: Query) -> list[str]:
        """Name what was found where it is little: drafts and documents by symbol, acts in words."""
        rows = [r for r in self.rows(query) if r["_sure"]]
        names = [str(r.get("draft") or r.get("symbol") or r.get("what") or r.get("subject") or "") for r in rows]
        names = list(dict.fromkeys(filter(None, names)))
        return [", ".join(names)] if 0 < len(names) <= NAMED else []

    def by_silence(self, values: Mapping[str, Bounds]) -> bool:
        """True where a file with nothing in it would meet the claim as well, and no source says that it is complete."""
        if self.coverage.closed or self.claim.own.get("sql") or self.claim.kind not in SILENT:
            return False
        counts = {name for name, text in self.gives.items() if text.split("(")[0].strip() in ("count", "sum")}
        return bool(counts) and self.holds.truth({**values, **dict.fromkeys(counts, Bounds.exactly(0))}) is Truth.YES

    def silent(self) -> str:
        """Say why few, or none, show nothing."""
        return (
            f"{self.table.name} holds what was filed, never all there was: "
            "that no more is on file does not show that there was no more"
        )

    def nothing(self) -> str:
        """Say that nothing was found, and in how much."""
        filed = self.tables.size(self.table.name)
        if filed == 0:
            return f"nothing is filed in the table {self.table.name}"
        return f"none of the {filed} {self.table.name} filed matches: {self.query.where.text or 'any'}"

    def _selected(self) -> dict[str, Bounds]:
        """Run the claim's own SELECT; its one row's columns are the values."""
        name = self.claim.own["sql"]
        path = (self.case.root / self.claim.file).parent / Path(name).name
        try:
            rows = self.tables.select(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ClaimError(
                "sql", f"{name}: {error}", "one SELECT over the documented tables, giving one row"
            ) from None
        if len(rows) != 1:
            raise ClaimError("sql", f"{name} gives {len(rows)} rows where one is expected")
        plain = {k: v.isoformat() if isinstance(v, date) else v for k, v in rows[0].items() if v is not None}
        if wrong := [k for k, v in plain.items() if not isinstance(v, int | float | str)]:
            raise ClaimError("sql", f"{name}: column {wrong[0]!r} is neither a number nor a date")
        return {k: Bounds.exactly(int(v) if isinstance(v, bool) else v) for k, v in plain.items()}


def evaluate_asked(claim: Claim, tables: Namespace, case: CaseFile) -> ClaimResult:
    """Evaluate a claim of kind count, share, exists or act on both clocks."""
    asked = Asked(claim, tables, case)
    moved = [] if tables.empty(claim.of) else shifts(asked)
    if not claim.own.get("sql") and not tables.empty(claim.of):
        keys = [p.key for p in left_out(asked)]
        wholes = [asked.whole, *map(asked.whole.without, keys), *(w for _, _, w in moved)]
        asked.ask([asked.query, *map(asked.query.without, keys), *(q for _, q, _ in moved)],
                  wholes if claim.kind in ("share", "ratio") else [])  # fmt: skip
    values = asked.values(asked.query, asked.whole)
    verdict, worlds = asked.verdict(asked.query, asked.whole, values)
    now, whole_now = replace(asked.query, clock="now"), replace(asked.whole, clock="now")
    rows = asked.rows(asked.query)
    verdict_now = verdict
    # Where nothing became known later, the two clocks have one verdict.
    later = asked.table.known and (asked.rows(now) != rows or asked.rows(whole_now) != asked.rows(asked.whole))
    if later and not claim.own.get("sql"):
        verdict_now, _ = asked.verdict(now, whole_now, asked.values(now, whole_now))
    days, symbols = vouched(rows, asked.query)
    reached, graded = grades(asked)
    return ClaimResult(
        id=claim.id, kind=claim.kind, atom=claim.atom, verdict=verdict, verdict_now=verdict_now, values=values,
        holds=claim.holds, file=claim.file, line=claim.line, fails=str(asked.fails) if asked.fails else "",
        query=_question(asked), worlds={name: str(judge(w.holds, fails=w.fails)[0]) for name, w in worlds.items()},
        elsewhere={name: w.values for name, w in worlds.items()}, weaker=weaker(asked), counter=counter(asked),
        table=claim.of,
        columns=claim.show or tuple(c for c in asked.table.columns if c != "sensitivity"),
        rows=tuple(shown_row(r, claim.show) for r in rows[:SHOWN]), total=len(rows), notes=_notes(asked, rows),
        digest=claim.digest(), closed=asked.coverage.closed, days=days, symbols=symbols, grades=reached, graded=graded,
        readings=readings(asked), parties=blamed(asked), windows=shifted(asked, moved),
    )  # fmt: skip


def vouched(rows: Rows, query: Query) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the days and the citations that a claim's rows stand for: what its passage may name."""
    window = query.where.window
    days = {d for r in rows for d in r.values() if isinstance(d, date)}
    # A published total covers the days that it says, and no others up to the day of the statement.
    days |= set() if query.table.unsummed else {query.cap}
    days |= {d for d in (window.start, window.end) if d}
    symbols = {str(r[c]) for r in rows for c in ("draft", "symbol", "provision", "treaty") if r.get(c)}
    return tuple(sorted(d.isoformat() for d in days)), tuple(sorted(symbols))


def _notes(asked: Asked, rows: Rows) -> tuple[str, ...]:
    notes: list[str] = []
    if asked.coverage.closed:
        notes.append(f"the record of {asked.table.name} is complete for {asked.coverage}")
        notes += asked.coverage.notes
    if asked.table.known and rows:
        undated = sum(1 for r in rows if r.get(asked.table.known) is None)
        if undated:
            notes.append(
                f"{undated} of {len(rows)} rows have no day since which they were known; the day of the event counts"
            )
    uncertain = sum(1 for r in rows if not r["_sure"])
    if uncertain:
        notes.append(f"{uncertain} of {len(rows)} rows match in some reading only, and count at the high end")
    return tuple(notes)


def _question(asked: Asked) -> str:
    """Return the question in words."""
    if asked.claim.own.get("sql"):
        return f"the SELECT of {asked.claim.own['sql']}"
    of = f"{asked.claim.of} where {asked.query.where.text}" if asked.query.where.parts else f"all {asked.claim.of}"
    if asked.claim.kind == "share":
        whole = asked.whole.where.text
        return f"{of}; of those where {whole}" if whole else f"{of}; of all {asked.claim.of}"
    return of + "; " + ", ".join(f"{k} = {v}" for k, v in asked.gives.items())


def shown_row(row: Mapping[str, Any], show: tuple[str, ...]) -> dict[str, Any]:
    """Return a row as JSON values, cut to the columns to show; `sure` says whether it matches in every reading."""
    keep = {"report_id", *show} if show else set(row) - {"sensitivity"}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items() if k in keep and k != "_sure"} | {
        "sure": bool(row["_sure"])
    }


def _list(values: Mapping[str, Bounds]) -> str:
    return ", ".join(f"{k} = {v}" for k, v in values.items()) or "nothing is given"
