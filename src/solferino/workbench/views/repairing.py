"""Rejected rows: each with its reason, its cells to edit, and a dry run before anything is decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import HTMLResponse, Response

from solferino.exchange.repaired import Repair
from solferino.words.errors import SolferinoError, UsageError
from solferino.workbench.bench import Asked, Json, Missing
from solferino.workbench.pages import render
from solferino.workbench.raw import Raw, raw, source_of, tried

SHOWN = 200
CELL = "cell:"
"""Before the name of a column in the fields of the form."""


def waiting(asked: Asked) -> int:
    """Return how many rows are rejected in the last build."""
    sql = f"SELECT count(DISTINCT source || ' ' || row) AS n FROM rejections WHERE sensitivity IN ({asked.marks})"
    return int(asked.shelf.rows(sql, asked.levels)[0]["n"])


def view(asked: Asked) -> Response:
    """Return the rejected rows, source by source."""
    sql = f"SELECT body FROM rejections WHERE sensitivity IN ({asked.marks}) ORDER BY source, row, n LIMIT {SHOWN}"
    found = asked.shelf.bodies(sql, asked.levels)
    last = asked.known.last(asked.person.name, ("repair",))
    undo = {"id": last.id, "text": _said(last.value)} if last else None
    return asked.page("rejections.html", rows=found, total=waiting(asked), undo=undo)


def one(asked: Asked) -> Response:
    """Return one rejected row with its cells to edit."""
    reasons, row = _reasons(asked), _raw(asked)
    wrong = [r["column"] for r in reasons if r["column"]]
    return asked.page("rejection.html", reasons=reasons, raw=row, wrong=wrong, number=asked.request.path_params["row"],
                      at_fault=next(iter([*wrong, *row.columns]), ""),
                      source=row.source.id, prefix=CELL)  # fmt: skip


def attempt(asked: Asked) -> Response:
    """Return what the source would give with the repair; nothing is written."""
    try:
        where = asked.request.path_params
        found = tried(*source_of(asked.bench.case, where["source"]), row=where["row"],
                      repair=_repair(asked, _raw(asked)), decisions=asked.known.standing)  # fmt: skip
        return HTMLResponse(render("_tried.html", tried=found, error=None))
    except Missing:
        raise
    except SolferinoError as error:
        return HTMLResponse(render("_tried.html", tried=None, error=error))


def decide(asked: Asked) -> Response:
    """Append the repair."""
    row, why = _raw(asked), asked.given("why")
    repair = _repair(asked, row)
    if not why:
        raise UsageError("a repair says why", "go back and write how you know what the row should say")
    value: dict[str, Any] = {"source": row.source.id, "sha256": row.source.sha256, "set": dict(repair.set)}
    value |= {"where": dict(repair.where)} if repair.row is None else {"row": repair.row}
    asked.decide("repair", [f"{row.source.id}/row {asked.request.path_params['row']}"], value=value, why=why)
    return asked.back(asked.url("rejections"))


def _reasons(asked: Asked) -> list[Json]:
    where = asked.request.path_params
    sql = f"SELECT body FROM rejections WHERE source = ? AND row = ? AND sensitivity IN ({asked.marks}) ORDER BY n"
    found = asked.shelf.bodies(sql, [where["source"], where["row"], *asked.levels])
    if not found:
        raise Missing("rejected row so called")
    return found


def _raw(asked: Asked) -> Raw:
    reasons, where = _reasons(asked), asked.request.path_params
    source, data = source_of(asked.bench.case, where["source"])
    return raw(source, data, row=where["row"], line=max(r["line"] or 0 for r in reasons))


def _repair(asked: Asked, row: Raw) -> Repair:
    """The cells that were changed: of this row, or of every row whose cells say what this one's say."""
    given = {c: str(asked.form[CELL + c]).strip() for c in row.columns if CELL + c in asked.form}
    changed = given if not row.cells else {c: text for c, text in given.items() if text != row.cells[c]}
    if not changed:
        raise UsageError("no cell was changed", "edit what is wrong, then try again")
    if asked.given("scope") == "alike" and row.cells:
        return Repair(changed, None, {c: row.cells[c] for c in changed})
    return Repair(changed, asked.request.path_params["row"])


def _said(value: Mapping[str, Any]) -> str:
    cells = ", ".join(f"{c} = {text}" for c, text in value["set"].items())
    return f"{value['source']}, {'row ' + str(value['row']) if 'row' in value else 'rows alike'}: {cells}"
