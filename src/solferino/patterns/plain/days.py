"""Tests of a series of days, on plain tables: scan, before-after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from solferino.patterns.before_after import before_after, daily
from solferino.patterns.chance import refused
from solferino.patterns.plain.sheet import Sheet, sheet
from solferino.patterns.plain.where import Columns, placed
from solferino.patterns.result import Refusal, Result
from solferino.patterns.scan import scan
from solferino.words.errors import UsageError

MOST_DAYS = 20_000
"""Days that a series may span."""


MOST_WINDOWS = 1e9
"""Cylinders that one random world may have: about a second."""


def scan_table(
    paths: Sequence[Path], told: Columns, *, place: str, model: str, cases: str, exposure: str, count: str, most: float,
    days: float, alive: bool, draws: int, seed: int,
) -> Result:  # fmt: skip
    """Run `scan` on the rows of plain tables; rows at one point, or of one `place`, are of one place.

    `cases` (COLUMN=VALUE) are meant among all rows where the model is bernoulli; `exposure` is a column for poisson,
    the same for every row of a place; `count` says how many a row stands for.
    """
    table = sheet(paths)
    made = placed(table, told)
    units = table.numbers(count, low=0) if count else np.ones(len(table))
    weight = table.numbers(exposure, low=0) if exposure else np.ones(len(table))
    table.settled()
    if (model == "poisson") != bool(exposure) or (model == "bernoulli") != bool(cases):
        raise UsageError(f"the model {model} does not go with what is told",
                         "poisson needs --exposure, bernoulli --cases, permutation neither")  # fmt: skip
    keys = np.array(table.texts(place))[made.keep] if place else np.array([f"{p}" for p in made.at.tolist()])
    names, number = np.unique(keys, return_inverse=True)
    at = np.array([made.at[number == k].mean(axis=0) for k in range(len(names))])
    day = (np.floor(made.t) - np.floor(made.t.min())).astype(np.int64)
    rows, span = units[made.keep].astype(np.int64), int(day.max()) + 1
    if span > MOST_DAYS:
        raise UsageError(f"the days span {span:,}, more than {MOST_DAYS:,}", "scan coarser units of time")
    windows = len(names) ** 2 * span**2 * days / 2
    if windows > MOST_WINDOWS:
        raise UsageError(f"{len(names):,} places and {span:,} days hold {windows:.1e} cylinders, too many to look at",
                         "join places in a column for --place, count time in weeks, or lower --longest")  # fmt: skip
    every = np.zeros((len(names), span), dtype=np.int64)
    np.add.at(every, (number, day), rows)
    mine, weights = every, None
    if model == "bernoulli":
        mine, weights = np.zeros_like(every), every.astype(np.float64)
        np.add.at(mine, (number, day), rows * table.holds(cases)[made.keep])
    elif model == "poisson":
        each = np.array([weight[made.keep][number == k].max() for k in range(len(names))])
        weights = np.repeat(each[:, None], span, axis=1)
    return scan(at, mine, model=model, weights=weights, most=most, days=days, alive=alive, draws=draws, seed=seed,
                **made.more)  # fmt: skip


def before_after_table(
    paths: Sequence[Path], *, column: str, on: str, window: int, count: str, first: str, last: str, seed: int
) -> Result:
    """Run `before_after` on the rows of plain tables: days without a row have no event.

    The series runs from the first day told to the last; `first` and `last` widen or narrow it.
    """
    table = sheet(paths)
    told = table.days(column)
    units = table.numbers(count, low=0) if count else np.ones(len(table))
    table.settled()
    keep = ~(np.isnan(told) | np.isnan(units))
    if not keep.any():
        raise UsageError(f"no row of {table.name} has a day", "a date such as 2016-11-24")
    begin = _day(first) if first else int(told[keep].min())
    end = _day(last) if last else int(told[keep].max())
    here = _day(on)
    if not begin <= here <= end:
        facts = {"day": on, "first": date.fromordinal(begin).isoformat(), "last": date.fromordinal(end).isoformat()}
        return refused("before-after", Refusal("FEW_DATES", facts), n=int(keep.sum()), seed=seed)
    if end - begin > MOST_DAYS:
        raise UsageError(f"the days span {end - begin:,}, more than {MOST_DAYS:,}", "say --from and --to")
    days = np.repeat(told[keep].astype(np.int64), units[keep].astype(np.int64))
    counts = daily(days.tolist(), first=begin, last=end)
    lost = _lost(table, int(keep.sum()), outside=len(days) - int(counts.sum()))
    return before_after(counts, here - begin, window=window, seed=seed, dropped=lost)


def _lost(table: Sheet, kept: int, *, outside: int) -> dict[str, int]:
    found = {"no day": len(table) - kept, "outside the series": outside}
    return {why: n for why, n in found.items() if n}


def _day(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise UsageError(f"{text!r} is not a day", "for example 2016-11-24") from None
