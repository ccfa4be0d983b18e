"""The learned model in the words of Splink: a table, macros that find levels, and settings that give the same weights.

Chance agreement is learned given the place, so that every field is crossed with the place there. Competition,
constraints and clusters are no part of the export.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from solferino.linkage.engine import kernel
from solferino.linkage.engine.columns import Columns
from solferino.linkage.engine.fields import KINDS, Field, Scheme
from solferino.linkage.engine.learned import Incidents
from solferino.store.engine import connect, literal

LEAST = 1e-9
FAR = "(pow(x_l - x_r, 2) + pow(y_l - y_r, 2) + pow(z_l - z_r, 2))"
COLUMN = re.compile(r"\b[a-z_]+_[lr]\b")
COARSE = f"(class_l = {kernel.COARSE} OR class_r = {kernel.COARSE})"


def write_splink(found: Incidents, ids: list[str], folder: Path) -> None:
    """Write `reports.parquet`, `levels.sql` and `settings.json` into a folder; `ids` are those of the rows.

    The macros of `levels.sql` must be made in the database before Splink asks it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / "reports.parquet"
    with connect() as con:
        con.register("held", _held(found.columns, found.model.scheme))
        spelt = [
            bytes(row[:n]).decode("latin-1") for row, n in zip(found.columns.names, found.columns.lengths, strict=True)
        ]
        con.execute(
            "CREATE TABLE ids AS SELECT unnest(?::VARCHAR[]) AS unique_id, unnest(range(?)) AS row_at", [ids, len(ids)]
        )
        con.execute(
            "CREATE TABLE spelt AS SELECT unnest(?::VARCHAR[]) AS letters, unnest(range(?)) AS letters_at",
            [spelt, len(spelt)],
        )
        named = [f"n_{f.name}" for f in found.model.scheme.fields if KINDS[f.kind] == kernel.NAME]
        letters = ", ".join(
            f"(SELECT letters FROM spelt WHERE letters_at = {n}) AS {n}_text" for n in ("skeleton", *named)
        )
        con.execute(
            f"COPY (SELECT unique_id, held.*, {letters} FROM held JOIN ids USING (row_at) ORDER BY row_at) "
            f"TO {literal(str(table))} (FORMAT parquet)"
        )
    macros, settings = settings_of(found)
    (folder / "levels.sql").write_text("".join(f"{macro};\n" for macro in macros), "utf-8")
    (folder / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")


def settings_of(found: Incidents) -> tuple[list[str], dict[str, Any]]:
    """Return macros for DuckDB, and the model as settings of Splink that use them."""
    model, scheme = found.model, found.model.scheme
    window = scheme.windows["days"]
    macros, comparisons = [], []
    place, macro = _macro("place", _place(scheme))
    macros.append(macro)
    for n, f in enumerate(scheme.fields):
        levels: list[dict[str, Any]] = []
        if f.kind == "place":
            for level in range(f.levels):
                levels.append(_level(f"{place} = {level}", f.says[level], model.m[n][level], model.u[n][level, level]))
        else:
            said, macro = _macro(f.name, _sql(f, int(model.spec[n, 4])))
            macros.append(macro)
            if f.kind != "busy":
                levels.append({"sql_condition": f"{said} = 0", "label_for_charts": f.says[0], "is_null_level": True})
            for at in range(scheme.fields[0].levels):
                for level in range(f.levels):
                    if f.known(level):
                        both = f"{place} = {at} AND {said} = {level}"
                        levels.append(_level(both, f"{f.says[level]} | {at}", model.m[n][level], model.u[n][at, level]))
        levels.append(
            {"sql_condition": "ELSE", "label_for_charts": "never compared", "m_probability": LEAST, "u_probability": 1}
        )
        comparisons.append({"output_column_name": f"{f.name}_field", "comparison_levels": levels})
    return macros, {
        "link_type": "dedupe_only", "sql_dialect": "duckdb", "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": model.share, "comparisons": comparisons,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"abs(l.start_day - r.start_day) <= {window}", "sql_dialect": "duckdb"}
        ],
        "retain_matching_columns": False, "retain_intermediate_calculation_columns": False,
    }  # fmt: skip


def _macro(name: str, expression: str) -> tuple[str, str]:
    """Return how a macro is called, and how it is made: its arguments are the columns that the expression names."""
    call = f"{name}_level({', '.join(sorted(set(COLUMN.findall(expression))))})"
    return call, f"CREATE OR REPLACE MACRO {call} AS ({expression})"


def _held(columns: Columns, scheme: Scheme) -> dict[str, Any]:
    cells, at = columns.cells, scheme.columns()
    held: dict[str, Any] = {
        "row_at": np.arange(len(columns)), "start_day": cells[:, kernel.START], "end_day": cells[:, kernel.END],
        "class": cells[:, kernel.CLASS], "radius": cells[:, kernel.RADIUS], "skeleton": cells[:, kernel.SKELETON],
        "district": columns.group, **{axis: np.ascontiguousarray(columns.points[:, n]) for n, axis in enumerate("xyz")},
    }  # fmt: skip
    for f in scheme.fields:
        first = at[f.name]
        if KINDS[f.kind] == kernel.NAME:
            held[f"n_{f.name}"] = cells[:, first]
        elif f.kind in ("set", "count", "number"):
            held[f"{f.name}_a"], held[f"{f.name}_b"] = cells[:, first], cells[:, first + 1]
        elif f.kind == "busy":
            held["busy"] = cells[:, first]
    return {name: np.ascontiguousarray(column) for name, column in held.items()}


def _level(condition: str, says: str, m: float, u: float) -> dict[str, Any]:
    return {
        "sql_condition": condition, "label_for_charts": says, "m_probability": max(float(m), LEAST),
        "u_probability": max(float(u), LEAST),
    }  # fmt: skip


def _name(column: str) -> str:
    """Return as SQL the level of two names, as the kernel finds it."""
    a, b, one, two = f"{column}_l", f"{column}_r", f"{column}_text_l", f"{column}_text_r"
    return (
        f"CASE WHEN {a} < 0 OR {b} < 0 THEN 0 WHEN {a} = {b} THEN 1 WHEN least(length({one}), length({two})) >= 3 "
        f"AND damerau_levenshtein({one}, {two}) = 1 THEN 2 ELSE 3 END"
    )


def _place(scheme: Scheme) -> str:
    """Return as SQL the level of the place: distance by what the points stand for, and name; -1 beyond."""
    reach = f"pow(radius_l + radius_r + {scheme.windows['slack_m']}, 2)"
    geo = (
        f"CASE WHEN {COARSE} THEN CASE WHEN district_l != district_r OR district_l < 0 THEN -1 "
        f"WHEN class_l = class_r THEN 10 ELSE 9 END WHEN greatest(class_l, class_r) > {kernel.COARSE} "
        f"OR {FAR} > {reach} THEN -1 WHEN class_l != class_r THEN CASE WHEN {FAR} < 2.25e6 THEN 3 WHEN {FAR} < "
        f"9e6 THEN 4 ELSE 5 END "
        f"WHEN class_l = {kernel.EXACT} THEN CASE WHEN {FAR} < 2.5e5 THEN 0 WHEN {FAR} < 1e6 THEN 1 ELSE 2 END "
        f"ELSE CASE WHEN {FAR} < 1e4 THEN 6 WHEN {FAR} < 9e6 THEN 7 ELSE 8 END END"
    )
    return f"CASE WHEN ({geo}) < 0 THEN -1 ELSE ({geo}) * 4 + ({_name('skeleton')}) END"


def _sql(f: Field, common: int) -> str:
    """Return as SQL the level of a field, as the kernel finds it."""
    if f.kind == "set":
        return _set(f.name, common)
    return LEVELS[f.kind](f"n_{f.name}" if KINDS[f.kind] == kernel.NAME else f.name)


def _set(name: str, common: int) -> str:
    one, two, wide, wider = f"{name}_a_l", f"{name}_a_r", f"{name}_b_l", f"{name}_b_r"
    return (
        f"CASE WHEN {one} = 0 OR {two} = 0 THEN 0 WHEN ({one} & {two}) != 0 "
        f"THEN CASE WHEN ({one} & {two} & ~{common}) != 0 THEN 1 ELSE 2 END WHEN (({wide} | {one}) & ({wider} | "
        f"{two})) = 0 THEN 5 "
        f"WHEN ({one} & {wider}) != 0 OR ({two} & {wide}) != 0 THEN 3 ELSE 4 END"
    )


def _day(_: str) -> str:
    gap = "greatest(start_day_l - end_day_r, start_day_r - end_day_l)"
    return (
        f"CASE WHEN start_day_l <= 0 OR start_day_r <= 0 THEN 0 WHEN {gap} > 0 THEN least({gap}, 3) + 1 "
        "WHEN start_day_l = end_day_l AND start_day_r = end_day_r THEN 1 ELSE 5 END"
    )


def _count(name: str) -> str:
    low, high, lower, higher = f"{name}_a_l", f"{name}_b_l", f"{name}_a_r", f"{name}_b_r"
    gap = f"greatest({low} - {higher}, {lower} - {high}, 0)"
    many = f"greatest(least({low}, {lower}), 1) >= 5"
    return (
        f"CASE WHEN {low} < 0 OR {lower} < 0 THEN 0 WHEN {high} = 0 OR {higher} = 0 "
        f"THEN CASE WHEN {low} = 0 AND {lower} = 0 THEN 1 ELSE 7 END WHEN {gap} = 0 THEN CASE WHEN {many} THEN 3 "
        f"ELSE 2 END "
        f"WHEN {gap} <= greatest(1, greatest({low}, {lower}) // 4) THEN CASE WHEN {many} THEN 5 ELSE 4 END ELSE 6 END"
    )


def _number(name: str) -> str:
    gap = f"greatest({name}_a_l - {name}_b_r, {name}_a_r - {name}_b_l, 0)"
    return (
        f"CASE WHEN {name}_a_l < 0 OR {name}_a_r < 0 THEN 0 WHEN {gap} = 0 THEN 1 WHEN {gap} = 1 THEN 2 "
        f"WHEN {gap} <= 3 THEN 3 ELSE 4 END"
    )


def _busy(_: str) -> str:
    held = f"CASE WHEN {COARSE} THEN (busy_l + busy_r) // 16 ELSE busy_l + busy_r END"
    return f"CASE WHEN ({held}) <= 1 THEN 0 ELSE least(7, length(bin({held})) - 1) END"


LEVELS: dict[str, Callable[[str], str]] = {
    "day": _day, "count": _count, "number": _number, "name": _name, "facility": _name, "busy": _busy,
}  # fmt: skip
