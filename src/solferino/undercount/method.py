"""One method's answer: a total with its interval, and what to doubt it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from solferino.undercount.overlap import Reals


@dataclass(frozen=True)
class Method:
    """`estimate`, `low`, `high` are totals, documented included; None where refused, or where there is no upper end.

    `draws` are draws of the total where the method has a posterior, for sums over strata and pools over links.
    """

    name: str
    estimate: float | None
    low: float | None
    high: float | None
    diagnostics: Mapping[str, Any] = field(default_factory=dict)
    draws: Reals = field(default_factory=lambda: np.zeros(0))

    def json(self) -> dict[str, Any]:
        return {
            "name": self.name, "estimate": _rounded(self.estimate), "low": _rounded(self.low),
            "high": _rounded(self.high), "diagnostics": dict(self.diagnostics),
        }  # fmt: skip


def summed(name: str, total: Reals, told: Mapping[str, Any]) -> Method:
    """Return the answer of a method whose draws of the total are `total`: their middle, and where 95 % of them lie."""
    low, middle, high = (float(np.quantile(total, q)) for q in (0.025, 0.5, 0.975))
    return Method(name, middle, low, high, told, total)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
