"""Claims of kind test: a pattern held against chance in every world and with precise records alone, or refused."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from solferino.claims.patterned import precise, tried
from solferino.claims.query import Query
from solferino.claims.question import LISTS, Question
from solferino.claims.where import ClaimError, compile_where
from solferino.claims.worlds import WORLD, worlds
from solferino.patterns.result import Result
from solferino.store.engine import literal, quote
from solferino.store.namespace import Namespace, Rows, stacked
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.grammar import parse
from solferino.words.result import ClaimResult
from solferino.words.tables import tables as schemas
from solferino.words.truth import Truth
from solferino.words.verdict import Lack, Status, Verdict, judge

VALUES = ("observed", "expected", "ratio", "ratio_low", "ratio_high", "p")
COLUMNS = ("incident_id", "date_from", "date_to", "place", "object", "facility")
PRECISE = "precise-records-only"
"""The world in which only incidents with one day, and a place exact enough for the test, are on file."""

LINKED = {"strict", "lenient", "draws", "each-root-left-out"}
"""Worlds made by grouping the evidence anew."""

_UNBLAMED = 'coalesce(len("party_may"), 0) = 0'


def evaluate_test(claim: Claim, tables: Namespace, case: CaseFile) -> ClaimResult:
    """Evaluate a test over incidents; a refusal is insufficient (method_refused), with its code and facts."""
    if claim.of != "incidents":
        raise ClaimError("of", f"test {claim.own['test']['kind']} asks incidents, not {claim.of}")
    asked = Question(claim.own["test"], tables, case)
    if asked.kind in LISTS and not asked.protected:
        raise ClaimError("test.protected", f"test {asked.kind} needs a kind of object", 'protected = "hospital"')
    meant = {"object": asked.protected} if asked.kind in ("repeats", "listed") else {}
    where = compile_where({**claim.where, **meant}, schemas()[claim.of], case)
    trial = _Trial(claim, asked, Query(schemas()[claim.of], where, case.settings.as_of))
    rows = trial.rows(trial.query)
    result = trial.result(rows)
    verdict, named = _verdict(trial, result)
    draws = f"seed {asked.settings['seed']}, {asked.settings['draws']} draws"
    return ClaimResult(
        id=claim.id, kind=claim.kind, atom=claim.atom, verdict=verdict, verdict_now=verdict, values=_values(result),
        holds=claim.holds, file=claim.file, line=claim.line, fails=claim.fails, table=claim.of, worlds=named,
        query=f"test {asked.kind} on incidents where {where.text or 'any'}; {draws}",
        columns=COLUMNS, rows=tuple({k: _plain(r[k]) for k in COLUMNS} | {"sure": True} for r in rows[:200]),
        total=len(rows), digest=claim.digest(), notes=(*(f"{n} dropped: {why}" for why, n in result.dropped.items()),),
        days=tuple(sorted({r["date_from"].isoformat() for r in rows if r["date_from"]})), figure=result.figure,
    )  # fmt: skip


@dataclass
class _Trial:
    """A claim's test, asked of several sets of incidents; the same set is tested once."""

    claim: Claim
    asked: Question
    query: Query
    done: dict[str, Result] = field(default_factory=dict)

    def rows(self, query: Query, marks: Mapping[str, str] | None = None) -> Rows:
        """Return the incidents that surely match, each with the marks of the test."""
        found = self.asked.marks() if marks is None else marks
        columns = "".join(f", coalesce({sql}, false) AS {quote('_' + key)}" for key, sql in found.items())
        of = ["incidents"]
        columns += _times(query) if self.asked.kind == "double-tap" else ""
        if self.asked.kind == "double-tap":
            of = [*of, "incident_reports", "reports"]
        rows = self.asked.tables.rows(f"SELECT *{columns} FROM ({query.relation()}) AS i", of=of)
        return [r for r in rows if r["_sure"]]

    def rests_on_sealed(self, rows: Rows) -> bool:
        """True where a sealed list of places is asked, or the claim no longer holds without sealed incidents."""
        if self.asked.kind in LISTS and self.asked.tables.sealed("protected_places"):
            return True
        open_ = [r for r in rows if r["sensitivity"] != "sealed"]
        return len(open_) < len(rows) and (self.truths(self.result(open_)) or (Truth.NO,))[0] is not Truth.YES

    def result(self, rows: Rows) -> Result:
        """Return the result of the test on these incidents."""
        read = ("date_from", "date_to", "place_id", "facility_id", "lat", "lon", "precision_m", "object", "party_may")
        more = ("_group", "_hit", "_times")
        key = repr(sorted(repr([r[c] for c in read] + [r.get(c) for c in more]) for r in rows))
        if key not in self.done:
            self.done[key] = tried(self.asked, rows)
        return self.done[key]

    def truths(self, result: Result) -> tuple[Truth, Truth] | None:
        """Return whether the claim holds and whether it fails on a result; None where it refuses."""
        holds, fails = parse(self.claim.holds), parse(self.claim.fails)
        values = _values(result)
        if result.ratio_low is not None and result.ratio_high is None:
            values["ratio_high"] = Bounds.exactly(math.inf)
        if result.refusals or not (holds.names() | fails.names()) <= set(values):
            return None
        return holds.truth(values), fails.truth(values)

    def worlds(self, rows: Rows) -> dict[str, tuple[Truth, Truth]]:
        """Return holds and fails in every world that the claim must survive; a test that refuses there does neither."""
        kept = [r for r in rows if precise(self.asked, r)]
        linked = rows and (self.claim.under or not self.claim.waive.keys() >= LINKED)
        sets = {PRECISE: [kept], **(self._linked(rows) if linked else {})}
        if "party" in self.asked.settings.get("group", {}):
            marks = self.asked.marks()
            marks["group"] = f"({marks['group']}) OR {_UNBLAMED}"
            sets |= {"unknown-none": [rows], "unknown-all": [self.rows(self.query, marks)]}
        return {name: self._worst(members) for name, members in sets.items() if name not in self.claim.waive}

    def _linked(self, rows: Rows) -> dict[str, list[Rows]]:
        """Return the incidents in each world of linkage, and without each root behind the claim's own rows."""
        made = worlds(self.asked.tables, self.asked.case)
        if made is None:
            return {}
        by: dict[str, Rows] = {}
        for row in self.rows(replace(self.query, everywhere=True)):
            by.setdefault(row[WORLD], []).append(row)
        groups = made.groups(self._reports(rows), self.claim.under)
        return {name: [by.get(n, []) for n in members] for name, members in groups.items()}

    def _worst(self, members: list[Rows]) -> tuple[Truth, Truth]:
        pairs = [self.truths(self.result(rows)) or (Truth.NO, Truth.NO) for rows in members]
        return min(h for h, _ in pairs), min(f for _, f in pairs)

    def _reports(self, rows: Rows) -> list[str]:
        names = ", ".join(literal(r["incident_id"]) for r in rows)
        sql = f"SELECT DISTINCT report_id FROM incident_reports WHERE relation = 'same' AND incident_id IN ({names})"
        return [r["report_id"] for r in self.asked.tables.rows(f"{sql} ORDER BY 1", of=["incident_reports"])]


def _times(query: Query) -> str:
    """Return, as one more column, the times of day that reports of each incident tell, in the world it is of."""
    stands, world = ("incident_reports", "") if not query.everywhere else (
        stacked("incident_reports"), f" AND m.{quote(WORLD)} = i.{quote(WORLD)}"
    )  # fmt: skip
    return (
        ', (SELECT list(DISTINCT r."time" ORDER BY r."time") '
        f"FROM {quote(stands)} m JOIN reports r ON r.report_id = m.report_id WHERE m.incident_id = i.incident_id "
        f"AND m.relation = 'same' AND r.\"time\" IS NOT NULL{world}) AS _times"
    )


def _verdict(trial: _Trial, result: Result) -> tuple[Verdict, dict[str, str]]:
    if result.refusals:
        refusal = result.refusals[0]
        facts = ", ".join(f"{k}: {v}" for k, v in refusal.facts.items())
        told = (f"{refusal.code} ({facts})", result.sentence)
        return Verdict(Status.INSUFFICIENT, Lack.METHOD_REFUSED, told), {}
    truths = trial.truths(result)
    if truths is None:
        return Verdict(Status.INSUFFICIENT, Lack.BETWEEN, ("a value it asks has no end", result.sentence)), {}
    if _straddles(trial.claim, result):
        told = (f"p = {result.p} is within its own error of the threshold; draw more", result.sentence)
        return Verdict(Status.INSUFFICIENT, Lack.BETWEEN, told), {}
    rows = trial.rows(trial.query)
    found = trial.worlds(rows)
    sealed = trial.rests_on_sealed(rows)
    status, lack, broken = judge(truths[0], fails=truths[1], worlds=found, sealed=sealed)
    because = (f"it does not hold in the world {broken!r}", result.sentence) if broken else (result.sentence,)
    return Verdict(status, lack, because), {name: str(judge(h, fails=f)[0]) for name, (h, f) in found.items()}


def _straddles(claim: Claim, result: Result) -> bool:
    """True where the Monte Carlo error of p could move it across the threshold the claim sets on it."""
    if "p" not in parse(claim.holds).names() or result.p is None or not result.permutations:
        return False
    error = 2 * (result.p * (1 - result.p) / result.permutations) ** 0.5
    ends = [Bounds.exactly(max(0.0, result.p - error)), Bounds.exactly(min(1.0, result.p + error))]
    return len({parse(claim.holds).truth(_values(result) | {"p": end}) for end in ends} - {Truth.BETWEEN}) > 1


def _values(result: Result) -> dict[str, Bounds]:
    return {k: Bounds.exactly(v) for k in VALUES if (v := getattr(result, k)) is not None}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
