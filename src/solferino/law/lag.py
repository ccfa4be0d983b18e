"""From the deposit of a consent to the day on which the treaty is in force for the State."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from solferino.law import facts

NEAR = timedelta(days=400)
"""Longer than any lag: beyond it, a consent has taken effect whatever the rule is."""


@dataclass(frozen=True)
class Rule:
    """When a consent to one treaty takes effect. `within`: the treaty one must be a party to before this one."""

    treaty: str
    title: str
    adopted: date
    in_force: date
    article: str
    lag: Mapping[str, int] = field(default_factory=dict)
    check_status: str = "general knowledge"
    within: str = ""
    groups: bool = False

    def effective(self, consented: date) -> date:
        """Return the day from which a State that deposited on `consented` is bound."""
        return max(self.in_force, after(consented, self.lag))


@cache
def treaty_rules() -> dict[str, Rule]:
    """Return the rules of every treaty we describe, by short title."""
    keys = ("title", "adopted", "in_force", "article", "lag", "check_status", "within", "groups")
    return {
        name: Rule(name, **{k: row[k] for k in keys if k in row})
        for name, row in facts.rules("treaties").items()
        if name != "since"
    }


def title(treaty: str) -> str:
    """Return what to print for a short title: the treaty's own with its article, or the short one where unknown."""
    rule = treaty_rules().get(treaty)
    return f"the {rule.title}" if rule else treaty


def after(deposit: date, lag: Mapping[str, int]) -> date:
    """Return the day that `lag` puts after a deposit; the forms of `lag` are explained in treaties.toml.

    >>> after(date(2014, 9, 2), {"sixth_month": 1})
    datetime.date(2015, 3, 1)
    >>> after(date(2024, 10, 25), {"after_60_days": 1})
    datetime.date(2025, 1, 1)
    """
    if lag.get("days"):
        return deposit + timedelta(days=lag["days"])
    if lag.get("months"):
        return _months(deposit, lag["months"])
    if lag.get("sixth_month"):
        return _months(deposit.replace(day=1), 6)
    if lag.get("after_60_days"):
        return _months((deposit + timedelta(days=60)).replace(day=1), 1)
    raise ValueError(f"no rule of entry into force in {dict(lag)!r}")


def _months(day: date, n: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
