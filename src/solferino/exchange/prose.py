"""Prose → rows: each account of an incident that the rules find, its values and the bytes of the text that say them.

Bytes count in the UTF-8 of the plain text that the preserved file has (`exchange/documents`). A row is a proposal: the
description of the source says with `where.span` which ones a person has read over, and only those become reports.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import accumulate

import duckdb

from solferino.exchange.accounts.account import Account, Value
from solferino.exchange.accounts.read import accounts
from solferino.exchange.documents.read import text_of
from solferino.exchange.grid import ITEM, Loaded, Row, stand
from solferino.words.errors import CaseError, Problem, UsageError

COLUMNS = (
    "span", "date_from", "date_to", "date_precision", "place", "admin2", "object", "facility", "weapon", "parties",
    "attribution_relation", "attributed_by", "word_of", "killed_min", "killed_max", "injured_min", "injured_max",
    "counts_cover", "scope", "stance", "sentence", "note",
)  # fmt: skip
"""The columns of a text, in the order in which they are drafted; those of its accounts have the names of the table."""
_LISTS = frozenset({"weapon", "parties"})


def load(con: duckdb.DuckDBPyConnection, data: bytes, *, table: str, name: str, published: str = "") -> Loaded:
    """Load one row an account into `table`; raise CaseError where the file has no text that can be read."""
    try:
        plain = text_of(data, name)
    except UsageError as error:
        raise CaseError([Problem(name, 0, error.message, error.hint)]) from None
    found = accounts(plain, published=date.fromisoformat(published) if published else None)
    at = offsets(plain)
    rows = [Row(i, 0, _cells(a, plain, at)) for i, a in enumerate(found, 1)]
    return stand(con, rows, table=table, name=name, columns=COLUMNS, lists=_LISTS)


def offsets(plain: str) -> Callable[[int], int]:
    """Return what turns the place of a character of `plain` into that of its first byte in UTF-8."""
    if plain.isascii():
        return int
    sums = [0, *accumulate(len(c.encode("utf-8", "surrogatepass")) for c in plain)]
    return sums.__getitem__


def span_of(one: Account | Value, at: Callable[[int], int]) -> str:
    """Return the bytes of an account or a value as they name it: from-to, the end not included."""
    return f"{at(one.start)}-{at(one.end)}"


def _cells(account: Account, plain: str, at: Callable[[int], int]) -> dict[str, str | None]:
    cells: dict[str, str | None] = {
        name: "".join(v.value + ITEM for v in told) if name in _LISTS else told[0].value
        for name, told in account.values.items()
    }
    if account.values.get("parties") and account.values.get("word_of"):
        cells["attributed_by"] = account.first("word_of")
    word = [f"on the word of {account.first('word_of')}"] if account.values.get("word_of") else []
    cells["note"] = "; ".join(["read out of prose by rules", *word, *account.notes])
    return {"span": span_of(account, at), **cells, "sentence": " ".join(plain[account.start : account.end].split())}
