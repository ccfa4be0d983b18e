"""Decoders run in a process of their own, with little memory and little time: they are what an attacker aims at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solferino.vault.state import handed_on

SECONDS = 60
MEMORY = 2 << 30
MOST = 64 << 20
"""Bytes of answer that are taken; a decoder that says more has unfolded something."""


class UndecodedError(Exception):
    """The decoder gave nothing: too long, too large, not its format, or not installed; the message says which."""


@dataclass(frozen=True)
class Bounds:
    """What a decoder may use of time and memory."""

    seconds: int = SECONDS
    memory: int = MEMORY


def decode(what: str, path: Path, *, bounds: Bounds | None = None) -> dict[str, Any]:
    """Return what the decoder `what` finds in the file at `path`; UndecodedError where it finds nothing or dies."""
    bounds = bounds or Bounds()
    here = [sys.executable, "-m", "solferino.vault.intake.decode", what, str(bounds.memory), str(bounds.seconds)]
    env = {
        **handed_on(),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",  # pools of threads reserve memory that the limit would count
    }
    try:
        with path.open("rb") as file:
            done = subprocess.run(
                here, stdin=file, capture_output=True, timeout=bounds.seconds, env=env,
                check=False,
            )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise UndecodedError(f"took longer than {bounds.seconds} seconds") from None
    if len(done.stdout) > MOST:
        raise UndecodedError(f"gave more than {MOST} bytes")
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise UndecodedError(f"the decoder stopped ({_end(done)})") from None
    if "error" in answer:
        raise UndecodedError(str(answer["error"])[:300])
    return dict(answer)


def _end(done: subprocess.CompletedProcess[bytes]) -> str:
    last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit {done.returncode}"]
    return "out of memory" if last[0].startswith("MemoryError") else last[0][:200]
