"""For every format that is read, twins that nobody means well: a message or named rejections, soon, in little memory."""

from __future__ import annotations

import time
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
LONGEST = 2_000
"""Characters of a message: what is in the file may be quoted, and not whole."""
_PLAIN = [{"id": "a", "date_from": "2031-05-04", "place": "Lower Town"}]
TAGGED = [["When", "Place"], ["#date+occurred", "#loc+name"], ["2031-05-04", "Lower Town"]]
_ROWS = [list(_PLAIN[0]), list(_PLAIN[0].values())]
SAMPLES = {
    **{name: (file, data) for name, (file, data, _) in FIELDS.items()},
    **{f"text as {name[2:]}": (name, data) for name, data in TEXTS.items()},
    "tsv": ("a.tsv", "\n".join("\t".join(row) for row in _ROWS).encode()),
    "geojson": ("a.geojson", b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point",'
                b'"coordinates":[37.1,36.2]},"properties":{"place":"Lower Town"}}]}'),
    "xlsx": ("a.xlsx", workbook(_ROWS)),
    "hxl in a workbook": ("a.xlsx", workbook(TAGGED)),
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

    told = list[str]()
    for table in ("",) if name in FIELDS else ("", "reports"):
        try:
            told += add(case, str(path), table=table, dry_run=True).troubles
        except (CaseError, UsageError) as error:
            told += [error.message]
    assert all(text.strip() and len(text) < LONGEST for text in told)
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


def test_a_header_without_rows_says_so(tmp_path: Path) -> None:
    """A table of which only the header is left is read into nothing, and the verb says that it is nothing."""
    (tmp_path / "a.csv").write_bytes(FIELDS["acled"][1].split(b"\n")[0] + b"\n")
    case = write_case(tmp_path / "case")

    assert add(case, str(tmp_path / "a.csv"), dry_run=True).troubles == ("it holds no row",)


def test_a_cell_is_quoted_by_its_ends(tmp_path: Path) -> None:
    """A cell of a hundred thousand characters is no message of a hundred thousand characters."""
    (tmp_path / "a.csv").write_text(f"date_from,place\n2031{'[' * 100_000}],Belad\n", "utf-8")
    case = write_case(tmp_path / "case")

    (told,) = add(case, str(tmp_path / "a.csv"), table="reports", dry_run=True).troubles
    assert len(told) < 700
    assert told.endswith("[[]'")
