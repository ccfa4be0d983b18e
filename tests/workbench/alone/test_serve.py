"""The verb: it serves this machine alone, and what it acknowledged survives whatever happens to it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from solferino.casefile.decisions import parse_decisions
from solferino.words.decision import Decision


def started(case: Path, repo: Path) -> tuple[subprocess.Popen[str], str]:
    """Start the verb; return its process and the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "solferino", "review", str(case), "--by", "anna", "--no-browser"],
        env={**os.environ, "PYTHONPATH": str(repo / "src")}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    found = re.search(r"(http://127\.0\.0\.1:\d+)/\?token=\S+", process.stdout.readline())
    assert found is not None
    return process, found[0]


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[None]:
    """Kill the verb at the end of a block, whatever happened in it."""
    try:
        yield
    finally:
        os.kill(process.pid, signal.SIGKILL)


@pytest.mark.slow
def test_kill_loses_no_acknowledged_decision(case: Path, repo: Path) -> None:
    """Ten answers, the last acknowledged at the moment of kill -9: all ten are on file, and the file can be read."""
    process, address = started(case, repo)
    with process, httpx.Client(follow_redirects=True, timeout=60) as client, ended(process):
        page = client.get(address).text + client.get(f"{address.split('?')[0]}history").text
        pairs = client.get(f"{address.split('?')[0]}pairs").text
        csrf = re.search(r'name="csrf" value="([^"]+)"', page + pairs)
        assert csrf is not None
        for i in range(1, 11):
            form = {"csrf": csrf[1], "act": "unsure", "a": "reports/r1", "b": f"reports/r{i + 1}", "why": "far apart"}
            answer = client.post(f"{address.split('?')[0]}pairs/decide", data=form, follow_redirects=False)
            assert answer.status_code == 303
    found = parse_decisions((case / "decisions.jsonl").read_text("utf-8"))

    assert len(found) == 10
    assert all(isinstance(d, Decision) for d in found)


@pytest.mark.slow
def test_a_case_that_was_not_built_is_said(repo: Path, tmp_path: Path) -> None:
    """Without a build the verb says what to do, and ends with 5."""
    from cases.river import write_river

    case = write_river(tmp_path / "river")
    done = subprocess.run(
        [sys.executable, "-m", "solferino", "review", str(case), "--no-browser"], check=False, capture_output=True,
        text=True, env={**os.environ, "PYTHONPATH": str(repo / "src")},
    )  # fmt: skip

    assert done.returncode == 5
    assert "solferino build" in done.stderr
