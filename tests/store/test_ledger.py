"""The ledger of decisions: chained, synced, one writer at a time, nobody's line lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from solferino.casefile.decisions import parse_decisions
from solferino.store.ledger.file import FileLedger
from solferino.store.ledger.ledger import Draft, Overtaken
from solferino.words.decision import Decision

T = "2026-01-02T03:04:05Z"


def draft(by: str, *about: str, why: str = "read both") -> Draft:
    """A decision that two reports tell of one event."""
    return Draft(by, "same", about, None, why, T)


def test_lines_are_chained_per_author_and_parse(tmp_path: Path) -> None:
    """What a ledger writes is what the case reader takes, right-to-left text included."""
    ledger = FileLedger(tmp_path / "decisions.jsonl")
    for k, by in enumerate(["ana", "bo", "ana", "bo"]):
        ledger.append(draft(by, f"r/{k}", f"r/{k + 1}", why="الموقع نفسه"), seen=k)
    found = parse_decisions((tmp_path / "decisions.jsonl").read_text("utf-8"))
    assert [d.id for d in found if isinstance(d, Decision)] == ["same-ana-1", "same-bo-1", "same-ana-2", "same-bo-2"]


def test_who_did_not_see_the_other_decides_again(tmp_path: Path) -> None:
    """A decision made without knowledge of another about the same report is not written; one about others is."""
    ledger = FileLedger(tmp_path / "decisions.jsonl")
    ledger.append(draft("ana", "r/1", "r/2"), seen=0)
    with pytest.raises(Overtaken) as caught:
        ledger.append(draft("bo", "r/2", "r/3"), seen=0)
    assert [json.loads(line)["by"] for line in caught.value.lines] == ["ana"]
    ledger.append(draft("bo", "r/4", "r/5"), seen=0)
    ledger.append(draft("ana", "r/1", "r/9"), seen=0)
    assert len(ledger.lines()) == 3


def test_a_last_line_without_its_end_is_kept(tmp_path: Path) -> None:
    """A file that an editor left without a line end gets one before the next decision."""
    path = tmp_path / "decisions.jsonl"
    FileLedger(path).append(draft("ana", "r/1", "r/2"), seen=0)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    FileLedger(path).append(draft("ana", "r/2", "r/3"), seen=1)
    assert all(isinstance(d, Decision) for d in parse_decisions(path.read_text("utf-8")))


WRITER = """
import sys
from pathlib import Path
from solferino.store.ledger.file import FileLedger
from solferino.store.ledger.ledger import Draft
ledger = FileLedger(Path(sys.argv[1]))
for k in range(50):
    ledger.append(Draft(sys.argv[2], "same", (f"{sys.argv[2]}/{k}", f"{sys.argv[2]}/{k + 1}"), None, "w", "2026-01-02T03:04:05Z"), seen=0)
"""


def test_two_processes_lose_no_line(tmp_path: Path) -> None:
    """Two that write at once leave a hundred lines in two unbroken chains."""
    path = tmp_path / "decisions.jsonl"
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), by]) for by in ("ana", "bo")]
    assert [process.wait() for process in running] == [0, 0]
    found = parse_decisions(path.read_text("utf-8"))
    assert len(found) == 100
    assert all(isinstance(d, Decision) for d in found)
