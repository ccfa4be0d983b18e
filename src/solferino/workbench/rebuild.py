"""Rebuilding behind the pages: a process of its own builds what a decision touched, and says which verdicts moved."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from solferino.casefile.decisions import FILE
from solferino.store.ledger.file import FileLedger
from solferino.store.ledger.ledger import Ledger
from solferino.store.ledger.travel import write_out
from solferino.vault.state import handed_on
from solferino.words.errors import SolferinoError

Json = dict[str, Any]
_HERE = str(Path(__file__).resolve().parents[2])
"""Where the package stands, so that the worker finds the same one."""


@dataclass(frozen=True)
class State:
    """How the last rebuild went. `stages` are those done; `moved` claims and sentences; `failed` why there is none."""

    running: bool = False
    built: int = 0
    stages: tuple[Json, ...] = ()
    moved: tuple[Json, ...] = field(default=())
    failed: str = ""


class Rebuild:
    """One rebuild at a time; what is asked for meanwhile is one more when it ends."""

    def __init__(self, case: Path, ledger: Ledger) -> None:
        self.case, self.ledger = case, ledger
        self.state = State()
        self._again = False
        self._lock = threading.Lock()

    def ask(self) -> None:
        """Build the case as it is now, in the background."""
        with self._lock:
            if self.state.running:
                self._again = True
                return
            self.state = State(running=True, built=self.state.built)
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                if not isinstance(self.ledger, FileLedger):
                    write_out(self.ledger, self.case / FILE)
                self._build()
            except SolferinoError as error:
                self.state = replace(self.state, failed=str(error))
            with self._lock:
                if not self._again:
                    self.state = replace(self.state, running=False, built=self.state.built + 1)
                    return
                self._again = False
                self.state = State(running=True, built=self.state.built)

    def _build(self) -> None:
        worker = subprocess.Popen(
            [sys.executable, "-m", "solferino.workbench.worker", str(self.case)],
            env={**handed_on(), "PYTHONPATH": os.pathsep.join(filter(None, (_HERE, os.environ.get("PYTHONPATH"))))},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        said = ""
        with worker, self._reading(worker) as lines:
            for line in lines:
                try:
                    told = json.loads(line)
                except ValueError:
                    said = line.strip() or said
                    continue
                if "stage" in told:
                    self.state = replace(self.state, stages=(*self.state.stages, told["stage"]))
                elif "moved" in told:
                    self.state = replace(self.state, moved=tuple(told["moved"]))
                else:
                    said = str(told.get("failed", ""))
        if worker.returncode:
            self.state = replace(self.state, failed=said or f"the build ended with {worker.returncode}")

    @staticmethod
    def _reading(worker: subprocess.Popen[str]) -> Any:
        assert worker.stdout is not None
        return worker.stdout
