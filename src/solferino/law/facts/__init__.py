"""Dated facts that ship with the package: bytes to be preserved as exhibits, and what describes them.

Nothing is computed on reading: `data` returns the file as it is, so that its digest can be pinned.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from solferino.words.errors import UsageError
from solferino.words.near import did_you_mean
from solferino.words.party import Parties, Party


def names() -> tuple[str, ...]:
    """Return the names that `law:NAME` may use, sorted."""
    return tuple(sorted(f.name.removesuffix(".csv") for f in files(__name__).iterdir() if f.name.endswith(".csv")))


def data(name: str) -> bytes:
    """Return the bytes of `law:NAME`; raise UsageError where there is no such file of facts."""
    return files(__name__).joinpath(f"{_known(name)}.csv").read_bytes()


def describe(name: str) -> str:
    """Return the description of `law:NAME`, in the format of a case's own sources."""
    return files(__name__).joinpath(f"{_known(name)}.toml").read_text("utf-8")


@cache
def parties() -> Parties:
    """Return the States, bodies and offices that every case knows."""
    return Parties.of(
        Party(key, row["name"], tuple(row.get("aliases", ())), row.get("within", ""), row.get("kind", "state"))
        for key, row in rules("parties").items()
    )


def spoken(known: Parties, language: str) -> Parties:
    """Return parties with the names of States and bodies in a language as further aliases."""
    local = rules("names").get(language.replace("_", "-").split("-")[0].casefold(), {})
    return Parties.of(
        replace(p, aliases=(*p.aliases, *local[p.id])) if p.id in local else p for p in known.by_id.values()
    )


@cache
def rules(name: str) -> dict[str, Any]:
    """Return one of the rule files of this room (council, names, parties, treaties), parsed; not to be altered."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


def _known(name: str) -> str:
    if name not in names():
        raise UsageError(f"the package has no facts called {name!r}", did_you_mean(name, names()))
    return name
