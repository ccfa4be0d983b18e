"""An invented country at war: incidents with reports from several sources, and which report is of which incident.

Everything that makes linking hard is a knob: offensives that crowd one district for weeks, second strikes, towns of one
name, points of a whole district, late dates, rumoured numbers, sources that copy one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from names import slip, towns

Array = np.ndarray[Any, Any]
DAYS = 1826
KINDS = ("airstrike", "barrel_bomb", "missile", "artillery", "mortar", "ied", "shooting", "raid_arrest")
KIND_ODDS = (0.25, 0.08, 0.05, 0.24, 0.1, 0.07, 0.14, 0.07)
WIDE = ("bombing_air", "bombing_air", "bombing_air", "shelling", "shelling", "ied", "ground", "ground")
CONFUSED = (1, 0, 0, 4, 3, 5, 7, 6)
TARGETS = ("none", "residential", "market", "school", "hospital", "worship")
TARGET_ODDS = (0.5, 0.28, 0.06, 0.06, 0.06, 0.04)
PARTIES = ("north", "south", "east", "west", "coast", "outside")


@dataclass(frozen=True)
class Knobs:
    """What the country is like; shares lie in 0 to 1."""

    incidents: int = 51_000
    seed: int = 7
    towns: int = 5_200
    districts: int = 62
    scale_km: float = 430.0
    in_offensives: float = 0.55
    double_strikes: float = 0.04
    misplaced: float = 0.01
    copied: float = 0.0
    scripts: str = "mixed"


@dataclass(frozen=True)
class Habit:
    """How one source works: what it covers, how finely it places, how often it errs."""

    name: str
    once: bool
    covers: str
    fine: tuple[float, float, float]
    on_day: float
    strays: float
    unnamed: float
    blames_wrongly: float
    confuses: float
    miscounts: float
    uncounted: float
    arabic: float


HABITS = (
    Habit("monitor", True, "any", (0.12, 0.76, 0.12), 0.9, 1.5, 0.18, 0.03, 0.06, 0.15, 0.0, 0.0),
    Habit("fatalities", True, "deadly", (0.06, 0.74, 0.2), 0.86, 2.0, 0.08, 0.03, 0.08, 0.18, 0.0, 0.0),
    Habit("airwatch", True, "air", (0.45, 0.45, 0.1), 0.93, 1.3, 0.25, 0.05, 0.1, 0.25, 0.08, 0.0),
    Habit("facilities", True, "places", (0.6, 0.3, 0.1), 0.92, 1.3, 0.35, 0.04, 0.1, 0.25, 0.2, 0.0),
    Habit("posts", False, "any", (0.3, 0.5, 0.2), 0.82, 1.7, 0.5, 0.1, 0.15, 0.45, 0.45, 0.45),
)


@dataclass(frozen=True)
class Country:
    """The ground: where towns lie, what they are called, what happened where and when."""

    seats: Array
    town: Array
    seat_of: Array
    twin: Array
    arabic: Array
    latin: Array
    where: Array
    point: Array
    day: Array
    kind: Array
    party: Array
    target: Array
    killed: Array
    injured: Array
    family: Array


def country(k: Knobs, rng: np.random.Generator) -> Country:
    """Return the ground and its incidents."""
    seats = rng.random((k.districts, 2)) * k.scale_km
    town = rng.random((k.towns, 2)) * k.scale_km
    close = rng.random(k.towns) < 0.5
    town[close] = np.clip(
        seats[rng.integers(k.districts, size=close.sum())] + rng.normal(0, 12, (close.sum(), 2)), 0, k.scale_km
    )
    seat_of = nearest(town, seats)
    arabic, latin = towns(rng, int(k.towns * 0.86), 10)
    named = np.concatenate([np.arange(len(arabic)), rng.integers(len(arabic), size=k.towns - len(arabic))])
    named = named[rng.permutation(k.towns)]
    twin = np.arange(k.towns)
    order = np.argsort(named, kind="stable")
    same = named[order][1:] == named[order][:-1]
    twin[order[1:][same]], twin[order[:-1][same]] = order[:-1][same], order[1:][same]
    size = rng.permutation(1 / np.arange(1, k.towns + 1) ** 0.75)
    n = k.incidents
    where = rng.choice(k.towns, n, p=size / size.sum())
    day = rng.integers(0, DAYS, n)
    party = rng.integers(len(PARTIES), size=n)
    fronts = max(12, n // 1500)
    length, reach = rng.integers(15, 120, fronts), rng.uniform(8, 35, fronts)
    begin, centre = rng.integers(0, DAYS - 20, fronts), rng.integers(k.towns, size=fronts)
    weight = length * rng.gamma(2, 1, fronts)
    front = np.where(rng.random(n) < k.in_offensives, rng.choice(fronts, n, p=weight / weight.sum()), -1)
    leader = rng.integers(len(PARTIES), size=fronts)
    for f in range(fronts):
        inside = np.flatnonzero(front == f)
        near = np.flatnonzero(((town - town[centre[f]]) ** 2).sum(axis=1) <= reach[f] ** 2)
        if len(inside):
            where[inside] = rng.choice(near, len(inside), p=size[near] / size[near].sum())
            day[inside] = np.clip(begin[f] + (rng.beta(1.5, 2, len(inside)) * length[f]).astype(int), 0, DAYS - 1)
            led = inside[rng.random(len(inside)) < 0.8]
            party[led] = leader[f]
    kind = rng.choice(len(KINDS), n, p=KIND_ODDS)
    target = rng.choice(len(TARGETS), n, p=TARGET_ODDS)
    killed = np.where(rng.random(n) < 0.45, 0, rng.negative_binomial(0.6, 0.13, n))
    injured = rng.poisson(killed * rng.uniform(0.8, 3, n))
    point = town[where] + rng.normal(0, 1.6, (n, 2))
    again = np.flatnonzero(rng.random(n) < k.double_strikes)
    first = rng.permutation(n)[: len(again)]
    where[again], party[again], kind[again] = where[first], party[first], kind[first]
    point[again] = point[first] + rng.normal(0, 0.3, (len(again), 2))
    day[again] = np.clip(day[first] + rng.integers(0, 2, len(again)), 0, DAYS - 1)
    stayed = ~np.isin(first, again)  # a first strike that is itself a second one elsewhere has moved away
    family = np.arange(n)
    family[again[stayed]] = first[stayed]
    return Country(
        seats, town, seat_of, twin, np.array(arabic, object)[named], np.array(latin, object)[named], where, point, day,
        kind, party, target, killed, injured, family,
    )  # fmt: skip


def nearest(points: Array, seats: Array) -> Array:
    """Return the nearest seat of each point, a thousand points at a time."""
    found = [
        ((p[:, None] - seats[None]) ** 2).sum(axis=2).argmin(axis=1)
        for p in np.array_split(points, len(points) // 1000 + 1)
    ]
    return np.concatenate(found)


def told(c: Country, h: Habit, k: Knobs, rng: np.random.Generator) -> dict[str, Array]:
    """Return the reports of one source, with the incident of each."""
    n = len(c.day)
    deadly = 1 / (1 + np.exp(0.9 - np.log1p(c.killed)))
    odds = {
        "any": 0.35 + 0.48 * deadly, "deadly": (c.killed > 0) * (0.25 + 0.55 * deadly),
        "air": (c.kind <= 2) * (0.35 + 0.5 * deadly), "places": (c.target >= 3) * (0.45 + 0.4 * deadly),
    }[h.covers]  # fmt: skip
    at = np.flatnonzero(rng.random(n) < odds)
    if not h.once:
        at = np.repeat(at, 1 + rng.poisson(0.6, len(at)))
    m = len(at)
    fine = rng.choice(3, m, p=h.fine)
    town = c.where[at].copy()
    lost = (fine > 0) & (rng.random(m) < k.misplaced * 4)
    town[lost] = c.twin[town[lost]]
    point = np.where((fine == 0)[:, None], c.point[at] + rng.normal(0, 0.25, (m, 2)), c.town[town])
    point = np.where((fine == 2)[:, None], c.seats[c.seat_of[town]], point)
    late = np.where(rng.random(m) < h.on_day, 0, np.clip(np.rint(rng.normal(0.4, h.strays, m)), -3, 3)).astype(int)
    kind = c.kind[at].copy()
    mixed = rng.random(m) < h.confuses
    kind[mixed] = np.array(CONFUSED)[kind[mixed]]
    words = np.array(KINDS, object)[kind]
    if not h.once:
        vague = rng.random(m) < 0.4
        words[vague] = np.array(WIDE, object)[kind[vague]]
    party = np.array(PARTIES, object)[
        np.where(rng.random(m) < h.blames_wrongly, rng.integers(len(PARTIES), size=m), c.party[at])
    ]
    party[rng.random(m) < h.unnamed] = None
    off = rng.random(m) < 2 * h.miscounts
    guess = np.rint(c.killed[at] * np.exp(rng.normal(0, h.miscounts * 1.2, m)) + rng.integers(-1, 2, m))
    killed = np.maximum(np.where(off, guess, c.killed[at]), 1 if h.covers == "deadly" else 0)
    injured = np.rint(c.injured[at] * np.exp(rng.normal(0, h.miscounts, m)))
    target = np.array(TARGETS, object)[
        np.where(rng.random(m) < (0.02 if h.covers == "places" else 0.12), 0, c.target[at])
    ]
    usual = rng.random(m) < (0.55 if h.once else 0.1)
    place = c.latin[c.where[at], np.where(usual, 0, rng.integers(c.latin.shape[1], size=m))].copy()
    share = {"mixed": h.arabic, "latin": 0.0, "arabic": 1.0}[
        k.scripts if not (k.scripts == "arabic" and h.once) else "latin"
    ]
    other = rng.random(m) < share
    place[other] = c.arabic[c.where[at[other]]]
    for row in np.flatnonzero(rng.random(m) < 0.05):
        place[row] = slip(rng, place[row])
    place[fine == 2] = None
    return {
        "incident": at, "family": c.family[at], "source": np.full(m, h.name, object), "deduplicated": np.full(m, h.once),
        "day": c.day[at] + late, "x": point[:, 0], "y": point[:, 1], "precision_m": np.array([500, 5000, 25000])[fine],
        "place": place,
        "admin2": c.seat_of[town].astype(str).astype(object), "weapon": words, "party": party, "target": target,
        "killed": np.where(rng.random(m) < h.uncounted, -1, killed).astype(int),
        "injured": np.where(rng.random(m) < h.uncounted + 0.3, -1, injured).astype(int),
    }  # fmt: skip


def make(k: Knobs) -> dict[str, Array]:
    """Return the reports of all sources, shuffled, as columns; `incident` is the truth, `family` one number for both strikes."""
    rng = np.random.default_rng(k.seed)
    ground = country(k, rng)
    parts = [told(ground, h, k, rng) for h in HABITS]
    rows = {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}
    order = rng.permutation(len(rows["incident"]))
    rows = {name: column[order] for name, column in rows.items()}
    if k.copied:  # a post that only repeats what another report of the same incident says, errors and all
        by = np.argsort(rows["incident"], kind="stable")
        follows = by[1:][(rows["incident"][by][1:] == rows["incident"][by][:-1]) & ~rows["deduplicated"][by][1:]]
        before = by[:-1][(rows["incident"][by][1:] == rows["incident"][by][:-1]) & ~rows["deduplicated"][by][1:]]
        chosen = rng.random(len(follows)) < k.copied
        for name in (
            "day",
            "x",
            "y",
            "precision_m",
            "place",
            "admin2",
            "weapon",
            "party",
            "target",
            "killed",
            "injured",
        ):
            rows[name][follows[chosen]] = rows[name][before[chosen]]
    return rows


def write(rows: dict[str, Array], path: Path) -> None:
    """Write reports as a table of the Link input, and beside it the truth."""
    n = len(rows["incident"])
    table = {name: column for name, column in rows.items() if column.dtype != object}
    table["n"] = np.arange(n)
    with duckdb.connect() as con:
        con.register("told", table)
        for name, column in rows.items():
            if column.dtype == object:
                con.execute(f"CREATE TABLE t_{name} (v VARCHAR, n BIGINT)")
                con.execute(f"INSERT INTO t_{name} SELECT unnest(?::VARCHAR[]), unnest(range(?))", [column.tolist(), n])
        joins = " ".join(
            f"JOIN t_{c} ON t_{c}.n = told.n" for c in ("source", "place", "admin2", "weapon", "party", "target")
        )
        con.execute(
            "COPY (SELECT printf('%08d', told.n) AS report_id, t_source.v AS source, deduplicated, "
            "(DATE '2014-01-01' + greatest(day, 0)::INTEGER)::VARCHAR AS date, round(33 + y / 111.2, 5) AS lat, "
            "round(36 + x / (111.2 * cos(radians(35))), 5) AS lon, precision_m, t_place.v AS place, "
            "t_admin2.v AS admin2, t_weapon.v AS weapon, t_party.v AS party, t_target.v AS target, "
            "nullif(killed, -1) AS killed_min, "
            "nullif(killed, -1) AS killed_max, nullif(injured, -1) AS injured_min, nullif(injured, -1) AS injured_max "
            f"FROM told {joins} ORDER BY told.n) TO '{path}' (FORMAT parquet)"
        )
        truth = path.with_name(path.stem + ".truth.parquet")
        con.execute(
            "COPY (SELECT printf('%08d', n) AS report_id, incident AS incident_id, family AS family_id FROM told) "
            f"TO '{truth}' (FORMAT parquet)"
        )
