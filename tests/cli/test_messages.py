"""Every failure says what, where and what next, in five lines at most, under the exit code of its kind."""

from __future__ import annotations

import errno
import io
import os
import re
import shlex
import sys
from pathlib import Path

import pytest

import solferino as sol
from cases.small import CASE, write_case
from cli.troubles import TROUBLES, Trouble
from solferino.cli import main

MOST = 5
NEXT = re.compile(
    r"^  \S|did you mean|solferino \w+|Try 'solferino|\b(?:name|give|add|write|say|expected|restore|rename|remove) \S|Choose from|go with",
    re.MULTILINE,
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small case in `case`, in which the command is typed."""
    write_case(tmp_path / "case")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Type a command; return its exit code."""
    monkeypatch.setattr(sys, "argv", ["solferino", *shlex.split(words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("name", TROUBLES)
def test_a_failure_says_what_where_and_what_next(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code, place, remedy; calm, short, and on standard error."""
    trouble: Trouble = TROUBLES[name]
    if trouble.built:
        sol.open(folder / "case").build()
    held = trouble.do(folder / "case")
    capsys.readouterr()
    code = typed(trouble.words, monkeypatch)
    told = capsys.readouterr()
    if isinstance(held, io.IOBase):
        held.close()
    said = told.err
    if trouble.printed:
        said = next(part for part in told.out.split("\n\n") if re.match(r"statement\.md:\d+ error", part))

    assert code == trouble.code, said
    assert [s for s in trouble.says if s not in said] == [], said
    assert NEXT.search(said), said
    assert len([text for text in said.splitlines() if text.strip()]) <= MOST, said
    assert "Traceback" not in said
    assert "!" not in re.sub(r"'[^']*'|\"[^\"]*\"|!=", "", said)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("words", ["build case", "init new", "add case x.csv", "publish case --to release --no-pdf"])
def test_a_disk_that_takes_no_more_is_the_machine(
    words: str, number: int, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever was being written, the exit is 74, the reason is the system's, and there is no verdict."""
    write_case(folder / "case", case=CASE + "[publish]\napprovals = []\n")
    (folder / "x.csv").write_text("a,b\n1,2\n")

    def full(*given: object, **more: object) -> None:
        raise OSError(number, os.strerror(number), str(given[0]))

    monkeypatch.setattr(os, "replace", full)
    monkeypatch.setattr(os, "rename", full)
    monkeypatch.setattr(Path, "replace", full)
    code = typed(words, monkeypatch)
    said = capsys.readouterr().err

    assert code == 74, said
    assert os.strerror(number) in said or "the disk is full" in said
    assert NEXT.search(said), said
    assert len(said.splitlines()) <= MOST, said
    assert "Traceback" not in said
