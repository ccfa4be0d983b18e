"""Claims of kind estimate: what lists of incidents say of those that none of them told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cases.small import write_case
from patterns import linked_worlds
from solferino.casefile.load import load
from solferino.claims.evaluate import evaluate
from solferino.undercount.decomposable import decomposable
from solferino.undercount.gate import gate
from solferino.undercount.method import Method
from solferino.undercount.overlap import OverlapTable
from solferino.undercount.report import Report as Answer
from solferino.words.report import Report
from solferino.words.result import ClaimResult

CLAIM = '[missed]\nsays = "estimate"\nestimate = { lists = "publisher", seed = 3 }\nholds = "documented >= 100"\n'
SETTINGS = linked_worlds.SETTINGS + '[world.no-press]\ndrop = { publisher = "press" }\n'


def asked(
    tmp_path: Path,
    change: Callable[[Report], Report] = lambda r: r,
    *,
    more: str = "",
    rows: Callable[[dict[str, Any]], None] = lambda made: None,
) -> ClaimResult:
    """Evaluate the claim over a linked case of 140 events, told by one to three of three publishers.

    `rows` may change the rows of the build's tables.
    """
    reports, stood, times = linked_worlds.told(np.random.default_rng(8))
    made = linked_worlds.built([change(r) for r in reports], stood, times)
    rows(made)
    case = load(write_case(tmp_path / "case", claims=CLAIM + more, statement="[x](context:)\n", case=SETTINGS))
    with linked_worlds.kept(tmp_path / "tables", made) as tables:
        return evaluate(case.claims[0], tables, case)


def marked(table: str, sensitivity: str, of: str = "") -> Callable[[dict[str, Any]], None]:
    """Return what marks rows of a table as sensitive: those of one publisher, or all."""

    def mark(made: dict[str, Any]) -> None:
        made[table] = [
            r | ({"sensitivity": sensitivity} if of in ("", r.get("publisher")) else {}) for r in made[table]
        ]

    return mark


@pytest.mark.slow
def test_lists_that_know_nothing_of_each_other(tmp_path: Path) -> None:
    """Three publishers with origins of their own: an estimate, or a refusal for what its draws say; never a sum."""
    found = asked(tmp_path)

    assert found.values["documented"].low >= 100
    if "low" in found.values:
        said = " ".join(found.verdict.because)
        low, high = (round(found.values[k].low) for k in ("low", "high"))
        assert f"documented: {found.total}. Estimated undocumented" in said
        assert f": {low} to {high}. Not covered: " in said
    else:
        assert "method_refused" in str(found.verdict)
        assert found.verdict.because[0].split()[0] in ("PRIOR", "MODELS", "MIX", "LINKAGE")


def test_lists_that_copy_are_one(tmp_path: Path) -> None:
    """Clinic and press repeat the monitor: one list is left, nothing can be estimated, and the notes say why."""
    found = asked(tmp_path, lambda r: replace(r, roots=frozenset({"monitor"})))

    assert str(found.verdict) == "insufficient (method_refused)"
    assert found.verdict.because[0].startswith("LISTS")
    assert set(found.values) == {"documented"}
    assert found.notes == ("one list, since they copy each other: clinic + monitor + press",)


def test_a_list_that_is_withheld_is_not_named(tmp_path: Path) -> None:
    """The publisher of restricted reports alone stands in no word of the claim; the others do."""
    one = frozenset({"monitor"})
    found = asked(tmp_path, lambda r: replace(r, roots=one), rows=marked("reports", "restricted", "clinic"))

    assert "clinic" not in repr((found.query, found.notes, found.verdict))
    assert found.notes == ("one list, since they copy each other: monitor + press + withheld list 1",)


def test_unknown_origins_are_never_independent(tmp_path: Path) -> None:
    """Reports whose origins nobody knows say nothing new beside another's."""
    found = asked(tmp_path, lambda r: replace(r, roots=frozenset()))

    assert found.verdict.because[0].startswith("LISTS")


def test_without_draws_of_the_linkage_there_is_no_estimate(tmp_path: Path) -> None:
    """A case whose pairs were never scored cannot say how well its lists are linked."""
    found = asked(tmp_path, rows=lambda made: made.update(links=[]))

    assert found.verdict.because[0].startswith("LINKAGE (draws: 0, needs: draws of the linkage")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """One method in place of all: what is tested is what becomes of an answer."""

    def answer(table: OverlapTable, **_: Any) -> Answer:
        passed = gate(table).passed
        assert passed is not None
        found = decomposable(passed)
        return Answer(table, (), (Method("decomposable", *map(float, map(found.quantile, (0.5, 0.025, 0.975)))),))

    monkeypatch.setattr("solferino.claims.estimated.report", answer)


def test_an_estimate_survives_every_world_of_linkage(tmp_path: Path, quick: None) -> None:
    """Strict, lenient, the draws, and each origin left out are all asked; with one of three lists silent none answers."""
    found = asked(tmp_path)

    assert set(found.worlds) == {"strict", "lenient", "draws", "each-root-left-out"}
    assert str(found.verdict) == "insufficient (fragile)"
    assert "each-root-left-out" in found.verdict.because[0]
    assert found.worlds["draws"] == "supported"
    assert "lists linked in 50 ways" in found.verdict.because[1]


@pytest.mark.parametrize(("more", "verdict"), [("", "supported"), ('under = ["no-press"]\n', "insufficient (fragile)")])
def test_a_world_is_waived_and_another_asked_for(tmp_path: Path, quick: None, more: str, verdict: str) -> None:
    """What a claim waives does not break it; a world of the case that it asks for does."""
    found = asked(tmp_path, more='waive = { each-root-left-out = "three lists are all there are" }\n' + more)

    assert str(found.verdict) == verdict
    assert ("no-press" in found.worlds) == bool(more)


def test_an_estimate_of_sealed_incidents_is_attested_at_most(tmp_path: Path, quick: None) -> None:
    """What rests on sealed rows is no more than attested, and that only where reviewers signed."""
    waived = 'waive = { each-root-left-out = "three lists are all there are" }\n'
    found = asked(tmp_path, more=waived, rows=marked("incidents", "sealed"))

    assert str(found.verdict) == "attested"
