"""The tests of incidents in space and time: what of the rows each can use, and what it is given of them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from solferino.claims.question import Question
from solferino.claims.where import ClaimError
from solferino.patterns.before_after import before_after, daily
from solferino.patterns.chance import refused
from solferino.patterns.events import Events, events, on_earth
from solferino.patterns.knox import knox
from solferino.patterns.kst import kst
from solferino.patterns.labelling import labelling
from solferino.patterns.near_repeat import near_repeat
from solferino.patterns.odds import odds, strata_tables
from solferino.patterns.proximity import MOST
from solferino.patterns.result import Refusal, Result
from solferino.patterns.scan import scan
from solferino.store.namespace import Rows


def near(asked: Question, rows: Rows) -> Result:
    """Ask whether incidents cluster in space and time together: Knox's test, near repeats, or a K function of both."""
    kept, dropped = _usable(asked, rows)
    if (refusal := _coarse(asked, kept, dropped)) is not None:
        return refusal
    distances, days = asked.numbers("distance"), asked.numbers("days")
    told, more = _placed(asked, kept), {**asked.drawing, "dropped": dropped}
    if asked.kind == "knox":
        return knox(told, distance=distances[0], days=days[0], **more)
    if asked.kind == "near-repeat":
        return near_repeat(told, distances=distances, days=days, **more)
    period = asked.case.settings.period
    ends = (period.start.toordinal(), period.end.toordinal()) if period.start and period.end else None
    return kst(told, distances=distances, days=days, period=ends, **more)


def labelled(asked: Question, rows: Rows) -> Result:
    """Ask whether marked incidents stand closer to one another than others do."""
    kept, dropped = _usable(asked, rows)
    if (refusal := _coarse(asked, kept, dropped)) is not None:
        return refusal
    marks = _marked("group", kept).astype(np.int64)
    told = _placed(asked, kept, marks)
    radii = asked.numbers("distance")
    return labelling(told, marks[told.order], radii=radii, dropped=dropped, **asked.drawing)


def likelier(asked: Question, rows: Rows) -> Result:
    """Ask whether marked incidents were hit likelier, within each stratum."""
    strata = np.unique(np.array(asked.strata(rows)), return_inverse=True)[1] if rows else np.zeros(0, np.int64)
    made = strata_tables(_marked("group", rows), _marked("hit", rows), strata)
    return odds(made, seed=asked.settings["seed"])


def scanned(asked: Question, rows: Rows) -> Result:
    """Ask where and when incidents cluster most, by cylinders over the places that they name."""
    kept = [r for r in rows if r["place_id"] and r["date_from"] and r["lat"] is not None]
    lost = {"no place or no day": len(rows) - len(kept)} if len(kept) < len(rows) else {}
    if len(kept) < 2:
        return refused("scan", Refusal("FEW_EXPECTED", {"cases": len(kept), "needs": 10}), n=len(kept),
                       seed=asked.settings["seed"], dropped=lost)  # fmt: skip
    names = sorted({r["place_id"] for r in kept})
    points = [np.mean([(r["lat"], r["lon"]) for r in kept if r["place_id"] == n], axis=0) for n in names]
    at, first = np.array(points), min(r["date_from"] for r in kept).toordinal()
    last = max(r["date_from"] for r in kept).toordinal()
    step = max(1, -(-(last - first + 1) // 400))
    cases = np.zeros((len(names), (last - first) // step + 1), dtype=np.int64)
    for r in kept:
        cases[names.index(r["place_id"]), (r["date_from"].toordinal() - first) // step] += 1
    shown = _coarsened(at, asked.case.settings.places)
    return scan(on_earth(at[:, 0], at[:, 1]), cases, drawn_at=shown, dropped=lost, **asked.drawing)


def _coarsened(at: Any, places: str) -> Any:
    """Return points for a map, as exact as the case lets points leave: x, y; all alike where none may."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)deg", places)
    step = float(found[1]) if found else 360.0
    lat, lon = (np.round(at[:, k] / step) * step for k in (0, 1))
    return np.stack([lon * np.cos(np.radians(lat.mean())), lat], axis=1)


def changed(asked: Question, rows: Rows) -> Result:
    """Ask whether incidents became more or fewer on a day."""
    on, window = asked.settings.get("on"), asked.settings.get("window", 30)
    if on is None:
        raise ClaimError("test.on", "test before-after needs the day that is asked about", "on = 2016-09-19")
    period = asked.case.settings.period
    days = [r["date_from"].toordinal() for r in rows if r["date_from"] and r["date_from"] == r["date_to"]]
    first = period.start.toordinal() if period.start else min(days, default=on.toordinal())
    last = period.end.toordinal() if period.end else max(days, default=on.toordinal())
    counts = daily(days, first=first, last=min(last, asked.case.settings.as_of.toordinal()))
    dropped = {"no single day in the period": len(rows) - int(counts.sum())} if counts.sum() < len(rows) else {}
    return before_after(counts, on.toordinal() - first, window=window, seed=asked.settings["seed"], dropped=dropped)


def _usable(asked: Question, rows: Rows) -> tuple[Rows, dict[str, int]]:
    """Return the rows with a day and a point as exact as the distance asked about, and why others are not."""
    kept, dropped, limit = Rows(), dict[str, int](), asked.numbers("distance")[0]
    for row in rows:
        why = ""
        if row["lat"] is None or row["lon"] is None:
            why = "no point"
        elif row["date_from"] is None or row["date_from"] != row["date_to"]:
            why = "no single day"
        elif row["precision_m"] is not None and row["precision_m"] > limit:
            why = "placed less exactly than the distance"
        if why:
            dropped[why] = dropped.get(why, 0) + 1
        else:
            kept.append(row)
    return kept, dropped


def _coarse(asked: Question, kept: Rows, dropped: dict[str, int]) -> Result | None:
    coarse = dropped.get("placed less exactly than the distance", 0) + dropped.get("no point", 0)
    if kept and coarse <= MOST * (coarse + len(kept)):
        return None
    facts = {"distance": asked.numbers("distance")[0], "less exact": coarse, "exact": len(kept)}
    return refused(asked.kind, Refusal("COARSE_POSITIONS", facts), n=len(kept), seed=asked.settings["seed"],
                   dropped=dropped)  # fmt: skip


def _placed(asked: Question, rows: Rows, marks: Any = None) -> Events:
    lat, lon = (np.array([float(r[k]) for r in rows]) for k in ("lat", "lon"))
    t = np.array([float(r["date_from"].toordinal()) for r in rows])
    return events(on_earth(lat, lon), t, asked.strata(rows), marks=marks, metric="globe")


def _marked(key: str, rows: Rows) -> Any:
    return np.array([r[f"_{key}"] for r in rows], dtype=bool)
