"""The result of a test: one frozen value with everything a reader needs to doubt it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """Why a method will not answer: a code and the facts behind it."""

    code: str
    facts: Mapping[str, Any]

    def json(self) -> dict[str, Any]:
        return {"code": self.code, "facts": dict(self.facts)}


@dataclass(frozen=True)
class Result:
    """A test's result. Numbers are None where the test refused; `sentence` is what may be written, no more.

    `observed`, `expected`, `variance` are of the statistic under chance; `ratio` is observed over expected with
    a 95 % interval, `ratio_high` None where it has no upper end; `p` = (1 + draws at least as extreme) / (draws + 1).
    """

    kind: str
    n: int
    seed: int
    permutations: int
    sentence: str
    observed: float | None = None
    expected: float | None = None
    variance: float | None = None
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    p: float | None = None
    dropped: Mapping[str, int] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the result under the keys of the contract."""
        return {
            "kind": self.kind, "observed": self.observed, "expected": self.expected, "variance": self.variance,
            "ratio": self.ratio, "ratio_low": self.ratio_low, "ratio_high": self.ratio_high, "p": self.p,
            "permutations": self.permutations, "seed": self.seed, "n": self.n, "dropped": dict(self.dropped),
            "refusals": [r.json() for r in self.refusals], "sentence": self.sentence,
        }  # fmt: skip
