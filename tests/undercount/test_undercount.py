"""The gate, the refusals, what an estimate may say, and what must change nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solferino.undercount.decomposable import decomposable
from solferino.undercount.exist import exists
from solferino.undercount.gate import Gated, gate
from solferino.undercount.method import Method
from solferino.undercount.methods import POOL, Told, sampled
from solferino.undercount.mixing import effective, r_hat
from solferino.undercount.overlap import OverlapTable
from solferino.undercount.plain import read_overlap
from solferino.undercount.relinked import relinked
from solferino.undercount.report import Report, report, strata
from solferino.undercount.sentence import sentence
from solferino.words.errors import CaseError, UsageError
from undercount.populations import WORLDS, independent, unlinked

SPINA = {(1, 0, 0): 60, (0, 1, 0): 49, (0, 0, 1): 247, (1, 1, 0): 4, (1, 0, 1): 112, (0, 1, 1): 142, (1, 1, 1): 12}
"""Spina bifida in upstate New York, three lists (Madigan and York 1997)."""
KEYS = ["documented", "multi", "lists", "refusals", "methods", "envelope", "sentence"]


def spina(**more: Any) -> OverlapTable:
    """The table of Madigan and York."""
    return OverlapTable.of(["birth", "death", "school"], SPINA, **more)


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the verb in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "solferino", "estimate", *map(str, words)], capture_output=True, text=True, check=False
    )


def test_nothing_is_estimated_without_the_gate() -> None:
    """A table that did not pass cannot be made to look as if it had."""
    with pytest.raises(TypeError, match=r"comes from gate"):
        Gated(spina(), object())
    assert gate(spina()).passed is not None


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (OverlapTable.of("ab", {(1, 0): 40, (0, 1): 30, (1, 1): 20}), "LISTS"),
        (OverlapTable.of("abc", {(1, 0, 1): 40, (0, 1, 1): 30, (1, 1, 1): 20}), "LISTS"),
        (OverlapTable.of("abc", {(1, 0, 0): 40, (0, 1, 0): 30, (0, 0, 1): 20, (1, 1, 0): 6}), "OVERLAP"),
        (OverlapTable.of("abc", {(1, 0, 0): 16, (0, 1, 0): 16, (0, 0, 1): 17}), "OVERLAP"),
        (replace(spina(), derived={"school": ("birth",)}), "DERIVED"),
        (spina(unit="incidents,persons"), "UNIT"),
    ],
)
def test_what_the_gate_refuses(table: OverlapTable, code: str) -> None:
    """Two lists, a list that covers all, hardly any overlap, none at all, a copy, two units: no estimate, documented n."""
    found = report(table, full=False)

    assert [r.code for r in found.refusals] == [code]
    assert (found.methods, found.json()["envelope"]) == ((), None)
    assert found.json()["documented"] == table.n
    assert "is not estimated" in sentence(found)


def test_links_that_nobody_vouches_for_are_refused() -> None:
    """Inside a case the draws of the linkage are asked for; without them there is no estimate."""
    assert [r.code for r in report(spina(), linked=False, full=False).refusals] == ["LINKAGE"]


def test_copies_merged_are_one_list() -> None:
    """A list that copies another joins it: a unit is on the one that is on either, and the size is that of both."""
    table = OverlapTable.of(
        "abcd", {(1, 1, 0, 0): 5, (1, 0, 1, 0): 3, (0, 1, 0, 1): 2, (0, 0, 1, 1): 4, (1, 0, 0, 0): 7}
    )
    made = table.merged([["a", "b"]])

    assert made.lists == ("a + b", "c", "d")
    assert made.sizes == {"a + b": 17, "c": 7, "d": 6}
    assert made.n == table.n


def test_a_best_fit_exists_or_not() -> None:
    """Three lists, the two-pair model: finite with every pair observed, not where a pair's cells are all empty."""
    on = np.arange(1, 8)[:, None] >> np.arange(3) & 1
    design = np.column_stack([np.ones(7), on, on[:, 0] * on[:, 1], on[:, 0] * on[:, 2]]).astype(float)
    full = np.array([40.0, 30, 6, 20, 4, 3, 1])
    empty = np.array([40.0, 30, 6, 20, 0, 3, 0])

    assert exists(design, full)
    assert not exists(design, empty)
    assert not exists(np.column_stack([design, design[:, 0]]), full)


@settings(max_examples=30)
@given(st.permutations(sorted(SPINA)), st.permutations(range(3)))
def test_neither_rows_nor_lists_have_an_order(rows: list[tuple[int, ...]], order: list[int]) -> None:
    """Shuffled patterns and lists renamed by place give the same posterior."""
    shuffled = OverlapTable.of([f"l{k}" for k in order], {tuple(p[k] for k in order): SPINA[p] for p in rows})
    one, two = gate(spina()).passed, gate(shuffled).passed

    assert one is not None
    assert two is not None
    assert decomposable(one).weight == pytest.approx(decomposable(two).weight, abs=1e-12)


def test_settled_and_unsettled_chains() -> None:
    """Independent draws: R-hat near 1, as many as there are; one chain aside: far above."""
    draws = np.random.default_rng(5).normal(size=(4, 1000))
    assert r_hat(draws) < 1.01
    assert effective(draws) == pytest.approx(4000, rel=0.15)
    draws[0] += 2
    assert r_hat(draws) > 1.3
    walk = np.random.default_rng(5).normal(size=(4, 1000)).cumsum(axis=1)
    assert effective(walk) < 40


@pytest.mark.parametrize("world", ["A", "C"])
def test_decomposable_graphs_cover_the_truth(world: str) -> None:
    """Twenty populations: the interval holds the true total in all but a few. `make simulate-undercount` runs 200."""
    made, truth = WORLDS[world]
    covered = 0
    for n in range(20):
        passed = gate(made(np.random.default_rng([7, n]))).passed
        assert passed is not None
        found = decomposable(passed)
        covered += found.quantile(0.025) <= truth <= found.quantile(0.975)

    assert covered >= 17


def test_missed_links_drawn_back() -> None:
    """One unit in ten loses a link, and a tenth too many are estimated; drawn back, the total is found again."""
    error = 0.1
    plain, missed, back = [], [], []
    for n in range(8):
        table = independent(np.random.default_rng([3, n]))
        broken = unlinked(table, error, seed=n)
        assert broken.n > table.n
        for told, kept in ((table, plain), (broken, missed), (relinked(broken, error, draws=1, seed=n)[0], back)):
            passed = gate(told).passed
            assert passed is not None
            kept.append(decomposable(passed).quantile(0.5))

    assert np.mean(missed) > 1.08 * np.mean(plain)
    assert np.mean(back) == pytest.approx(np.mean(plain), rel=0.06)


def test_strata_add_up_draws_and_not_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four alike strata: the spread of their sum is twice that of one, where ends added up would make it four times."""

    def graphs(gated: Gated, *, seed: int, **_: Any) -> Told:
        found = decomposable(gated)
        ends = (float(found.quantile(q)) for q in (0.5, 0.025, 0.975))
        return Told((Method("decomposable", *ends, {}, sampled(found, POOL, seed)),), ())

    monkeypatch.setattr("solferino.undercount.methods.every", graphs)
    rng = np.random.default_rng(1)
    found = strata([replace(independent(rng), stratum=name) for name in "abcd"])
    one = [m for r in found.strata for m in r.methods]
    (whole,) = found.methods

    assert whole.estimate == pytest.approx(sum(m.estimate for m in one), rel=0.02)
    assert (whole.high - whole.low) / np.mean([m.high - m.low for m in one]) == pytest.approx(2, abs=0.3)


def test_strata_with_missed_links_add_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws of all methods are as many in every stratum, however many the sampler needed."""
    monkeypatch.setattr("solferino.undercount.methods.every", lambda *_, **__: Told((), ()))
    monkeypatch.setattr("solferino.undercount.pooled.SHORT", 100)
    rng = np.random.default_rng(2)
    found = strata([replace(independent(rng), stratum=name, link_error=0.05) for name in "ab"])

    assert {m.name for m in found.methods} == {"decomposable", "latent-class"}
    assert "5.0% of true links missed" in sentence(found)


def test_the_words_of_an_estimate(tmp_path: Path) -> None:
    """Documented, estimated beside it, and what is not covered: never a sum; links are said to be taken as right."""
    path = tmp_path / "lists.csv"
    path.write_text("a,b,c,count\n" + "\n".join(f"{','.join(map(str, p))},{n}" for p, n in SPINA.items()), "utf-8")
    done = run(path, "--json", "--resamples", "100", "--figure", tmp_path / "f.svg")
    body = json.loads(done.stdout)

    assert (done.returncode, list(body), body["refusals"]) == (0, KEYS, [])
    assert (body["documented"], body["multi"], body["lists"]) == (626, 270, ["a", "b", "c"])
    named = {m["name"]: m for m in body["methods"]}
    assert named["decomposable"]["estimate"] == 731
    assert named["latent-class"]["diagnostics"]["r_hat"] < 1.05
    low, high = body["envelope"]["low"], body["envelope"]["high"]
    assert body["sentence"].startswith(
        "documented: 626. Estimated undocumented, under stated assumptions (lists taken as"
    )
    assert f"{low - 626:.0f} to {high - 626:.0f}. Not covered: " in body["sentence"]
    assert (tmp_path / "f.svg").read_text("utf-8").startswith("<svg")


def test_a_refusal_exits_3_and_says_the_code(tmp_path: Path) -> None:
    """On the console the code and its meaning; nothing that looks like a number of the missed."""
    path = tmp_path / "lists.csv"
    path.write_text("A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n", "utf-8")
    done = run(path)

    assert done.returncode == 3
    assert "refused  OVERLAP: Too few stand on two lists" in done.stderr
    assert "documented: 96." in done.stdout


def test_a_cell_that_is_no_mark_is_named(tmp_path: Path) -> None:
    """All at once, by line: a mark that is none, a count that is none, units on no list; an empty line is a line."""
    path = tmp_path / "lists.csv"
    path.write_text("a,b,c,town,count\n1,0,0,x,4\n2,0,0,x,4\n\n0,0,0,x,9\n1,1,0,x,many\n", "utf-8")
    with pytest.raises(CaseError) as caught:
        read_overlap(path, stratum="town")
    said = str(caught.value)

    assert "lists.csv:3: '2' in column 'a' is neither 0 nor 1" in said
    assert "lists.csv:5: units on no list" in said
    assert "lists.csv:6: 'many' is no count" in said
    with pytest.raises(CaseError, match="--stratum town, or --leave-out town"):
        read_overlap(path)
    with pytest.raises(UsageError, match="no column 'twon'"):
        read_overlap(path, stratum="twon")


def test_one_row_a_unit_and_patterns_twice_add_up(tmp_path: Path) -> None:
    """Without counts every row is a unit; a byte-order mark and blank lines are nothing."""
    path = tmp_path / "units.csv"
    path.write_text("\ufeffa,b\n1,0\n\n1,0\n0,1\n1,1\n", "utf-8")
    (table,) = read_overlap(path)

    assert table.sizes == {"a": 3, "b": 2}


def test_a_link_error_is_no_way_round_a_refusal(shared: Path) -> None:
    """Netherlands is refused with its links taken as right, and with one in a hundred said to be missed."""
    (table,) = read_overlap(shared / "data" / "mse" / "sparsemse_ned_5.csv", link_error=0.01)
    found = report(table, draws=50, full=False)

    assert {"PRIOR", "MODELS"} <= {r.code for r in found.refusals}
    assert found.refused


def test_models_that_disagree_leave_a_range_and_no_number(shared: Path) -> None:
    """Netherlands: refused, its methods without estimates; what each would have said stands where doubts stand."""
    (table,) = read_overlap(shared / "data" / "mse" / "sparsemse_ned_5.csv")
    found: Report = report(table, draws=50, full=False)

    assert {"PRIOR", "MODELS"} <= {r.code for r in found.refusals}
    assert all(m.estimate is None for m in found.methods)
    assert found.methods[0].diagnostics["refused"]["estimate"] == 50386
