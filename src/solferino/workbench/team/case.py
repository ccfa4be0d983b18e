"""A case folder and a database → the ledger and the gate of its team."""

from __future__ import annotations

from pathlib import Path

from solferino.store.database import Database
from solferino.store.ledger.postgres import PostgresLedger
from solferino.words.errors import MachineError, UsageError
from solferino.workbench.team.secret import team_secret
from solferino.workbench.team.team import Team

FILE = "decisions.jsonl"


def open_ledger(case: Path, url: str) -> PostgresLedger:
    """Return the ledger of a case, named for its folder; nothing has been compared with decisions.jsonl yet."""
    if not (case / "case.toml").is_file():
        raise UsageError(f"{case} is no case: it has no case.toml", "name the folder of a case")
    return PostgresLedger(Database(url), case=case.resolve().name, secret=team_secret())


def open_team(ledger: PostgresLedger, *, hosts: frozenset[str]) -> Team:
    """Return the gate of a ledger's team; MachineError where a package of the extra is not installed."""
    try:
        import argon2  # noqa: F401
        import pyotp  # noqa: F401
    except ImportError as error:
        raise MachineError(
            f"the package {error.name} is not installed", "pip install 'solferino[bench,team]'"
        ) from None
    return Team(ledger, secret=team_secret(), hosts=hosts)
