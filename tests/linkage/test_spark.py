"""The sweep over tiles: apart and together it meets the same pairs, in this process and on a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from linkage.columns_of import SMALL, world
from solferino.linkage.engine.fields import scheme
from solferino.linkage.engine.front import opened
from solferino.linkage.engine.learned import link_columns
from solferino.linkage.engine.load import Loaded, load
from solferino.linkage.engine.spark import Spark
from solferino.linkage.engine.sweep import Part, busy_counts, patterns, scored, steps_of, whole
from solferino.linkage.engine.tasks import by_group, by_space
from solferino.linkage.engine.tiles import group_tiles, packed, space_tiles, unpacked
from solferino.linkage.engine.typed import typed

KIND = scheme("incident")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """A world of two thousand reports, a dozen tiles wide once tiles are small."""
    table = world(tmp_path_factory.mktemp("tiles"), replace(SMALL, incidents=1_000))
    with opened() as con:
        typed(con, [table])
        return load(con, KIND)


@pytest.mark.parametrize("shift", [0, 12])
def test_tiles_meet_every_pair_once(loaded: Loaded, shift: int) -> None:
    """Counts of patterns over tiles of thirty kilometres add up to those of the whole, displaced or not."""
    columns, spec = loaded.columns, KIND.spec(loaded.common)
    columns.cells[:, KIND.busy()] = busy_counts(columns, KIND, whole(columns, KIND))
    codes, may, apart = patterns(columns, KIND, spec, shift=shift)
    total: dict[int, list[int]] = {}
    tiles = [(True, t) for t in space_tiles(columns, KIND, 30_000)] + [(False, t) for t in group_tiles(columns)]
    for space, tile in tiles:
        tile, held = unpacked(packed(columns, tile), columns.names, columns.lengths)
        tasks = by_space(held, KIND, displaced=shift > 0) if space else by_group(held, displaced=shift > 0)
        part = Part([tasks], tile.rows, tile.home, columns.span, steps_of([tasks], held.cells))
        for code, n, m in zip(*patterns(held, KIND, spec, shift=shift, part=part), strict=True):
            got = total.setdefault(int(code), [0, 0])
            got[0] += int(n)
            got[1] += int(m)

    assert len(tiles) > 20
    assert {c: v for c, v in total.items() if any(v)} == {
        int(c): [int(n), int(m)] for c, n, m in zip(codes, may, apart, strict=True)
    }


@pytest.fixture(scope="module")
def cluster() -> Iterator[Spark]:
    """A cluster of two cores of this machine."""
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    made = Spark("local[2]")
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_incidents(loaded: Loaded, cluster: Spark) -> None:
    """Model, pairs, scores and partition are those of this process, to the last number."""
    there = link_columns(loaded, KIND, engine=cluster)
    here = link_columns(loaded, KIND)

    assert np.array_equal(there.model.weights, here.model.weights)
    for name in ("one", "two", "score", "code"):
        assert np.array_equal(getattr(there.edges, name), getattr(here.edges, name))
    assert np.array_equal(there.groups(), here.groups())
    assert len(here.edges) == len(scored(here.columns, KIND, here.model.spec, here.model.weights, here.model.prior))
