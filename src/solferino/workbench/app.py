"""The workbench as one Starlette application over a case that was built."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette

from solferino.store.ledger.ledger import Ledger
from solferino.workbench.gate import Gate


def make_app(case: Path, *, ledger: Ledger, gate: Gate) -> Starlette:
    """Return the application over the last build of `case`; raises UsageError where there is none.

    Decisions go to `ledger`; `gate` says who asks and what each may see.
    """
    return Starlette(routes=gate.routes(), middleware=gate.middleware())
