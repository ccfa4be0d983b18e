"""Consent: reports whose tellers limited their use, or withdrew, are guarded in all that follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from solferino.store.engine import quote
from solferino.words.case import CaseFile
from solferino.words.decision import USES, Decision
from solferino.words.source import Sensitivity


def guarded(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return report or source id → how guarded it is by the last consent about it; what is free to publish is left out.

    What is said of a source holds for every report in it, whatever is said of one of them.
    """
    found: dict[str, str] = {}
    for decision in decisions:
        if decision.act == "consent" and isinstance(decision.value, dict):
            found |= dict.fromkeys(decision.about, USES[str(decision.value["use"])])
    return {report: level for report, level in sorted(found.items()) if level != "public"}


def raised(rows: Iterable[dict[str, Any]], levels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows with the sensitivity that consent asks, where their source asks less."""
    return [
        row | {"sensitivity": Sensitivity.highest((row["sensitivity"], *asked))}
        if (asked := [levels[i] for i in (row["report_id"], source_part(row["report_id"])) if i in levels])
        else row
        for row in rows
    ]


def raise_in(con: duckdb.DuckDBPyConnection, relations: Iterable[str], levels: Mapping[str, str]) -> None:
    """Raise the sensitivity of rows of `relations`, before anything is derived from them."""
    for relation in relations if levels else ():
        for level in Sensitivity.ORDER[1:]:
            named = [report for report, asked in levels.items() if asked == level]
            less = list(Sensitivity.ORDER[: Sensitivity.ORDER.index(level)])
            con.execute(
                f"UPDATE {quote(relation)} SET sensitivity = ? "
                "WHERE list_has_any(?, [report_id, split_part(report_id, '/', 1)]) AND list_contains(?, sensitivity)",
                [level, named, less],
            )


def adrift(case: CaseFile) -> tuple[str, ...]:
    """Return a note for each consent about what the case does not hold: a slip of the pen would guard nothing.

    What it is about is not repeated: notes are published, and a misspelt id may still name who is to be guarded.
    """
    known = {s.id for s in case.sources}
    return tuple(
        f"decisions.jsonl:{d.line}: consent about a source that the case does not have: it guards nothing"
        for d in case.decisions
        if d.act == "consent"
        for about in d.about
        if source_part(about) not in known
    )


def source_part(report: str) -> str:
    """Return the id of the source in the id of a report."""
    return report.partition("/")[0]
