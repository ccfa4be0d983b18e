"""A form that writes a claim: nobody needs to write TOML. What it would give is shown before it is kept."""

from __future__ import annotations

import re
import threading
import tomllib
from typing import Any

from starlette.responses import HTMLResponse, Response

from solferino.casefile.claims import parse_claims
from solferino.casefile.toml import parse_toml
from solferino.claims.evaluate import evaluate
from solferino.pipeline.check import open_tables
from solferino.pipeline.index import Index, write_atomic
from solferino.pipeline.link import as_linked
from solferino.pipeline.open_case import open_case
from solferino.words.claim import Claim
from solferino.words.errors import CaseError, Problem, SolferinoError, UsageError
from solferino.words.near import did_you_mean
from solferino.words.tables import tables
from solferino.workbench.bench import Asked
from solferino.workbench.pages import render
from solferino.workbench.views.sentences import values
from solferino.workbench.where import iso, toml

FILE = "claims/review.toml"
KINDS = {
    "count": "how many rows there are",
    "exists": "that there is one at least",
    "witnesses": "how many independent origins",
}
TABLES = ("incidents", "reports", "vetoes", "votes", "acts", "figures", "participation")
_ID = re.compile(r"^[a-z0-9][a-z0-9-]{0,60}$")
_NUMBER = re.compile(r"^-?\d+$")
_REAL = re.compile(r"^-?\d{1,12}(\.\d{1,12})?$", re.ASCII)
_LINES = 6
_WRITING = threading.Lock()


def view(asked: Asked) -> Response:
    """Return the form, filled from a search where it came from one."""
    table = asked.given("of") if asked.given("of") in TABLES else "incidents"
    try:
        where = tomllib.loads(f"where = {asked.given('where') or '{}'}")["where"]
    except tomllib.TOMLDecodeError:
        where = {}
    lines = [_line(column, condition) for column, condition in where.items()][:_LINES]
    columns = {name: [f.name for f in tables()[name].fields] for name in TABLES}
    return asked.page("claim.html", kinds=KINDS, tables=TABLES, table=table, columns=columns, file_=FILE,
                      lines=[*lines, *[("", "is", "")] * (_LINES - len(lines))],
                      passage=asked.given("passage"))  # fmt: skip


def _line(column: str, condition: Any) -> tuple[str, str, str]:
    if isinstance(condition, dict) and "may" in condition:
        return column, "may be", str(condition["may"])
    if isinstance(condition, dict):
        return column, "from … to", f"{condition.get('from', '')} … {condition.get('to', '')}"
    return column, "is", str(condition)


def attempt(asked: Asked) -> Response:
    """Return the claim as TOML with what it gives now; nothing is written."""
    try:
        text, claim = _claim(asked)
        opened = open_case(asked.bench.case)
        index = Index.load(asked.bench.build)
        case = as_linked(opened, index)
        with open_tables(case, index) as found:
            result = evaluate(claim, found, case).json()
        return HTMLResponse(
            render("_claim.html", text=text, result=result, values=values(result), error=None, id=claim.id)
        )
    except SolferinoError as error:
        return HTMLResponse(render("_claim.html", text="", result=None, values="", error=error, id=""))


def write(asked: Asked) -> Response:
    """Append the claim to the case's claims and have it evaluated; the statement is left to people."""
    with _WRITING:
        text, claim = _claim(asked)
        path = asked.bench.case / FILE
        before = path.read_text("utf-8") if path.is_file() else "# Claims made in the workbench.\n"
        write_atomic(path, f"{before.rstrip()}\n\n{text}")
    asked.bench.rebuild.ask()
    return asked.page("written.html", id=claim.id, file_=FILE, passage=asked.given("passage"))


def _claim(asked: Asked) -> tuple[str, Claim]:
    """The form as TOML, read back as any claim of the case is; raises with everything that is wrong."""
    name, kind, table = asked.given("id"), asked.given("kind"), asked.given("of")
    if not _ID.match(name):
        raise UsageError("give the claim a short id", "small letters, digits and hyphens, such as hospitals-hit")
    if open_case(asked.bench.case).claim(name) is not None:
        raise UsageError(f"there is a claim {name!r} already", "choose another id")
    if kind not in KINDS or table not in TABLES:
        raise UsageError("choose what is asked, and of which table", "the lists have them all")
    asked.need(asked.shelf.table_level(table), "table that you may count in")
    if not (holds := asked.given("holds")):
        raise UsageError("say when the claim holds", "for example: n >= 2")
    gives = {"gives": {"n": "count"}} if kind == "count" else {}
    body = {"says": kind, "of": table, "where": _where(asked, table), **gives, "holds": holds}
    text = f"[{name}]\n" + "".join(f"{k:<5} = {toml(v)}\n" for k, v in body.items())
    document = parse_toml(text, FILE)
    found = [document] if isinstance(document, Problem) else parse_claims(document)
    if wrong := [f for f in found if isinstance(f, Problem)]:
        raise CaseError(wrong)
    claim = found[0]
    assert isinstance(claim, Claim)
    return text, claim


def _where(asked: Asked, table: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    known = [*(f.name for f in tables()[table].fields), "date", "party"]
    for column, how, text in zip(asked.many("column"), asked.many("how"), asked.many("text"), strict=False):
        if not column:
            continue
        if column not in known:
            raise UsageError(f"{table} has no column {column!r}", did_you_mean(column, known))
        found[column] = _condition(how, text)
    return found


def _condition(how: str, text: str) -> Any:
    if not text:
        raise UsageError("a condition says what it asks for", "write the value, or leave the line empty")
    if how == "may be":
        return {"may": [part.strip() for part in text.split(",")] if "," in text else text}
    if how == "must be":
        return {"must": text}
    if how == "at least":
        return f">= {text}"
    if how == "from … to":
        first, _, last = text.partition("…")
        ends = {"from": first.strip(), "to": last.strip()}
        return {k: v if v == "as_of" else _end(v) for k, v in ends.items() if v}
    parts = [part.strip() for part in text.split(",")] if "," in text else [text]
    typed = [int(part) if _NUMBER.match(part) else part for part in parts]
    return typed if len(typed) > 1 else typed[0]


def _end(text: str) -> Any:
    """One end of a range: a number of degrees or of anything, else a day."""
    if _REAL.match(text):
        return float(text) if "." in text else int(text)
    return iso(text)
