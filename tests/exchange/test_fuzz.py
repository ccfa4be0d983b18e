"""Bytes that no one would write, for every reader: rows, named rejections or a message; never a traceback.

In the suite each reader is given a few; `make fuzz` gives each of them minutes (FUZZ_SECONDS).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from exchange.field_samples import SAMPLES
from exchange.filed import loaded, parquet, workbook
from exchange.test_fields import known
from exchange.text_samples import SAMPLES as TEXTS
from solferino.exchange.accounts.read import accounts
from solferino.exchange.documents.read import text_of
from solferino.exchange.reader import READERS
from solferino.pipeline.guess import Guess
from solferino.words.errors import CaseError, MachineError, UsageError

SECONDS = int(os.environ.get("FUZZ_SECONDS", "0"))
"""How long each reader is given damaged files, round after round; 0: one short round."""
EXAMPLES = 500 if SECONDS else 10

_SEEDS = {
    "csv": SAMPLES["acled"][1], "tsv": b"a\tb\n1\t2\n", "json": SAMPLES["bayanat-json"][1],
    "jsonl": SAMPLES["ftm-entities"][1], "hxl": SAMPLES["hxl"][1], "ftm-statements": SAMPLES["ftm-statements"][1],
    "geojson": b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point",'
               b'"coordinates":[37.1,36.2]},"properties":{"a":1}}]}',
    "xlsx": workbook([("a", "b"), ("1", "=2")]), "parquet": parquet([{"id": "a", "n": "1", "lists": "x"}]),
    "text": TEXTS["a.txt"],
}  # fmt: skip


def _hunt(seeded: bytes, read: Callable[[bytes], object]) -> None:
    """Give `read` a good file with a piece replaced, or cut off after it, until the time is over."""

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(at=st.floats(0, 1), put=st.binary(max_size=24), take=st.integers(0, 24), whole=st.booleans())
    def damaged(at: float, put: bytes, take: int, whole: bool) -> None:
        cut = int(at * len(seeded))
        with suppress(CaseError, UsageError, MachineError):
            read(seeded[:cut] + put + (seeded[cut + take :] if whole else b""))

    end, rounds = time.monotonic() + SECONDS, 0
    while rounds == 0 or time.monotonic() < end:
        seed(rounds)(damaged)()
        rounds += 1


@pytest.mark.parametrize("format", sorted(READERS))
def test_no_bytes_end_a_reader_in_a_traceback(format: str) -> None:
    """Whatever a reader cannot take is an error that names the file."""
    _hunt(_SEEDS[format], lambda data: loaded(data, format))


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_no_bytes_end_a_format_of_the_field_in_a_traceback(name: str) -> None:
    """A damaged export is known and read with rejections, or known as something else, or refused."""
    file, data, _ = SAMPLES[name]
    _hunt(data, lambda data: known(data, file) if Guess.of(data, file, "").field else None)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_no_bytes_end_a_document_in_a_traceback(name: str) -> None:
    """A damaged document is read for what is left of it, or refused."""
    _hunt(TEXTS[name], lambda data: accounts(text_of(data, name)))


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
