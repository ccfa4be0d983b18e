"""The tables that a check itself gives: claims, verdicts, sentences, calls, responses, decisions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from solferino.claims.track import tracked
from solferino.store.engine import quote, workspace
from solferino.store.fill import fill
from solferino.store.parquet import write
from solferino.words.case import CaseFile
from solferino.words.claim import canonical
from solferino.words.result import ClaimResult, SentenceResult
from solferino.words.tables import tables
from solferino.words.verdict import Status

_COUNTS_AS = {"met_if": "met", "partly_if": "partly", "unmet_if": "unmet"}


def write_checked(
    case: CaseFile, results: Mapping[str, ClaimResult], sentences: Sequence[SentenceResult], folder: Path
) -> dict[str, Path]:
    """Write the tables of a check into `folder`; return their files by name."""
    rows: dict[str, list[tuple[Any, ...]]] = {
        "claims": [
            (c.id, c.kind, c.atom, canonical(c.definition()).decode(), c.digest(), c.file, c.line, "public")
            for c in case.claims
        ],
        "verdicts": [
            (r.id, clock, str(v.status), str(v.type) if v.type else None, "; ".join(v.because), "public")
            for r in results.values()
            for clock, v in (("then", r.verdict), ("now", r.verdict_now))
        ],
        "sentences": [(s.file, s.line, s.text, str(s.verdict), list(s.claims), "public") for s in sentences],
        "calls": [],
        "responses": [],
    }
    for claim in case.claims:
        result = results[claim.id]
        if claim.kind not in ("call", "promise") or result.verdict.status is Status.ERROR:
            continue
        call = tracked(claim, case)
        rows["calls"].append((claim.id, claim.kind, call.by, list(call.to), call.asks, call.made, call.due,
                              case.settings.tracked_to, str(result.verdict.type), "public"))  # fmt: skip
        kind = str(result.verdict.type)
        if kind in _COUNTS_AS.values():
            rows["responses"] += [
                (claim.id, r["report_id"], date.fromisoformat(r["date"]), kind, "public")
                for r in result.rows
                if r["sure"] and r.get("date")
            ]
    found = {}
    with workspace() as con:
        for name, filled in rows.items():
            schema = tables()[name]
            fill(con, schema, [dict(zip(schema.columns, row, strict=True)) for row in filled])
            found[name] = folder / f"{name}.parquet"
            write(con, quote(name), schema, found[name])
    return found


def check_json(keys: Mapping[str, str], results: Mapping[str, ClaimResult], sentences: Sequence[SentenceResult]) -> str:
    """Return the check as the JSON text that a later build reads back."""
    body = {
        "keys": dict(keys),
        "claims": {i: r.json() for i, r in results.items()},
        "sentences": [s.json() for s in sentences],
    }
    # Keys stay in their order: values and rows are shown in it, and a result read back must be the one written.
    return json.dumps(body, ensure_ascii=False)
