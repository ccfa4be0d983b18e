"""The tutorial does what it says: its files are written and its commands run, in order, in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

STEP = re.compile(r"^<!-- (file|run|replace)(?:: (.+?))? -->\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SOLFERINO = '#!/bin/sh\nexec "{python}" -c "import sys; from solferino.cli import main; sys.exit(main())" "$@"\n'


def steps(text: str) -> list[tuple[str, str, str]]:
    """Return (verb, argument, body) of every marked block."""
    return [(verb, argument or "", body) for verb, argument, body in STEP.findall(text)]


def swap(path: Path, body: str) -> None:
    """Replace the lines marked - by those marked +, each of which must stand in the file once."""
    for old, new in re.findall(r"^-(.*)\n\+(.*)$", body, re.MULTILINE):
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{path.name}: {old!r} stands {text.count(old)} times"
        path.write_text(text.replace(old, new), "utf-8")


def run(body: str, folder: Path, env: dict[str, str]) -> int:
    """Run each `$ ` line; return the exit code of the last. Those before it must succeed."""
    commands = re.findall(r"^\$ (.*)$", body, re.MULTILINE)
    for i, command in enumerate(commands):
        done = subprocess.run(["sh", "-c", command], cwd=folder, env=env, capture_output=True, text=True, check=False)
        print(f"$ {command}\n{done.stdout}{done.stderr}")
        assert i == len(commands) - 1 or done.returncode == 0, command
    return done.returncode


@pytest.mark.slow
def test_every_step_of_the_tutorial_runs(repo: Path, tmp_path: Path) -> None:
    """Each marked file can be written, each marked command ends with the exit code that the page names."""
    place = tmp_path / "bin"
    place.mkdir()
    command = place / "solferino"
    command.write_text(SOLFERINO.format(python=sys.executable), "utf-8")
    command.chmod(0o755)
    env = {**os.environ, "PATH": f"{place}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(repo / "src")}
    folder = tmp_path / "work"
    folder.mkdir()
    for verb, argument, body in steps((repo / "docs" / "tutorial.md").read_text("utf-8")):
        path = folder / argument
        if verb == "file":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, "utf-8")
        elif verb == "replace":
            swap(path, body)
        else:
            assert run(body, folder, env) == int(argument.removeprefix("exit ") or 0), body


def test_no_block_of_the_tutorial_is_passed_over(repo: Path) -> None:
    """Every fenced block of the tutorial is marked, so that the test runs all of it."""
    text = (repo / "docs" / "tutorial.md").read_text("utf-8")

    assert len(steps(text)) == len(re.findall(r"^```\w+$", text, re.MULTILINE))
