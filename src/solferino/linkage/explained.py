"""Two reports of plain files explained: by the learned model, or pair by pair where reports are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from solferino.linkage.compare import compare
from solferino.linkage.explain import say
from solferino.linkage.features import by_id, features
from solferino.linkage.ledger import judgements
from solferino.linkage.pattern import Patterns
from solferino.linkage.settings import shipped
from solferino.linkage.table import exact, few
from solferino.words.errors import UsageError
from solferino.words.report import Link


def explain_pair(
    paths: Sequence[Path], a: str, b: str, *, model: str = "incident", engine: str = "auto",
    weights: Path | None = None, decisions: Path | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return why two reports of plain files are one event or not: bars that add up to the score, and sentences.

    `weights` and `decisions` as those of `link_table`.
    """
    judged = judgements(decisions) if decisions else ()
    rows = few(paths, engine, model, weights)
    if rows is None:
        from solferino.linkage.engine.front import How, explain

        return explain(paths, a, b, How(model, engine == "spark", weights, judged))
    reports, _, found, _ = exact(rows, judged)
    a, b = min(a, b), max(a, b)
    index = {r.id: r for r in reports}
    for id in (a, b):
        if id not in index:
            raise UsageError(f"there is no report {id!r} in these files", "give two of their report_ids")
    link = next((x for x in found.links if (x.a, x.b) == (a, b)), None) or _unstored(a, b, [index[a], index[b]])
    link = replace(link, a=a, b=b)
    return {
        "report_a": a, "report_b": b, "score": link.score, "probability": link.probability,
        "same": link.relation == "same", "blocked": link.blocked, "rivals": [],
        "sentences": say(link, index[a], index[b]),
        "bars": [{"field": f, "says": level, "millibits": part, "a": "", "b": ""} for f, level, part in link.reasons],
    }  # fmt: skip


def _unstored(a: str, b: str, pair: list[Any]) -> Link:
    settings = shipped()
    made, patterns = by_id(features(pair, settings)), Patterns(settings)
    code = patterns.code(compare(made[a], made[b], settings))
    return Link(a, b, patterns.score(code), 0.0, "apart", patterns.reasons(code), "the score is below what is stored")
