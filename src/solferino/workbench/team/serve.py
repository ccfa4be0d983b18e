"""Serving the workbench to a team: on this machine alone, behind a web server that speaks TLS."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from solferino.store.ledger.postgres import PostgresLedger
from solferino.store.ledger.travel import write_out
from solferino.vault import Vault
from solferino.words.errors import UsageError
from solferino.workbench.app import make_app
from solferino.workbench.serve import settle
from solferino.workbench.team.case import FILE, open_team
from solferino.workbench.team.custody import enter

HOST = "127.0.0.1"
PORT = 8765


def serve(case: Path, ledger: PostgresLedger, *, port: int, hosts: Iterable[str], tell: Callable[[str], Any]) -> None:
    """Serve the last build of `case` until interrupted; raises UsageError where nobody could reach it or enter."""
    import uvicorn

    names = frozenset(hosts)
    if not names:
        raise UsageError(
            "a team reaches it by a name, over TLS", "--host review.example.org, and a web server before it"
        )
    team = open_team(ledger, hosts=names)
    if not team.accounts.members(ledger.case):
        raise UsageError("nobody may enter yet", "--add-person NAME --role admin makes the first")
    written = write_out(ledger, case / FILE)
    app = make_app(case, ledger=ledger, gate=team)
    if (case / "vault" / "VAULT").is_file():
        enter(team.audit, Vault.open(case / "vault"), before=datetime.now(UTC).date())
    tell(f" listens    http://{HOST}:{port or PORT}, for a web server that speaks TLS for {', '.join(sorted(names))}")
    tell(f" decisions  {len(ledger.lines())}, of which {written} were not yet in {FILE}\n stop       Ctrl-C")
    # The one before us says who asks; nobody else can reach this port.
    served = uvicorn.Config(app, host=HOST, port=port or PORT, log_level="warning", access_log=False,
                            server_header=False, proxy_headers=True, forwarded_allow_ips=HOST)  # fmt: skip
    settle()
    uvicorn.Server(served).run()
