"""For every format that is read, twins that nobody means well: a message or named rejections, soon, in little memory."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from cases.small import write_case
from exchange.field_samples import SAMPLES as FIELDS
from exchange.filed import parquet, workbook
from exchange.hostile import twins
from exchange.text_samples import SAMPLES as TEXTS
from solferino.pipeline.add import add
from solferino.words.errors import CaseError, UsageError

SECONDS = 10.0
MB = 500
_PLAIN = [{"id": "a", "date_from": "2031-05-04", "place": "Lower Town"}]
_ROWS = [list(_PLAIN[0]), list(_PLAIN[0].values())]
SAMPLES = {
    **{name: (file, data) for name, (file, data, _) in FIELDS.items()},
    **{f"text as {name[2:]}": (name, data) for name, data in TEXTS.items()},
    "tsv": ("a.tsv", "\n".join("\t".join(row) for row in _ROWS).encode()),
    "geojson": ("a.geojson", b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point",'
                b'"coordinates":[37.1,36.2]},"properties":{"place":"Lower Town"}}]}'),
    "xlsx": ("a.xlsx", workbook(_ROWS)),
    "parquet": ("a.parquet", parquet(_PLAIN)),
}  # fmt: skip
"""A good file of every format: what it is called, and its bytes."""
ALL = [(name, twin) for name, (file, data) in SAMPLES.items() for twin in twins(file, data)]


@pytest.mark.parametrize(("name", "twin"), ALL)
def test_a_twin_ends_in_a_message(name: str, twin: str, tmp_path: Path) -> None:
    """The verb `add` says what is wrong, or reads what can be read; no traceback, no wait, no flood of memory."""
    file, data = SAMPLES[name]
    path = tmp_path / file
    path.write_bytes(twins(file, data)[twin]())
    case = write_case(tmp_path / "case")
    before, start = _memory(reset=True), time.perf_counter()

    for table in ("", "reports"):
        with suppress(CaseError, UsageError):
            add(case, str(path), table=table, dry_run=True)
    assert time.perf_counter() - start < SECONDS
    assert _memory() - before < MB


def _memory(*, reset: bool = False) -> int:
    """Return the peak of this process since it was last reset, in MB; 0 where the machine does not tell."""
    status, clear = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not status.is_file():
        return 0
    if reset:
        try:
            clear.write_text("5")
        except OSError:
            return 0
    peak = next(line for line in status.read_text().split("\n") if line.startswith("VmHWM"))
    return int(peak.split()[1]) // 1024
