"""Somebody at the workbench of a case, without a browser."""

from __future__ import annotations

import json
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request

import solferino as sol
from solferino.store.ledger.file import FileLedger
from solferino.workbench.alone import Alone
from solferino.workbench.app import make_app
from solferino.workbench.filling import filled
from solferino.workbench.gate import Person

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather stand on the next major of httpx
    from starlette.testclient import TestClient

TOKEN = "a secret of this run"
HOST = "127.0.0.1:8000"


class Guarded(Alone):
    """A gate as a team's would be: one person, whose clearance is what it is given."""

    clearance = "public"

    def person(self, request: Request) -> Person:
        """Return someone who reviews."""
        return Person(self.name, frozenset({"reviewer"}), self.clearance)

    def allows(self, person: Person, route: str, sensitivity: str) -> bool:
        """True for what is public."""
        return sensitivity == "public"


@dataclass
class Desk:
    """Somebody at the workbench of a case; nothing is rebuilt unless `rebuilt` is called."""

    case: Path
    client: Any
    gate: Any

    def get(self, path: str) -> Any:
        """Look at a page."""
        return self.client.get(path)

    def post(self, path: str, **fields: Any) -> Any:
        """Send a form with what its page would send."""
        page = self.client.get("/history").text
        held = {n: re.search(f'name="{n}" value="([^"]*)"', page) for n in ("csrf", "seen")}
        found = {n: m[1] for n, m in held.items() if m}
        if "csrf" not in found:
            found = {"csrf": self.gate.csrf(None)}
        return self.client.post(path, data={**found, **fields}, follow_redirects=False)

    def lines(self) -> list[Any]:
        """Return the decisions on file."""
        path = self.case / "decisions.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []

    def rebuilt(self) -> Any:
        """Build the case as it is now, and put it on the shelf."""
        built = sol.open(self.case).build()
        filled(self.case / "build")
        return built


def seat(case: Path, name: str, gate: type[Alone] = Alone) -> Desk:
    """Seat a person at a case."""
    made = gate(name, token=TOKEN, hosts=frozenset({HOST}))
    app = make_app(case, ledger=FileLedger(case / "decisions.jsonl"), gate=made)
    client = TestClient(app, base_url=f"http://{HOST}")
    client.cookies.set("solferino", TOKEN)
    return Desk(case, client, made)
