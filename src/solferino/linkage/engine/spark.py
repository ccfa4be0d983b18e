"""The same sweep on a cluster: tiles sent out, counts summed there, weights sent along, edges brought back.

Needs the extra `spark`, and Java. The cluster is that of SOLFERINO_SPARK, such as spark://host:7077; by default it is
the cores of this machine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from solferino.linkage.engine.columns import Columns
from solferino.linkage.engine.fields import Ints, Scheme
from solferino.linkage.engine.model import Model
from solferino.linkage.engine.sweep import EMPTY, Edges, Met, Part, busy_counts, patterns, scored, whole
from solferino.linkage.engine.tasks import by_group, by_space
from solferino.linkage.engine.tiles import group_tiles, packed, space_tiles, unpacked
from solferino.linkage.engine.where import Engine
from solferino.words.errors import MachineError

Job = Callable[[Columns, Part], dict[str, Ints]]


class Spark(Engine):
    """A cluster, one tile a task. Columns and clusters stay with the driver: they are small beside the pairs."""

    def __init__(self, master: str | None = None) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise MachineError("pyspark is not installed", "pip install 'solferino[spark]', and Java 17") from None
        # Workers must be this Python, or they start another one without our packages.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(p for p in sys.path if p))
        where = master or os.environ.get("SOLFERINO_SPARK", "local[*]")
        made = SparkSession.builder.master(where).appName("solferino link")
        quiet = made.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
        self._session = quiet.config("spark.sql.shuffle.partitions", "8").getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")

    def close(self) -> None:
        """Let the cluster go."""
        self._session.stop()

    def with_busy(self, columns: Columns, scheme: Scheme) -> Columns:
        at = scheme.busy()
        if at is not None:
            found = self._each(
                columns, scheme, lambda c, part: _at_home(part, busy_counts(c, scheme, part)), "row long, n long"
            )
            total = np.zeros(len(columns), dtype=np.int64)
            np.add.at(total, found["row"], found["n"])
            columns.cells[:, at] = total
        return columns

    def patterns(self, columns: Columns, scheme: Scheme, spec: Ints, *, shift: int, every: int) -> Met:
        def job(c: Columns, part: Part) -> dict[str, Ints]:
            codes, may, apart = patterns(c, scheme, spec, shift=shift, every=every, part=part)
            return {"code": codes, "may": may, "apart": apart}

        found = self._each(columns, scheme, job, "code long, may long, apart long", displaced=shift > 0, summed="code")
        order = np.argsort(found["code"], kind="stable")
        return found["code"][order], found["may"][order], found["apart"][order]

    def scored(self, columns: Columns, model: Model) -> Edges:
        def job(c: Columns, part: Part) -> dict[str, Ints]:
            e = scored(c, model.scheme, model.spec, model.weights, model.prior, part=part)
            mine = part.home[e.one]  # a pair belongs to the tile of its first row
            held = {"one": part.number[e.one], "two": part.number[e.two], "score": e.score, "code": e.code}
            return {name: column[mine].astype(np.int64) for name, column in held.items()}

        found = self._each(columns, model.scheme, job, "one long, two long, score long, code long")
        return Edges(found["one"], found["two"], found["score"], found["code"]).ordered()

    def _each(
        self, columns: Columns, scheme: Scheme, job: Job, schema: str, *, displaced: bool = False, summed: str = ""
    ) -> dict[str, Ints]:
        """Run a job on every tile and return its columns together, added up by `summed` where it is given."""
        all_of_it = whole(columns, scheme, displaced=displaced)
        span, steps = columns.span, all_of_it.steps
        tiles = [(True, tile) for tile in space_tiles(columns, scheme)] + [
            (False, tile) for tile in group_tiles(columns)
        ]
        names = [piece.split()[0] for piece in schema.split(", ")]
        if not tiles:
            return dict.fromkeys(names, EMPTY)
        sent = self._session.sparkContext.broadcast((columns.names, columns.lengths, scheme, span, steps))

        def work(batches: Iterator[Any]) -> Iterator[Any]:
            import pyarrow

            spelt, lengths, kind, longest, much = sent.value
            for batch in batches:
                for space, payload in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True):
                    tile, held = unpacked(payload, spelt, lengths)
                    tasks = by_space(held, kind, displaced=displaced) if space else by_group(held, displaced=displaced)
                    made = job(held, Part([tasks], tile.rows, tile.home, longest, much))
                    yield pyarrow.RecordBatch.from_arrays([pyarrow.array(made[n]) for n in names], names=names)

        rows = [(space, bytearray(packed(columns, tile))) for space, tile in tiles]
        frame = self._session.createDataFrame(rows, "space boolean, payload binary").repartition(min(len(rows), 200))
        done = frame.mapInArrow(work, schema)
        if summed:
            done = done.groupBy(summed).sum(*(n for n in names if n != summed)).toDF(*names)
        table = done.toArrow()
        sent.destroy()
        return {n: table.column(n).to_numpy().astype(np.int64) for n in names}


def _at_home(part: Part, counts: Ints) -> dict[str, Ints]:
    return {"row": part.number[part.home], "n": counts[part.home]}
