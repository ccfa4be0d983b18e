"""Consent: reports whose tellers limited their use, or withdrew, are guarded in all that follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from solferino.store.engine import quote
from solferino.words.decision import USES, Decision
from solferino.words.source import Sensitivity


def guarded(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return report id → how guarded it is by the last consent about it; reports free to publish are left out."""
    found: dict[str, str] = {}
    for decision in decisions:
        if decision.act == "consent" and isinstance(decision.value, dict):
            found |= dict.fromkeys(decision.about, USES[str(decision.value["use"])])
    return {report: level for report, level in sorted(found.items()) if level != "public"}


def raised(rows: Iterable[dict[str, Any]], levels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows with the sensitivity that consent asks, where their source asks less."""
    return [
        row | {"sensitivity": Sensitivity.highest((row["sensitivity"], levels[row["report_id"]]))}
        if row["report_id"] in levels
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
                f"UPDATE {quote(relation)} SET sensitivity = ? WHERE list_contains(?, report_id) "
                "AND list_contains(?, sensitivity)",
                [level, named, less],
            )
