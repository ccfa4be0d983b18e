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
class Member:
    """One radius, bin or cell of a family that was tested together; `p_family` allows for the search among them."""

    name: str
    observed: float
    expected: float
    ratio: float | None = None
    p: float | None = None
    p_family: float | None = None

    def json(self) -> dict[str, Any]:
        return {
            "name": self.name, "observed": self.observed, "expected": self.expected, "ratio": self.ratio,
            "p": self.p, "p_family": self.p_family,
        }  # fmt: skip


@dataclass(frozen=True)
class Result:
    """A test's result. Numbers are None where the test refused; `sentence` is what may be written, no more.

    `observed`, `expected`, `variance` are of the statistic under chance; `ratio` is observed over expected with
    a 95 % interval, `ratio_high` None where it has no upper end; `p` = (1 + draws at least as extreme) / (draws + 1).
    `strata` are the sizes of the groups within which chance was let loose, never their names. `family` lists all
    that was tested together. `figure` is what `draw.pattern` makes a picture of; `facts` are further numbers;
    `read` is how a plain table's coordinates were taken.
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
    null: str = ""
    strata: tuple[int, ...] = ()
    family: tuple[Member, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    figure: Mapping[str, Any] = field(default_factory=dict)
    read: str = ""

    @property
    def sd(self) -> float | None:
        """Return the standard deviation of the statistic under chance."""
        return None if self.variance is None else self.variance**0.5

    @property
    def tipping(self) -> float | None:
        """Return how many times likelier such events must be to be recorded than others for the finding to vanish."""
        return self.ratio_low if self.ratio_low is not None and self.ratio_low > 1 else None

    def json(self) -> dict[str, Any]:
        """Return the result under the keys of the contract, no more."""
        return {
            "kind": self.kind, "observed": self.observed, "expected": self.expected, "variance": self.variance,
            "ratio": self.ratio, "ratio_low": self.ratio_low, "ratio_high": self.ratio_high, "p": self.p,
            "permutations": self.permutations, "seed": self.seed, "n": self.n, "dropped": dict(self.dropped),
            "refusals": [r.json() for r in self.refusals], "sentence": self.sentence,
        }  # fmt: skip

    def whole(self) -> dict[str, Any]:
        """Return all there is to the result: the keys of the contract, then what else a reader may doubt it by."""
        return self.json() | {
            "null": self.null, "strata": list(self.strata), "family": [m.json() for m in self.family],
            "tipping": self.tipping, "facts": dict(self.facts), "figure": dict(self.figure), "read": self.read,
        }  # fmt: skip
