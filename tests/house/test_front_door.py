"""The public names, and what the console loads to say what it can do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import solferino

PUBLIC = [
    "open", "init", "verify", "Case", "Build", "Claim", "Verdict", "Trace", "Verification", "SolferinoError",
]  # fmt: skip
HEAVY = {"duckdb", "pydantic", "numpy", "jinja2", "markdown_it", "cryptography", "rich"}
HELP = """
import json, sys
from solferino.cli import main
sys.argv = ["solferino", "--help"]
try:
    code = main()
except SystemExit as end:
    code = end.code
print(json.dumps([code or 0, sorted(sys.modules)]), file=sys.stderr)
"""


def test_public_names_are_the_ten_agreed() -> None:
    """`solferino.__all__` holds the ten names of the contract, in its order or sorted, and each can be had."""
    assert list(solferino.__all__) in (PUBLIC, sorted(PUBLIC))
    assert [name for name in PUBLIC if not hasattr(solferino, name)] == []


def test_nothing_else_is_public() -> None:
    """Beside those names and the rooms already loaded, the package shows nothing without an underscore."""
    code = "import json, solferino; print(json.dumps([n for n in dir(solferino) if not n.startswith('_')]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    package = Path(solferino.__file__).parent
    rooms = {p.name.removesuffix(".py") for p in package.iterdir()}

    assert set(json.loads(done.stdout)) - rooms - {"annotations"} <= set(PUBLIC)


def test_importing_the_package_loads_nothing_heavy() -> None:
    """`import solferino` brings in none of the large dependencies."""
    code = "import json, sys, solferino; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert HEAVY & set(json.loads(done.stdout)) == set()


def test_help_loads_nothing_heavy() -> None:
    """`solferino --help` answers without loading any of the large dependencies."""
    done = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=True)
    code, loaded = json.loads(done.stderr.strip().splitlines()[-1])

    assert code == 0
    assert "build" in done.stdout
    assert HEAVY & set(loaded) == set()
