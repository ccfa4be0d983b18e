"""A case proposed from a text: it builds, claims nothing, keeps every word, and says where each atom stands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import solferino as sol
from solferino.casefile.statement import parse_statement
from solferino.cli.init import command
from solferino.law.facts import parties
from solferino.pipeline import readers
from solferino.pipeline.add import add
from solferino.pipeline.propose import RECEIVED, propose
from solferino.pipeline.tiles import statement, targets
from solferino.prose.atoms.atom import Atom
from solferino.prose.atoms.read import read
from solferino.prose.atoms.reader import AtomReader
from solferino.words.errors import MachineError, UsageError
from solferino.words.statement import Statement
from solferino.words.verdict import Status

DAY = date(2019, 6, 14)
# Invented, in the manner of a press release.
TEXT = """Relief Watch: hospitals of the Lower Valley must be spared

GENEVA, 14 June 2019 – Northern forces have repeatedly bombed hospitals in the Lower Valley since March, Relief Watch said today.

“At least 41 patients and 6 nurses were killed last week,” said Ana Lund, Director of Relief Watch. “The Security Council must demand an end to the attacks [all of them] and press Chad to stop supplying bombs.”

The army said that it had struck no hospital. According to witnesses, planes flew over the clinic in Faya.

In the past five years France has vetoed two draft resolutions on the conflict.

Attacks on hospitals are war crimes. More people will die if nothing is done.

Next week Relief Watch will publish 12 testimonies.

Background

Relief Watch is independent of any government.
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """The press release as a file."""
    path = tmp_path / "release.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_a_fresh_proposal_builds_and_supports_nothing(text: Path, tmp_path: Path) -> None:
    """Every claim is insufficient, or a call that is followed; the exit says insufficient, never that it stands."""
    made = propose(tmp_path / "case", text, as_of=DAY)
    build = sol.open(tmp_path / "case").build()

    assert {str(v.status) for v in build.verdicts.values()} == {"insufficient", "tracked"}
    assert len(build.verdicts) == made.claims > 8
    assert build.exit == 3
    assert {"error", "bare", "supported"} & {str(s.verdict) for s in build.sentences} == set()


def test_evidence_alone_supports_no_stub(text: Path, tmp_path: Path) -> None:
    """With the whole record of vetoes filed, a stub over it is as insufficient as before: a person has to write it."""
    propose(tmp_path / "case", text, as_of=DAY)
    add(tmp_path / "case", "law:vetoes")
    verdicts = sol.open(tmp_path / "case").build().verdicts

    assert {v.status for v in verdicts.values()} == {Status.INSUFFICIENT, Status.TRACKED}


def test_offsets_can_be_checked_again_in_the_case(text: Path, tmp_path: Path) -> None:
    """The plain text stands in the case, and each atom is what stands there."""
    made = propose(tmp_path / "case", text, as_of=DAY)
    plain = (tmp_path / "case" / RECEIVED).read_text("utf-8")

    assert all(plain[a.start : a.end] == a.text for a in made.atoms)


def blocks(text: str) -> list[str]:
    """Return the plain text of the blocks of a statement."""
    found = parse_statement(text, "statement.md", "en")
    assert isinstance(found, Statement), found
    return [b.text for b in found.blocks]


def test_the_statement_keeps_every_word(text: Path, tmp_path: Path) -> None:
    """What statement.md says, links aside, is the text; brackets of the text are no links."""
    propose(tmp_path / "case", text, as_of=DAY)

    assert blocks((tmp_path / "case" / "statement.md").read_text("utf-8")) == TEXT.strip().split("\n\n")


@given(
    st.lists(
        st.text(st.characters(min_codepoint=33, max_codepoint=0x2030), min_size=1, max_size=30), min_size=1, max_size=12
    )
)
def test_no_character_of_a_text_is_lost_or_read_as_a_mark(words: list[str]) -> None:
    """Whatever characters a text has, CommonMark gives them back."""
    plain = " ".join(" ".join(words).split()) + "\n"
    atoms = read(plain, parties=parties())

    if plain.strip():
        assert blocks(statement(plain, atoms, targets(plain, atoms, parties()), parties=parties())) == [plain.strip()]


def test_links_say_what_each_sentence_would_rest_on(text: Path, tmp_path: Path) -> None:
    """The army's and the witnesses' words cite them; a forecast is an opinion; the rest are claims and context."""
    propose(tmp_path / "case", text, as_of=DAY)
    lines = (tmp_path / "case" / "statement.md").read_text("utf-8").splitlines()
    target = {
        key: next(line for line in lines if key in line)
        for key in ("army", "witnesses", "More people", "Background", "vetoed")
    }

    assert "](source:said-by-the-army)" in target["army"]
    assert "](source:said-by-witnesses)" in target["witnesses"]
    assert "](opinion:" in target["More people"]
    assert target["Background"] == "## [Background](context:)"
    assert "](claim:record-" in target["vetoed"]
    assert 'kind      = "citation"' in (tmp_path / "case" / "sources" / "said-by-the-army.toml").read_text("utf-8")


def test_the_console_prints_the_atoms_under_the_contract(text: Path, tmp_path: Path) -> None:
    """--json is one value; suggests names the closed record for a veto; a nested call names its outer one."""
    done = CliRunner().invoke(command, [str(tmp_path / "case"), "--from", str(text), "--as-of", "2019-06-14", "--json"])
    atoms = json.loads(done.stdout)["atoms"]
    veto = next(a for a in atoms if "vetoed" in a["text"])
    inner = next(a for a in atoms if a["text"].startswith("press Chad"))

    assert done.exit_code == 0
    assert veto["suggests"][0] == "vetoes"
    assert [(d["from"], d["to"]) for d in veto["dates"]] == [("2014-06-14", "2019-06-14")]
    assert (inner["kind"], inner["addressees"], inner["speaker"]) == ("call", ["Chad"], "Ana Lund")
    assert atoms[inner["nested_in"]]["addressees"] == ["The Security Council"]


def test_nothing_is_written_where_the_text_cannot_be_read(tmp_path: Path) -> None:
    """A text without words leaves no folder; a folder in use is left alone."""
    empty = tmp_path / "empty.txt"
    empty.write_text("", "utf-8")
    with pytest.raises(UsageError, match="holds no text"):
        propose(tmp_path / "case", empty)
    assert not (tmp_path / "case").exists()

    empty.write_text("Words.", "utf-8")
    with pytest.raises(UsageError, match="not empty"):
        propose(tmp_path, empty)


class Whole(AtomReader):
    """A reader for whom each text is one promise."""

    end = 0

    def atoms(self, plain: str, *, parties: object, language: str, as_of: date | None) -> tuple[Atom, ...]:
        return (Atom(plain.strip(), 0, len(plain.strip()) + self.end, "promise", "Model"),)


class Wrong(Whole):
    """The same, with an offset too far."""

    end = 1


class _Point:
    """An entry point as another package would register it."""

    def __init__(self, name: str, made: object) -> None:
        self.name, self.made, self.value = name, made, f"other:{name}"

    def load(self) -> object:
        return self.made


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three readers from elsewhere: one that keeps the contract, one that breaks it, one that is none."""
    points = [_Point("whole", Whole), _Point("wrong", Wrong), _Point("none", dict)]
    monkeypatch.setattr(readers, "entry_points", lambda group: points if group == "solferino.readers" else [])


@pytest.mark.usefixtures("plugged")
def test_a_plugged_in_reader_is_used(tmp_path: Path) -> None:
    """--reader names an entry point of solferino.readers; its atoms make the case, and the case builds."""
    text = tmp_path / "a.txt"
    text.write_text("One. Two.", "utf-8")
    made = propose(tmp_path / "case", text, as_of=DAY, by="whole")

    assert [(a.kind, a.speaker) for a in made.atoms] == [("promise", "Model")]
    assert sol.open(tmp_path / "case").build().exit in (0, 3)


@pytest.mark.usefixtures("plugged")
@pytest.mark.parametrize(
    ("name", "error", "told"),
    [
        ("wrong", MachineError, "broke its contract"),
        ("none", MachineError, "no AtomReader"),
        ("whol", UsageError, "whole"),
    ],
)
def test_a_reader_that_breaks_the_contract_is_refused(
    name: str, error: type[Exception], told: str, tmp_path: Path
) -> None:
    """Wrong offsets, a thing that is no reader, a name that nobody bears; nothing is written."""
    text = tmp_path / "a.txt"
    text.write_text("One. Two.", "utf-8")

    with pytest.raises(error, match=told):
        propose(tmp_path / "case", text, by=name)
    assert not (tmp_path / "case").exists()
