"""Serving the workbench on this machine: a free port, a secret of this run, one process."""

from __future__ import annotations

import gc
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn

from solferino.casefile.decisions import FILE
from solferino.store.ledger.file import FileLedger
from solferino.words.errors import MachineError
from solferino.workbench.alone import Alone
from solferino.workbench.app import make_app

HOST = "127.0.0.1"


def settle() -> None:
    """Take what is loaded out of the collector's rounds: each would hold up an answer for a tenth of a second."""
    gc.collect()
    gc.freeze()


def serve(case: Path, *, port: int, by: str, show: Callable[[str], Any] | None, tell: Callable[[str], Any]) -> None:
    """Serve the last build of `case` to one person until interrupted; `show` opens the address, `tell` prints it."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    with listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as error:
            raise MachineError(
                f"port {port} cannot be had: {error.strerror}", "leave --port out for a free one"
            ) from None
        listening.listen()  # before the address is told: who opens it at once waits, and is not refused
        at = listening.getsockname()[1]
        token = secrets.token_urlsafe(24)
        gate = Alone(by, token=token, hosts=frozenset({f"{HOST}:{at}", f"localhost:{at}"}))
        app = make_app(case, ledger=FileLedger(case / FILE), gate=gate)
        address = f"http://{HOST}:{at}/?token={token}"
        tell(f" open       {address}\n by         {by}\n decisions  {case / FILE}\n stop       Ctrl-C")
        settle()
        if show is not None:
            show(address)
        uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)).run([listening])
