"""One kernel run two ways: few reports wait for no compiler, many are told once that there is one."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from linkage.columns_of import SMALL, world

LINK = """
import sys
from pathlib import Path
from solferino.linkage.table import link_table
link_table(Path(sys.argv[1]), engine="local")
print(sorted({"numba", "llvmlite"} & set(sys.modules)))
"""
JOIN = """
import numpy as np
from solferino.linkage.engine.compiled import COMPILE_FROM, run
from solferino.linkage.engine.greedy import roots
parent = np.arange(4)
run(roots, (np.array([3, 2]), np.array([2, 1])), [parent], steps=COMPILE_FROM)
print(parent.tolist())
"""


def ran(code: str, *given: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program of its own, with our sources."""
    path = os.pathsep.join(p for p in sys.path if p)
    return subprocess.run(
        [sys.executable, "-c", code, *given], capture_output=True, text=True, check=True, timeout=300,
        env={**os.environ, "PYTHONPATH": path, **environment},
    )  # fmt: skip


def test_a_few_thousand_reports_wait_for_no_compiler(tmp_path: Path) -> None:
    """Nearly four thousand reports are learned from, scored and joined, and the compiler is not even loaded."""
    assert ran(LINK, str(world(tmp_path, replace(SMALL, incidents=1_900)))).stdout == "[]\n"


@pytest.mark.slow
def test_compiling_is_said_and_happens_once(tmp_path: Path) -> None:
    """The first run on a machine says what it waits for; the second has nothing to wait for, and the same result."""
    first, second = (ran(JOIN, NUMBA_CACHE_DIR=str(tmp_path)) for _ in range(2))

    assert first.stderr == "compiling roots for this machine, once\n"
    assert second.stderr == ""
    assert first.stdout == second.stdout == "[0, 1, 1, 1]\n"
