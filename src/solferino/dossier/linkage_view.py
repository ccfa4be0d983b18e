"""What the page of methods says about linking: the range of incidents, what waits for people, how odds held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from solferino.dossier.shelf import Json, Shelf
from solferino.draw.waterfall import bits


def open_questions(docs: Json) -> dict[str, Any] | None:
    """Return what is open about the incidents of a dossier, None where it may not be told."""
    held = docs["case"]["linkage"]
    if not held or not held["curve"]:
        return None
    counts = [n for _, n in held["curve"]]
    return {
        "learned": held["learned"],
        "low": min(counts),
        "high": max(counts),
        "curve": [(bits(t), n) for t, n in held["curve"]],
        "drawn": held["draws"],
        "queue": held["queue"],
        "audit": held["audit"],
        "bins": [_bin(b) for b in held["reliability"] if b["pairs"]],
    }


def chance(shelf: Shelf, steps: Sequence[tuple[str, str, int]]) -> str:
    """Return how many unrelated reports agree as well, field by field; nothing where no weights were learned."""
    place = next((level for field, level, _ in steps if field == "place"), "")
    there = {field: shelf.chance.get((place, field, level)) for field, level, _ in steps}
    return ", ".join(f"{field} {share:.0%}" for field, share in there.items() if share is not None)


def _bin(b: Json) -> dict[str, Any]:
    seen = b["audited"]
    return {
        "range": f"{b['low']:g} to {b['high']:g}", "pairs": b["pairs"], "audited": seen,
        "said": f"{b['said']:.2f}" if seen else "–", "true": f"{b['matches']} of {seen}" if seen else "–",
    }  # fmt: skip
