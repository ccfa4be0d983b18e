"""Values with three ends as SQL, from what was counted at their low and their high end."""

from __future__ import annotations

from solferino.store.engine import quote


def three_ends(name: str, text: str, open_ended: set[str]) -> str:
    """Return the three ends of a value from its two; a count of rows that surely match is what the base build gives."""
    low, base, high = (quote(f"{name} {end}") for end in ("low", "base", "high"))
    if text.split("(")[0].strip() in ("count", "sum"):
        # A record that does not reach over the whole window has no upper end.
        top = "CAST(NULL AS BIGINT)" if name in open_ended else f"coalesce({high}, 0)"
        return f"coalesce({low}, 0) AS {low}, coalesce({low}, 0) AS {base}, {top} AS {high}"
    sure = f"coalesce({low}, {high})"
    return f"least({sure}, {high}) AS {low}, {sure} AS {base}, greatest({sure}, {high}) AS {high}"


def compared(kind: str, total: str, open_ended: set[str]) -> str:
    """Return `given`: a share of a whole or a ratio of two counts, with the ends that each leaves the other."""
    both = f"{three_ends('part', 'count', open_ended)}, {three_ends(total, 'count', open_ended)}"
    of = f"ends AS (SELECT {both} FROM counted, total)"
    a, b, c = (quote(f"part {end}") for end in ("low", "base", "high"))
    x, y, z = (quote(f"{total} {end}") for end in ("low", "base", "high"))
    base = f"CASE WHEN {y} = 0 THEN 0.0 ELSE round({b} / {y}, 6) END"
    low = f"CASE WHEN {z} IS NULL OR {z} = 0 THEN 0.0 ELSE round({a} / {z}, 6) END"
    if kind == "share":
        rest = f"greatest(0, {x} - {a})"
        high = f"CASE WHEN {c} IS NULL THEN 1.0 WHEN {c} + {rest} = 0 THEN 0.0 ELSE round({c} / ({c} + {rest}), 6) END"
        none = f"{y} = 0 AND {z} = 0"
        ends = (f"CASE WHEN {none} THEN 0.0 ELSE least({low}, {base}) END", base,
                f"CASE WHEN {none} THEN 1.0 ELSE greatest({high}, {base}) END")  # fmt: skip
    else:
        high = f"CASE WHEN {c} IS NULL OR {x} = 0 THEN NULL ELSE greatest({base}, round({c} / {x}, 6)) END"
        ends = (f"least({low}, {base})", base, high)
    made = ", ".join(
        f"{sql} AS {quote(f'{kind} {end}')}" for sql, end in zip(ends, ("low", "base", "high"), strict=True)
    )
    return f"{of},\ngiven AS (SELECT *, {made} FROM ends)"
