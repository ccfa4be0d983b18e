"""Invented reports for tests: an event is a base report that others vary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from solferino.words.report import Report

DAY = date(2020, 5, 10)
TOWNS = {"aa": (10.0, 20.0), "bb": (10.3, 20.3), "cc": (10.6, 20.0)}


def report(id: str, **said: Any) -> Report:
    """Return a report of a strike on an unnamed hospital in town aa on DAY; keywords change what it says."""
    base = Report(
        id, source="s", publisher=f"p-{id}", start=DAY, end=DAY, place="Aa", place_id="aa", lat=10.0, lon=20.0, precision_m=2000,
        facility="hospital", object="hospital", weapons=frozenset({"airstrike"}),
    )  # fmt: skip
    if "day" in said:
        said["start"] = said["end"] = DAY + timedelta(days=said.pop("day"))
    return replace(base, **said)


@st.composite
def many(draw: st.DrawFn) -> list[Report]:
    """Return up to fourteen reports over three towns, five days, a few facilities and sources."""
    size = draw(st.integers(1, 14))
    return [draw(_one(n)) for n in range(size)]


@st.composite
def _one(draw: st.DrawFn, n: int) -> Report:
    town = draw(st.sampled_from(["aa", "bb", "cc", ""]))
    point = TOWNS.get(town, (None, None))
    day = draw(st.one_of(st.none(), st.integers(0, 4)))
    when = None if day is None else DAY + timedelta(days=day)
    killed = draw(st.sampled_from([None, 0, 1, 3, 12]))
    return Report(
        f"r{n:02}", source="s", publisher=draw(st.sampled_from(["p", "q", "w"])), deduplicated=draw(st.booleans()),
        document=draw(st.sampled_from(["", "d1", "d2"])), start=when, end=when, place=town.title(), place_id=town,
        lat=point[0], lon=point[1], precision_m=2000 if town else None,
        facility=draw(st.sampled_from(["", "hospital", "Orm hospital", "Q7"])), facility_id="",
        object="hospital", killed=(killed, killed), roots=frozenset(draw(st.sets(st.sampled_from("xyz"), max_size=2))),
        scope=draw(st.sampled_from(["one", "one", "one", "many"])), stance=draw(st.sampled_from(["affirms"] * 6 + ["denies"])),
    )  # fmt: skip
