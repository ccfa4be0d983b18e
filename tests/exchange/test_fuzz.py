"""Bytes that no one would write, for every reader: rows, named rejections or a message; never a traceback."""

from __future__ import annotations

import os
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.field_samples import SAMPLES
from exchange.filed import loaded, parquet, workbook
from solferino.exchange.reader import READERS
from solferino.words.errors import CaseError

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "10"))
"""How many files each reader is given: few in the suite, many by `make fuzz`."""

_PLAIN = [{"id": "a", "n": "1", "lists": "x"}]
_SEEDS = {
    "csv": SAMPLES["acled"][1], "tsv": b"a\tb\n1\t2\n", "json": SAMPLES["bayanat-json"][1],
    "jsonl": SAMPLES["ftm-entities"][1], "hxl": SAMPLES["hxl"][1], "ftm-statements": SAMPLES["ftm-statements"][1],
    "geojson": b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point",'
               b'"coordinates":[37.1,36.2]},"properties":{"a":1}}]}',
    "xlsx": workbook([("a", "b"), ("1", "=2")]), "parquet": parquet(_PLAIN),
}  # fmt: skip


@pytest.mark.parametrize("format", sorted(READERS))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(cut=st.integers(0, 400), put=st.binary(max_size=24), take=st.integers(0, 24), whole=st.booleans())
def test_no_bytes_end_in_a_traceback(format: str, cut: int, put: bytes, take: int, whole: bool) -> None:
    """A good file with a piece replaced, or cut off after it: whatever cannot be read is a CaseError."""
    seed = _SEEDS[format]
    at = cut % (len(seed) + 1)
    data = seed[:at] + put + (seed[at + take :] if whole else b"")
    with suppress(CaseError):
        loaded(data, format)


@pytest.mark.parametrize("data", [b"[" * 200_000, b'{"a":' * 200_000, b"[" + b"[]," * 10 + b"1]"])
@pytest.mark.parametrize("format", ["json", "jsonl", "geojson"])
def test_nested_without_end_is_refused(format: str, data: bytes) -> None:
    """Brackets nested past all sense are a message, and fill no memory."""
    with suppress(CaseError):
        found, _ = loaded(data, format)
        assert found.rejected


@pytest.mark.parametrize("format", ["csv", "hxl"])
def test_a_million_columns_are_refused(format: str) -> None:
    """A header of a million columns is no table of reports."""
    header = ",".join(f"#x{i}" if format == "hxl" else f"c{i}" for i in range(1_000_000))
    with pytest.raises(CaseError, match="columns"):
        loaded(f"{header}\n1\n".encode(), format)
