"""Every ledger of decisions: chained, synced, one writer at a time, nobody's line lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from postgresql import Server
from solferino.casefile.decisions import parse_decisions
from solferino.store.ledger.file import FileLedger
from solferino.store.ledger.ledger import Draft, Ledger, Overtaken
from solferino.words.decision import Decision
from solferino.words.errors import UsageError
from store import ledgers
from store.ledgers import T, draft, opened


@pytest.fixture(params=["file", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The kind of a ledger, and where an empty one lies."""
    if request.param == "file":
        return "file", str(tmp_path / "decisions.jsonl")
    server: Server = request.getfixturevalue("postgres")
    return "postgres", server.emptied()


@pytest.fixture
def ledger(place: tuple[str, str]) -> Ledger:
    """An empty ledger of either kind."""
    return opened(*place)


def parsed(ledger: Ledger) -> list[Decision]:
    """Return the decisions of a ledger, all of which the case reader takes."""
    found = parse_decisions("\n".join(ledger.lines()))
    assert all(isinstance(d, Decision) for d in found), found
    return found  # type: ignore[return-value]


def start(place: tuple[str, str], by: str, about: str) -> subprocess.Popen[str]:
    """Start a process that writes fifty decisions."""
    command = [sys.executable, ledgers.__file__, *place, by, about]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def test_lines_are_chained_per_author_and_parse(ledger: Ledger) -> None:
    """What a ledger writes is what the case reader takes, right-to-left text included."""
    for k, by in enumerate(["ana", "bo", "ana", "bo"]):
        ledger.append(draft(by, f"r/{k}", f"r/{k + 1}", why="الموقع نفسه"), seen=k)
    assert [d.id for d in parsed(ledger)] == ["same-ana-1", "same-bo-1", "same-ana-2", "same-bo-2"]


def test_the_line_that_is_returned_is_the_one_that_is_kept(ledger: Ledger) -> None:
    """What `append` returns stands last, byte for byte, and says what the draft said."""
    line = ledger.append(
        Draft("ana", "grade", ("r/1",), {"occurrence": 3, "اسم": [1.5, None]}, 'a "quoted"\n\\ why\0', T), seen=0
    )
    assert ledger.lines() == (line,)
    assert (json.loads(line)["value"], json.loads(line)["why"]) == (
        {"occurrence": 3, "اسم": [1.5, None]},
        'a "quoted"\n\\ why\0',
    )


def test_who_did_not_see_the_other_decides_again(ledger: Ledger) -> None:
    """A decision made without knowledge of another about the same report is not written; one about others is."""
    ledger.append(draft("ana", "r/1", "r/2"), seen=0)
    with pytest.raises(Overtaken) as caught:
        ledger.append(draft("bo", "r/2", "r/3"), seen=0)
    assert [json.loads(line)["by"] for line in caught.value.lines] == ["ana"]
    ledger.append(draft("bo", "r/4", "r/5"), seen=0)
    ledger.append(draft("ana", "r/1", "r/9"), seen=0)
    assert len(ledger.lines()) == 3


def test_an_id_that_somebody_else_took_is_not_given_twice(ledger: Ledger) -> None:
    """An author whose name ends like another's number gets the next free id."""
    ledger.append(draft("ana-1", "r/1", "r/2"), seen=0)  # same-ana-1-1
    ledger.append(Draft("1", "same-ana", ("r/3", "r/4"), None, "", T), seen=0)
    assert [json.loads(line)["id"] for line in ledger.lines()] == ["same-ana-1-1", "same-ana-1-2"]


def test_half_a_character_is_refused_and_nothing_is_written(ledger: Ledger) -> None:
    """A lone surrogate, which no UTF-8 file can hold, is an error that says so."""
    with pytest.raises(UsageError, match="half a character"):
        ledger.append(draft("ana", "r/1", "r/2", why="\ud800"), seen=0)
    assert ledger.lines() == ()


def test_a_last_line_without_its_end_is_kept(tmp_path: Path) -> None:
    """A file that an editor left without a line end gets one before the next decision."""
    path = tmp_path / "decisions.jsonl"
    FileLedger(path).append(draft("ana", "r/1", "r/2"), seen=0)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    FileLedger(path).append(draft("ana", "r/2", "r/3"), seen=1)
    assert len(parsed(FileLedger(path))) == 2


def test_two_processes_lose_no_line(place: tuple[str, str]) -> None:
    """Two that write at once, about the same reports, leave a hundred lines in two unbroken chains."""
    running = [start(place, by, "r") for by in ("ana", "bo")]
    assert [(process.communicate()[0].count("\n"), process.returncode) for process in running] == [(50, 0), (50, 0)]
    assert len(parsed(opened(*place))) == 100


def test_killed_in_the_middle_it_keeps_what_it_said_was_kept(place: tuple[str, str]) -> None:
    """After SIGKILL every decision that was acknowledged is there, the rest is whole, and others go on at once."""
    process = start(place, "ana", "a")
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(10)]
    process.send_signal(signal.SIGKILL)
    said += process.communicate()[0].splitlines(keepends=True)
    assert process.returncode == -signal.SIGKILL
    kept = parsed(opened(*place))
    assert len(said) <= len(kept) <= len(said) + 1
    opened(*place).append(draft("bo", "b/1", "b/2"), seen=0)
