"""Who may open which route for something of which sensitivity: access.toml, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from solferino.words.source import Sensitivity
from solferino.workbench.gate import ROLES

LEVELS = Sensitivity.ORDER


@dataclass(frozen=True)
class Access:
    """The rules: the `ceiling` of each role, whom each of `routes` lets in, and which are something of their own."""

    ceiling: dict[str, str]
    open: frozenset[str]
    unrecorded: frozenset[str]
    exhibits: frozenset[str]
    routes: dict[str, frozenset[str]]

    def allows(self, roles: Iterable[str], clearance: str, *, route: str, sensitivity: str) -> bool:
        """True where one of `roles` opens the route, and both its ceiling and `clearance` reach the sensitivity."""
        if sensitivity not in LEVELS or clearance not in LEVELS:
            return False
        opening = self.routes.get(route, frozenset()) & set(roles)
        return any(_rank(sensitivity) <= min(_rank(self.ceiling[role]), _rank(clearance)) for role in opening)

    def clearance(self, roles: Iterable[str], own: str) -> str:
        """Return the highest sensitivity that somebody with these roles and this clearance may be shown anywhere."""
        highest = max((_rank(self.ceiling[role]) for role in roles), default=0)
        return LEVELS[min(highest, _rank(own))]


@cache
def access() -> Access:
    """Return the rules of the package."""
    told = tomllib.loads(Path(__file__).with_name("access.toml").read_text("utf-8"))
    routes = {name: frozenset(roles) for name, roles in told["routes"].items()}
    assert set(told["ceiling"]) == set(ROLES), "every role has a ceiling"
    assert all(roles <= set(ROLES) for roles in routes.values()), "no route names another role"
    open, unrecorded, exhibits = (frozenset(told[key]["routes"]) for key in ("open", "unrecorded", "exhibits"))
    return Access(told["ceiling"], open, unrecorded, exhibits, routes)


def _rank(level: str) -> int:
    return LEVELS.index(level)
