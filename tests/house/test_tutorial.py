"""The tutorials do what they say: files are written, commands run in order in an empty folder, and what they show compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGES = ("ten-minutes", "tutorial")
STEP = re.compile(r"^<!-- (file|run|replace)(?:: (.+?))? -->\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SWAP = re.compile(r"((?:^-.*\n)+)((?:^\+.*\n)*)", re.MULTILINE)
SOLFERINO = '#!/bin/sh\nexec "{python}" -c "import sys; from solferino.cli import main; sys.exit(main())" "$@"\n'
LEFT_OUT = "…"


def steps(text: str) -> list[tuple[str, str, str]]:
    """Return (verb, argument, body) of every marked block."""
    return [(verb, argument or "", body) for verb, argument, body in STEP.findall(text)]


def swap(path: Path, body: str) -> None:
    """Replace the lines marked - by those marked +, each group of which must stand in the file once.

    A line may be a part of one in the file; lines without another in their place go whole.
    """
    for old, new in SWAP.findall(body):
        was, now = (re.sub(r"^[-+]", "", part, flags=re.MULTILINE) for part in (old, new))
        was, now = (was.removesuffix("\n"), now.removesuffix("\n")) if now else (was, now)
        text = path.read_text("utf-8")
        assert text.count(was) == 1, f"{path.name}: {was!r} stands {text.count(was)} times"
        path.write_text(text.replace(was, now), "utf-8")


def commands(body: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each `$ ` line with the lines that the page shows below it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown.rstrip("\n").split("\n") if shown.strip() else []


def unlike(shown: list[str], said: list[str]) -> str:
    """Return the first line shown that was not said in its place; `…` stands for anything, alone for any lines."""
    at, free = 0, False
    for line in shown:
        if line == LEFT_OUT:
            free = True
            continue
        like = re.compile(
            ".*".join(re.escape(part.rstrip() if free else part) for part in line.split(LEFT_OUT)) + r"\s*"
        )
        found = next(
            (i for i in range(at, len(said) if free else at + 1) if i < len(said) and like.fullmatch(said[i])), None
        )
        if found is None:
            return line
        at, free = found + 1, False
    return "" if free or at >= len(said) or not shown else f"(no more) but: {said[at]}"


def run(body: str, folder: Path, env: dict[str, str]) -> int:
    """Run each command and compare what it shows; return the exit code of the last. Those before it must succeed."""
    listed = list(commands(body))
    for i, (command, shown) in enumerate(listed):
        done = subprocess.run(["sh", "-c", command], cwd=folder, env=env, capture_output=True, text=True, check=False)
        print(f"$ {command}\n{done.stdout}{done.stderr}")
        assert i == len(listed) - 1 or done.returncode == 0, command
        assert unlike(shown, (done.stdout + done.stderr).rstrip("\n").split("\n")) == "", command
    return done.returncode


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_every_step_of_the_tutorial_runs(page: str, repo: Path, tmp_path: Path) -> None:
    """Each marked file can be written, each marked command shows what the page shows and ends with the code it names."""
    place = tmp_path / "bin"
    place.mkdir()
    command = place / "solferino"
    command.write_text(SOLFERINO.format(python=sys.executable), "utf-8")
    command.chmod(0o755)
    (place / "python").symlink_to(sys.executable)
    env = {**os.environ, "PATH": f"{place}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(repo / "src")}
    folder = tmp_path / "work"
    shutil.copytree(repo / "docs" / "tutorial", folder / "docs" / "tutorial")
    for verb, argument, body in steps((repo / "docs" / f"{page}.md").read_text("utf-8")):
        path = folder / argument
        if verb == "file":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, "utf-8")
        elif verb == "replace":
            swap(path, body)
        else:
            assert run(body, folder, env) == int(argument.removeprefix("exit ") or 0), body


@pytest.mark.parametrize("page", PAGES)
def test_no_block_of_the_tutorial_is_passed_over(page: str, repo: Path) -> None:
    """Every fenced block of the tutorial is marked, so that the test runs all of it."""
    text = (repo / "docs" / f"{page}.md").read_text("utf-8")

    assert len(steps(text)) == len(re.findall(r"^```\w+$", text, re.MULTILINE))


def test_what_a_page_shows_is_compared() -> None:
    """A line that was not said is found; what is left out is not."""
    said = ["one 1", "two 2", "three"]

    assert unlike(["one …", "…", "three"], said) == ""
    assert unlike(["one 1", "three"], said) == "three"
    assert unlike(["one 1"], said) == "(no more) but: two 2"
    assert unlike(["…", "two 3", "…"], said) == "two 3"
