"""How often unrelated reports of one place agree as well: the other side of every bar, by the learned model."""

from __future__ import annotations

from collections.abc import Iterable

from solferino.linkage.engine.model import Model

Level = tuple[str, str]
"""A field and what a pair shows there."""


def place_of(levels: Iterable[Level]) -> str:
    """Return what a pair shows of its place, nothing where it was not scored by the model."""
    return next((level for field, level in levels if field == "place"), "")


def shares(model: Model, levels: Iterable[Level]) -> dict[str, float]:
    """Return, for each field of one pair, the share of chance pairs there at this level; nothing where unknown."""
    told = list(levels)
    fields = {f.name: (n, f.says) for n, f in enumerate(model.scheme.fields)}
    says, place = model.scheme.fields[0].says, place_of(told)
    if place not in says:
        return {}
    return {
        field: float(model.u[fields[field][0]][says.index(place), fields[field][1].index(level)])
        for field, level in told
        if field in fields
    }


def table(model: Model, pairs: Iterable[Iterable[Level]]) -> list[tuple[str, str, str, float]]:
    """Return (place, field, level, share) of all that some pairs show, each once, in order."""
    found = set()
    for pair in pairs:
        levels = list(pair)
        said = dict(levels)
        found |= {(place_of(levels), f, said[f], round(share, 4)) for f, share in shares(model, levels).items()}
    return sorted(found)
