"""`sql/`: each claim as one file that DuckDB alone can run in the dossier's folder, or the reason why it cannot.

Made from the documents of `data/` alone, so that `verify` makes it again and compares every byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any

from solferino.claims.compared import COUNTED, DAYS
from solferino.claims.query import Query
from solferino.claims.sequence import pairs
from solferino.claims.track import searches, silence, tracked
from solferino.claims.where import ClaimError, compile_where
from solferino.dossier.reach import Reach
from solferino.dossier.restore import case_of
from solferino.dossier.slug import slugs
from solferino.dossier.sql_truth import truth, word
from solferino.dossier.sql_values import compared, three_ends
from solferino.store.engine import literal, quote
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.grammar import GrammarError, parse
from solferino.words.tables import SQL, Table, tables

Json = Mapping[str, Any]
VIEWS = "sql/tables.sql"
WIDTH = 100
"""Characters of a line of a comment."""
_OURS = {
    "test": "a test against chance draws at random with a seed, which is done by the program",
    "estimate": "several models of how lists depend on each other are fitted and sampled by the program",
    "norm": "whether a rule bound a party on a day is read from what States did about its treaty by the program",
    "qualification": "the elements of a rule are looked for in each incident by the program",
    "jurisdiction": "a chain of questions on the Statute is walked by the program",
    "assistance": "a worksheet of twelve questions is answered from other claims by the program",
}


def files(docs: Json) -> dict[str, bytes]:
    """Return path → bytes of the file of every claim that has a verdict."""
    case = case_of(docs, Path())
    reach = Reach(case, docs)
    names = paths(docs["verdicts"])
    made = {names[c.id]: _file(c, docs, reach, names[c.id]) for c in case.claims if c.id in names}
    return {path: text.encode("utf-8", "backslashreplace") for path, text in made.items()} | {VIEWS: _views(docs)}


def paths(claims: Json) -> dict[str, str]:
    """Return the path of each claim's file, named as its page is."""
    return {k: f"sql/{v}.sql" for k, v in slugs([*claims, "index", "tables"]).items() if k in claims}


def unasked(claim: Claim, reach: Reach) -> str:
    """Return why SQL alone cannot compute a claim again; empty where it can."""
    if claim.kind == "judgement":
        named = ", ".join(claim.rests_on())
        return f"an inference that people make from {named}: it is no better than the worst of them"
    if claim.own.get("sql"):
        return (
            f"the claim brings its own SELECT: run {VIEWS}, then {claim.own['sql']}, which stands beside {claim.file}"
        )
    if claim.kind in _OURS:
        return f"{_OURS[claim.kind]}: solferino verify does it"
    return reach.base(claim)


def _views(docs: Json) -> bytes:
    """Every published table under its own name; columns that were left out are there, and empty."""
    lines = ["-- Open this dossier as a database, in its folder:  duckdb -init sql/tables.sql"]
    for name in sorted(set(docs["tables"]) & set(tables())):
        kept = set(docs["tables"][name]["columns"])
        gone = [
            f", CAST(NULL AS {SQL[f.kind]}) AS {quote(f.name)}" for f in tables()[name].fields if f.name not in kept
        ]
        lines.append(f"CREATE TEMP VIEW {quote(name)} AS SELECT *{''.join(gone)} FROM 'tables/{name}.parquet';")
    return ("\n".join(lines) + "\n").encode()


def _file(claim: Claim, docs: Json, reach: Reach, path: str) -> str:
    said, case = docs["verdicts"][claim.id], reach.case
    body, why = "", unasked(claim, reach)
    if said["verdict"] in ("attested", "error") and not why:
        why = "it rests on sealed evidence" if said["verdict"] == "attested" else "it could not be evaluated"
    if not why:
        try:
            body = _tracked(claim, reach) if claim.kind in ("call", "promise") else _asked(claim, reach, said)
        except (ClaimError, GrammarError, KeyError, ValueError) as error:
            why = f"it cannot be written as one SELECT: {str(error).splitlines()[0]}"
    if why:
        body = f'SELECT {literal(claim.id)} AS claim, {literal(why)} AS "not computed here"'
    return "".join(map(_comment, _head(claim, said, why, case, path=path))) + body + ";\n"


def _head(claim: Claim, said: Json, why: str, case: CaseFile, *, path: str) -> list[str]:
    kind = f" ({said['type'].replace('_', ' ')})" if said["type"] else ""
    found = [f"claim      {_line(claim.id)}", f"question   {_line(said['query'])}"]
    found += [f"asks       {_line(said['holds'])}"] if said["holds"] else []
    found += [f"verdict    {said['verdict']}{kind}, of {case.settings.as_of}, on the evidence filed", ""]
    found += [f"corrected  {c.on}: {_line(c.was)}, now {_line(c.now)}" for c in case.corrections if c.about == claim.id]
    if why:
        return [*found, f"Not computed by SQL: {_line(why)}."]
    found += ["In the folder of the dossier, with the DuckDB binary and nothing else:", ""]
    found += [f"    duckdb -csv -f {path}", "", "It must print:", ""]
    if claim.kind in ("call", "promise"):
        return [*found, f"    holds = {said['type']} in every row", ""]
    truth_of = _printed(said)
    for name, ends in said["values"].items():
        shown = ", ".join(f"{k} = {_cell(ends[k])}" for k in ("low", "base", "high"))
        found.append(f"    {name}: {shown}, holds = {truth_of}")
    found += [""] if said["values"] else ["    no value: no row gives one", ""]
    if said["worlds"]:
        worlds = f"The verdict asks more: that it holds in {len(said['worlds'])} worlds as well, in which reports are "
        found += [worlds + "linked otherwise or one origin is silent. The program makes them: solferino verify.", ""]
    return found


def _printed(said: Json) -> str:
    values = {k: Bounds(v["low"], v["base"], v["high"]) for k, v in said["values"].items()}
    try:
        expr = parse(said["holds"])
        return {2: "yes", 1: "between", 0: "no"}[expr.truth(values)] if expr.names() <= set(values) else "unknown"
    except GrammarError:
        return "unknown"


def _asked(claim: Claim, reach: Reach, said: Json) -> str:
    table = tables()[claim.of]
    names = list(said["values"])
    given = _given(claim, reach, table, said)
    expr = parse(claim.holds)
    judged = word(truth(expr)) if expr.names() <= set(names) else "'unknown'"
    shown = " UNION ALL ".join(
        f"SELECT {n}, {literal(name)}, {', '.join(_shown(name, end) for end in (' low', ' base', ' high'))}, {judged} "
        "FROM given\n"
        for n, name in enumerate(names)
    )
    if not names:
        return f"SELECT 'no row gives a value' AS {literal(claim.id)}"
    columns = "n, value, low, base, high, holds"
    return f"WITH {given}\nSELECT value, low, base, high, holds FROM (\n{shown}) AS t({columns}) ORDER BY n"


def _shown(name: str, end: str) -> str:
    return f"CAST({quote(name + end)} AS VARCHAR)"


def _given(claim: Claim, reach: Reach, table: Table, said: Json) -> str:
    """The tables asked, the rows that match, and `given`: one row with the three ends of every value."""
    case, filed = reach.case, _filed(table, reach)
    cap = case.settings.as_of
    query = Query(table, compile_where({**claim.where, **claim.own.get("part", {})}, table, case), cap)
    open_ended = {name for name, ends in said["values"].items() if ends["high"] is None}
    if claim.kind == "sequence":
        ends = ('n_low AS "n low", n_low AS "n base", n_high AS "n high", low AS "followed low", '
                'low AS "followed base", greatest(low, high) AS "followed high"')  # fmt: skip
        return f"{filed},\ngiven AS (SELECT {ends} FROM (\n{pairs(claim, query, case, table=table)}))"
    gives = COUNTED.get(claim.kind, claim.gives)
    parts = f"{filed},\nasked AS (\n{_relation(query)}\n),\ncounted AS (SELECT {query.columns(gives)} FROM asked)"
    if claim.kind in ("share", "ratio"):
        whole = Query(table, compile_where(claim.own.get("over", claim.where), table, case), cap)
        total = "whole" if claim.kind == "share" else "base"
        parts += (
            f",\nwhole AS (\n{_relation(whole)}\n),\ntotal AS (SELECT {whole.columns({total: 'count'})} FROM whole)"
        )
        return f"{parts},\n{compared(claim.kind, total, open_ended)}"
    ends = ", ".join(three_ends(name, text, open_ended) for name, text in gives.items() if name in said["values"])
    if claim.kind == "rate":
        days = int(said["values"]["days"]["base"])
        units = days / DAYS[claim.own.get("per", "day")]
        made = [
            f"round({quote(f'n {end}')} / {units!r}, 6) AS {quote(f'rate {end}')}" for end in ("low", "base", "high")
        ]
        made += [f"{days} AS {quote(f'days {end}')}" for end in ("low", "base", "high")]
        return f"{parts},\nn AS (SELECT {ends} FROM counted),\ngiven AS (SELECT *, {', '.join(made)} FROM n)"
    return f"{parts},\ngiven AS (SELECT {ends} FROM counted)"


def _tracked(claim: Claim, reach: Reach) -> str:
    """What would count as an answer to a call, counted; the first that is surely there says what came of it."""
    case, table = reach.case, tables()[claim.of]
    call = tracked(claim, case)
    asked, filed = searches(claim, case), _filed(table, reach)
    if not asked:
        return f"SELECT 'nothing was named when it was made' AS value, {literal(silence(call, case))} AS holds"
    counted = " UNION ALL ".join(
        f"SELECT {n} AS n, {literal(track)} AS value, count(*) FILTER (WHERE _sure) AS low, count(*) AS high "
        f"FROM (\n{_relation(query)}\n)"
        for n, (track, query) in enumerate(asked.items())
    )
    came = f"coalesce((SELECT value FROM found WHERE low > 0 ORDER BY n LIMIT 1), {literal(silence(call, case))})"
    shown = f"SELECT value, low, low AS base, high, {came} AS holds FROM found ORDER BY n"
    return f"WITH {filed},\nfound AS ({counted})\n{shown}"


def _filed(table: Table, reach: Reach) -> str:
    """The table under its own name; one of which nothing is filed has no file, and no row."""
    if table.name in reach.shipped:
        return f"{quote(table.name)} AS (FROM read_parquet('tables/{table.name}.parquet'))"
    columns = ", ".join(f"CAST(NULL AS {SQL[f.kind]}) AS {quote(f.name)}" for f in table.fields)
    return f"-- nothing is filed in it\n{quote(table.name)} AS (SELECT {columns} WHERE false)"


def _relation(query: Query) -> str:
    """What `Query.relation` says, a condition a line: rows that match in some reading, marked where in every one."""
    sure, maybe = query.conditions()
    every = "\n    AND ".join(f"coalesce({s}, false)" for s in sure) or "true"
    some = "\n    AND ".join(f"({m})" for m in maybe) or "true"
    return f"  SELECT *,\n    {every}\n    AS _sure\n  FROM {quote(query.table.name)}\n  WHERE {some}"


def _line(text: str) -> str:
    """One line of a comment, whatever the text holds: a line end in it would begin SQL."""
    return " ".join(text.split())


def _comment(line: str) -> str:
    """One line as a comment, broken where it is long; what follows stands under its text."""
    under = " " * 11 if line[11:12] and line[10:11] == " " else ""
    return (
        "".join(f"-- {part}\n" for part in wrap(line, WIDTH, subsequent_indent=under, drop_whitespace=True)) or "--\n"
    )


def _cell(value: object) -> str:
    return "none known" if value is None else str(value)
