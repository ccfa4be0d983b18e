"""An atom as read from a text: where it stands, what kind it is, who says it, whom and what it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from solferino.prose.numeral import Numeral

Kind = Literal[
    "record", "attribution", "pattern", "qualification", "presupposition", "call", "promise", "forecast", "context"
]
KINDS: tuple[Kind, ...] = (
    "record", "attribution", "pattern", "qualification", "presupposition", "call", "promise", "forecast", "context",
)  # fmt: skip
"""What an atom can be; docs/atoms.md says what each means."""


@dataclass(frozen=True)
class Atom:
    """`text` is exactly `plain[start:end]`; `nested_in` is the index of the atom that holds this one.

    `speaker` is empty where the text speaks for itself; `addressees` are those of whom a call asks something.
    `also` are kinds that the same words carry beside `kind`: who did it also says that it happened.
    """

    text: str
    start: int
    end: int
    kind: Kind
    speaker: str = ""
    addressees: tuple[str, ...] = ()
    numerals: tuple[Numeral, ...] = ()
    dates: tuple[Numeral, ...] = ()
    parties: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    nested_in: int | None = None
    suggests: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    quantity: tuple[str, ...] = ()
    quoted: bool = False
    also: tuple[Kind, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the atom under the keys of the contract; further keys stand after them."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        found["speaker"] = self.speaker or None
        found["numerals"] = [
            {"text": n.text, "kind": n.kind, "value": _plain(n.value), "low": _plain(n.low), "high": _plain(n.high)}
            for n in self.numerals
        ]
        found["dates"] = [
            {"text": n.text, "kind": n.kind, "from": _plain(n.low), "to": _plain(n.high)} for n in self.dates
        ]
        return {k: list(v) if isinstance(v, tuple) else v for k, v in found.items()}


def wrong(atoms: Iterable[Atom], plain: str) -> str:
    """Return what is wrong with atoms of `plain`: offsets, kinds and nesting; empty where nothing is."""
    for i, a in enumerate(atoms):
        if not 0 <= a.start < a.end <= len(plain) or plain[a.start : a.end] != a.text:
            return f"atom {i}: its text is not what stands at {a.start}:{a.end}"
        if a.kind not in KINDS:
            return f"atom {i}: there is no kind {a.kind!r}"
        if a.nested_in is not None and not 0 <= a.nested_in < i:
            return f"atom {i}: it is nested in {a.nested_in}, which does not stand before it"
    return ""


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
