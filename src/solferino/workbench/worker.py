"""The process that rebuilds a case: a line of JSON for each stage, then the verdicts that moved.

`python -m solferino.workbench.worker CASE`, started by `rebuild`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from solferino.pipeline.build import build
from solferino.pipeline.check import load_check
from solferino.pipeline.diff import diff
from solferino.pipeline.index import Index
from solferino.pipeline.sealed import build_folder
from solferino.words.errors import MachineError, SolferinoError
from solferino.workbench.filling import filled

_PATIENCE = 60
"""Seconds for which the machine may be busy with another build."""


def work(root: Path) -> int:
    """Build the case at `root`, tell of each stage and of what moved; return the exit code."""
    before = build_folder(root) / "review.before.json"
    try:
        before.write_text(json.dumps(load_check(Index.load(build_folder(root)))), "utf-8")
        _built(root)
        filled(build_folder(root))
        moved = [c.json() for c in diff(before, root) if c.moved and c.what in ("claim", "sentence")]
    except SolferinoError as error:
        _say({"failed": str(error)})
        return error.exit_code
    finally:
        before.unlink(missing_ok=True)
    _say({"moved": moved})
    return 0


def _built(root: Path) -> None:
    """Build the case; while another process builds it, wait for that, a minute at most."""
    for left in reversed(range(_PATIENCE)):
        try:
            build(root, tell=lambda s: _say({"stage": s.json()}))
        except MachineError:
            if not left:
                raise
            time.sleep(1)
        else:
            return


def _say(body: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(body, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(work(Path(sys.argv[1])))
