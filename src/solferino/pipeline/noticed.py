"""What a build notices on the way, beside its verdicts: claims nobody cites, calls past their day, rows left out."""

from __future__ import annotations

from collections.abc import Mapping

from solferino.claims.track import tracked
from solferino.law import facts
from solferino.pipeline.index import Index
from solferino.store.namespace import Namespace
from solferino.words.case import CaseFile
from solferino.words.result import ClaimResult, SentenceResult
from solferino.words.verdict import Track

_UNANSWERED = (Track.OPEN, Track.PARTLY, Track.NO_PUBLIC_RECORD)


def uncited(case: CaseFile, sentences: tuple[SentenceResult, ...]) -> list[str]:
    """Return a line for each claim that no sentence cites and no other claim rests on."""
    cited = {i for s in sentences for i in s.claims}
    cited |= {p for c in case.claims for p in c.rests_on()}
    return [f"{c.file}:{c.line} claim {c.id!r} is cited nowhere" for c in case.claims if c.id not in cited]


def unfiled(case: CaseFile, results: Mapping[str, ClaimResult], tables: Namespace) -> list[str]:
    """Return a line for each table that claims ask, in which nothing is filed and whose facts come with the package."""
    asked = {results[c.id].table for c in case.claims} & {*facts.names()}
    told = "the package has its facts, solferino add CASE law:"
    return [f"nothing is filed in the table {t}: {told}{t}" for t in sorted(asked) if tables.empty(t)]


def overdue(case: CaseFile, results: Mapping[str, ClaimResult]) -> list[str]:
    """Return a line for each call or promise whose day has passed without an answer on file that meets them."""
    found = []
    for claim in case.claims:
        result = results[claim.id]
        if claim.kind not in ("call", "promise") or result.verdict.type not in _UNANSWERED:
            continue
        due = tracked(claim, case).due
        if due is not None and due <= case.settings.tracked_to:
            found.append(f"{claim.file}:{claim.line} {claim.kind} {claim.id!r} was due on {due}: {result.verdict.type}")
    return found


def rejections(index: Index) -> list[str]:
    """Return a line for each source of which rows were rejected."""
    return [
        f"{many(unit['rejected'], 'row')} of source {name!r} rejected: solferino why {name}"
        for name, unit in index.stages["read"].items()
        if unit["rejected"]
    ]


def many(n: int, one: str) -> str:
    """Return a number with the word for what it counts."""
    plural = {"veto": "vetoes"}.get(one, one + "s")
    return f"{n:,}".replace(",", " ") + " " + (one if n == 1 else plural)


def some(names: list[str], one: str) -> str:
    """Return the name of what changed where it is one thing, else how many did."""
    return f"{names[0]} changed" if len(names) == 1 else f"{many(len(names), one)} changed"
