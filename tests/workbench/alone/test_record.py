"""Decisions that were taken back stand no more, in the workbench as in a build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.casefile.decisions import parse_decisions
from solferino.store.ledger.file import FileLedger
from solferino.store.ledger.ledger import Draft
from solferino.words.decision import Decision, standing
from solferino.words.errors import CaseError, Problem
from solferino.workbench.record import Record


def write(path: Path, *drafts: tuple[str, str, tuple[str, ...], object]) -> FileLedger:
    """A ledger of (by, act, about, value)."""
    ledger = FileLedger(path)
    for by, act, about, value in drafts:
        ledger.append(Draft(by, act, about, value, "read", "2020-07-01T10:00:00Z"), seen=10**6)
    return ledger


def test_only_the_author_takes_a_decision_back(tmp_path: Path) -> None:
    """A retraction of somebody else's decision, or of one not made yet, is a problem of the file with its line."""
    pair = ("r/1", "r/2")
    ledger = write(tmp_path / "d", ("a", "same", pair, None), ("b", "retract", pair, {"decision": "same-a-1"}))
    found = parse_decisions("\n".join(ledger.lines()))

    assert isinstance(found[0], Decision)
    assert isinstance(found[1], Problem)
    assert found[1].line == 2


def test_what_was_taken_back_does_not_stand(tmp_path: Path) -> None:
    """Of same, retract, not-same by one author only the last stands."""
    pair = ("r/1", "r/2")
    ledger = write(tmp_path / "d", ("a", "same", pair, None), ("a", "retract", pair, {"decision": "same-a-1"}),
                   ("a", "not-same", pair, None))  # fmt: skip
    found = [d for d in parse_decisions("\n".join(ledger.lines())) if isinstance(d, Decision)]

    assert [d.act for d in standing(found)] == ["not-same"]


@pytest.mark.parametrize(("act", "about", "value"), [
    ("grade", ["r/1"], {"ladder": "guilt", "grade": 2}), ("grade", ["r/1"], {"ladder": "occurrence", "grade": 5}),
    ("grade", ["r/1"], {"ladder": "occurrence", "grade": 4, "checklist": ["place"]}), ("grade", ["r/1"], None),
    ("attribution", ["r/1"], {"parties": [], "relation": "exactly"}), ("attribution", ["r/1"], {"parties": "X"}),
    ("repair", [], {"source": "s", "sha256": "0", "set": {}}), ("repair", [], {"source": "s", "set": {"a": "b"}}),
    ("repair", [], {"source": "s", "sha256": "0", "row": 1, "where": {"a": "b"}, "set": {"a": "c"}}),
    ("retract", [], {}), ("unsure", ["r/1"], None),
])  # fmt: skip
def test_a_value_that_means_nothing_is_a_problem(act: str, about: list[str], value: object) -> None:
    """Each act says what its value must hold."""
    body = {"id": "1", "t": "t", "by": "a", "act": act, "about": about, "value": value}
    (found,) = parse_decisions(json.dumps(body))

    assert isinstance(found, Problem)
    assert found.hint


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["same", "unsure", "retract"]), st.integers(0, 3)), max_size=12
    )
)
def test_the_record_reads_only_what_is_new(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, str, int]]
) -> None:
    """A ledger read after every line, by what it had read before, gives the same as one read at once."""
    path = tmp_path_factory.mktemp("grown") / "d"
    grown, made = Record(FileLedger(path)), []
    for by, act, n in acts:
        mine = [d for d in made if d.startswith(f"same-{by}")]
        value = {"decision": mine[-1]} if act == "retract" and mine else None
        if act != "retract" or mine:
            made.append(json.loads(write(path, (by, act, (f"r/{n}", "r/9"), value)).lines()[-1])["id"])
        known, whole = grown.known(), Record(FileLedger(path)).known()

        assert (known.all, known.standing, known.gone) == (whole.all, whole.standing, whole.gone)
        assert known.about(["r/9"]) == list(known.all)
        assert known.about([f"r/{n}"]) == [d for d in known.all if f"r/{n}" in d.about]
        assert known.on_pair("r/9", f"r/{n}") == [d for d in known.standing if d.about == (f"r/{n}", "r/9")]


def test_a_ledger_that_was_replaced_is_read_again(tmp_path: Path) -> None:
    """Version control may put another file in its place, shorter or longer, with another history."""
    path, other = tmp_path / "d", tmp_path / "other"
    ledger = write(path, ("a", "same", ("r/1", "r/2"), None), ("a", "same", ("r/2", "r/3"), None))
    record = Record(ledger)
    root = record.known().root
    write(other, *[("b", "unsure", ("r/1", f"r/{n}"), None) for n in range(5, 9)])
    other.replace(path)

    assert [d.by for d in record.known().all] == ["b"] * 4
    assert record.known().root is not root
    ledger.append(Draft("b", "same", ("r/1", "r/5"), None, "", "t"), seen=4)
    assert [type(d) for d in parse_decisions("\n".join(ledger.lines()))] == [Decision] * 5


def test_a_torn_line_is_told_with_its_number(tmp_path: Path) -> None:
    """What stands half-written in the ledger is an error of the case, not of the program."""
    ledger = write(tmp_path / "d", ("a", "same", ("r/1", "r/2"), None))
    with (tmp_path / "d").open("a", encoding="utf-8") as file:
        file.write('{"id": "half')

    with pytest.raises(CaseError, match=r"decisions\.jsonl:2"):
        Record(ledger).known()
