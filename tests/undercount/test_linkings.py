"""An estimate over several ways of linking: pooled where they agree, refused where they do not."""

from __future__ import annotations

import numpy as np

from solferino.undercount.decomposable import decomposable
from solferino.undercount.gate import gate
from solferino.undercount.linkings import over_linkings
from solferino.undercount.method import Method
from solferino.undercount.overlap import OverlapTable
from solferino.undercount.report import Report
from solferino.undercount.sentence import sentence
from undercount.populations import independent, unlinked


def answered(table: OverlapTable) -> Report:
    """A report of the averaged graphs alone."""
    passed = gate(table).passed
    assert passed is not None
    found = decomposable(passed)
    return Report(table, (), (Method("decomposable", *map(float, map(found.quantile, (0.5, 0.025, 0.975)))),))


def test_ways_that_agree_are_pooled() -> None:
    """The interval over fifty linkings, each of which missed other links, is wider than one of them, and says so."""
    table = independent(np.random.default_rng(3))
    drawn = [unlinked(table, 0.01 * (k % 5), seed=k) for k in range(50)]
    one, found = answered(table), over_linkings(answered(table), drawn, seed=1)
    (low, high), (narrow, wide) = found.envelope, one.envelope

    assert not found.refused
    assert None not in (low, high, narrow, wide)
    assert float(high or 0) - float(low or 0) > float(wide or 0) - float(narrow or 0)
    assert "lists linked in 50 ways" in sentence(found)
    assert found.methods[0].diagnostics["linkings"] == 50


def test_ways_that_disagree_are_refused() -> None:
    """Where one way of linking gives more than a quarter more than another, nobody knows how many."""
    table = independent(np.random.default_rng(3))
    found = over_linkings(answered(table), [table, unlinked(table, 0.3)], seed=1)

    assert found.refused
    assert found.refusals[0].code == "LINKAGE"


def test_a_way_that_the_gate_refuses_refuses_all() -> None:
    """One of two tables has nobody on two lists."""
    table = independent(np.random.default_rng(3))
    alone = table.with_cells(np.where(np.array([s.bit_count() for s in range(16)]) > 1, 0, table.cells()))
    found = over_linkings(answered(table), [table, alone], seed=1)

    assert found.refusals[0].facts["refused in"] == 1
