"""How long the example takes: a cold build, all worlds of the case, and one claim edited.

    python benchmarks/example.py

Each is the best of five, in a process of its own, on a copy of `examples/aleppo-2016`. Modules are compiled once, as
an installed package's are, whatever PYTHONDONTWRITEBYTECODE says. Machines differ; so do minutes on one machine.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIMES = 5
BUILD = """
import sys, time
from pathlib import Path
import solferino as sol
start = time.perf_counter()
build = sol.open(sys.argv[1]).build()
stages = {s.name: s.seconds for s in build.stages}
print(time.perf_counter() - start, stages["check"])
"""
WORLDS = """
import sys, time
from pathlib import Path
from solferino.claims.worlds import worlds
from solferino.pipeline.open_case import open_case
from solferino.pipeline.check import table_paths
from solferino.pipeline.index import Index
from solferino.store.namespace import Namespace
case = open_case(Path(sys.argv[1]))
with Namespace(table_paths(Index.load(case.root / "build"))) as tables:
    start = time.perf_counter()
    made = worlds(tables, case)
    print(time.perf_counter() - start, len({r for roots in made.roots.values() for r in roots}))
"""


def run(program: str, case: Path) -> tuple[float, float]:
    """Return the two numbers that a program prints of a case."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = str(case.parent / "compiled")
    command = [sys.executable, "-c", program, str(case)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    a, b = done.stdout.split()
    return float(a), float(b)


def main() -> None:
    """Measure and print three lines."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        shutil.copytree(ROOT / "examples/aleppo-2016", case, ignore=shutil.ignore_patterns("build"))
        cold = []
        for _ in range(TIMES):
            shutil.rmtree(case / "build", ignore_errors=True)
            cold.append(run(BUILD, case)[0])
        made = [run(WORLDS, case) for _ in range(TIMES)]
        claims = case / "claims/hospitals.toml"
        edited = []
        for n in range(TIMES):
            text = claims.read_text("utf-8")
            claims.write_text(re.sub(r'holds = "n >= \d+"', f'holds = "n >= {n + 3}"', text, count=1), "utf-8")
            edited.append(run(BUILD, case)[1])
    print(f"cold build, dossier included                {min(cold):5.2f} s")
    print(f"all worlds, each of {made[0][1]:.0f} roots left out in turn {min(t for t, _ in made):5.2f} s")
    print(f"check after one claim was edited            {min(edited):5.2f} s")


if __name__ == "__main__":
    main()
