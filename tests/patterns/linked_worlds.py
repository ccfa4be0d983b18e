"""Whole cases in which nothing is the matter: events told by several publishers, linked, and claims that call a pattern.

What the error rates of claims are measured on: reports of one event differ in day and point, linking finds some of
them and misses others, and a claim stands only where it holds in the base build, in every world of linkage, without
each root, and with precise records alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from cases.small import write_case
from solferino.casefile.load import load
from solferino.claims.evaluate import evaluate
from solferino.linkage.link import link
from solferino.situate.attribution import readings
from solferino.situate.situate import situate
from solferino.store.fill import keep
from solferino.store.namespace import Namespace
from solferino.words.case import CaseFile
from solferino.words.report import Report

START, DAYS = date(2020, 1, 1), 364
PUBLISHERS = ("monitor", "clinic", "press")
DEFAULT_WORLDS = (
    "strict",
    "lenient",
    "draws",
    "each-root-left-out",
    "precise-records-only",
    "unknown-none",
    "unknown-all",
)
CLAIMS: Mapping[str, str] = {
    "knox": "distance = 1000, days = 5",
    "near-repeat": "distance = [500, 1500], days = [3, 7]",
    "kst": "distance = [500, 1500], days = [3, 7]",
    "labelling": 'distance = 800, group = { party = "NOR" }',
    "odds": 'group = { party = "NOR" }, hit = { object = "hospital" }',
    "repeats": 'protected = "hospital"',
    "proximity": 'protected = "hospital", controls = ["school"], distance = [360]',
    "before-after": "on = 2020-07-01, window = 30",
    "scan": "",
    "double-tap": "",
    "listed": 'protected = "hospital"',
}
"""A claim of each kind, its strata left to their default. Strikes on one place and day are linked into one incident unless
their source is deduplicated, so double-tap has a world of its own; the scan has one too."""


@cache
def case(folder: Path) -> CaseFile:
    """A case with these claims, each also without any world."""
    body = ""
    for kind, told in CLAIMS.items():
        test = (
            f'test = {{ kind = "{kind}", seed = 11, draws = 199{", " * bool(told)}{told} }}\nholds = "ratio_low > 1"\n'
        )
        waived = ", ".join(f'{world} = "measured without"' for world in DEFAULT_WORLDS)
        body += f'[{kind}]\nsays = "test"\n{test}[{kind}-base]\nsays = "test"\n{test}waive = {{ {waived} }}\n'
    return load(write_case(folder, claims=body, statement="[x](context:)\n", case=SETTINGS))


SETTINGS = '[case]\ntitle = "x"\nas_of = 2020-12-31\nperiod = { from = 2020-01-01, to = 2020-12-30 }\n'


def told(
    rng: np.random.Generator, aimed: float = 0.0, *, one_season: bool = False
) -> tuple[list[Report], list[dict[str, Any]], dict[str, str]]:
    """Reports of 140 events, blind to what stands where but for the part `aimed` at hospitals; the places that stood;
    times of day by report. Each town has its season, or all have one.
    """
    towns = np.array([10.0, 20.0]) + rng.uniform(0, 0.5, (5, 2))
    season = rng.uniform(0, DAYS, 5)
    if one_season:
        season[:] = season[0]
    danger = rng.uniform(0.2, 0.8, 5)
    stood = [
        {"facility": f"{kind} {town}-{n}", "place_id": f"t{town}", "object": kind, "stratum": "",
         "lat": towns[town][0] + rng.normal(0, 0.01), "lon": towns[town][1] + rng.normal(0, 0.01)}
        for town in range(5) for kind, many in (("hospital", 4), ("school", 16)) for n in range(many)
    ]  # fmt: skip
    reports, times = list[Report](), dict[str, str]()
    for event in range(140):
        town = int(rng.choice(5, p=[0.1, 0.15, 0.2, 0.25, 0.3]))
        day = int(np.clip(rng.normal(season[town], 90), 0, DAYS - 1))
        at = towns[town] + rng.normal(0, 0.01, 2)
        if aimed and rng.uniform() < aimed:
            there = [p for p in stood if p["place_id"] == f"t{town}" and p["object"] == "hospital"]
            at = np.array([(p["lat"], p["lon"]) for p in there])[rng.integers(len(there))]
        object_ = "hospital" if rng.uniform() < danger[town] else "school"
        facility = f"{object_} {town}-{rng.integers(4 if object_ == 'hospital' else 16)}"
        party = "NOR" if rng.uniform() < danger[-1 - town] else "SOU"
        clock = int(np.clip(rng.normal(14 * 60, 150), 0, 1439))
        killed = int(rng.integers(0, 12))
        for publisher in rng.permutation(PUBLISHERS)[: rng.integers(1, 4)].tolist():
            id = f"{publisher}/{event}"
            off = int(rng.choice([-1, 0, 0, 0, 0, 0, 0, 0, 0, 1]))
            when = START + timedelta(days=int(np.clip(day + off, 0, DAYS - 1)))
            point = at + rng.normal(0, 0.0005, 2)
            reports.append(Report(
                id=id, source=publisher, publisher=publisher, roots=frozenset({publisher}), start=when, end=when,
                known_since=when, place=f"Town {town}", place_id=f"t{town}", lat=float(point[0]), lon=float(point[1]),
                precision_m=100, facility=facility, facility_id=facility, object=object_, parties=(party,),
                attribution="exactly", killed=(killed, killed),
            ))  # fmt: skip
            times[id] = f"{clock // 60:02}:{clock % 60:02}"
    for place in stood:
        place["listed_on"] = START + timedelta(days=int(rng.integers(DAYS))) if rng.uniform() < 0.6 else None
    return reports, stood, times


def volleys(rng: np.random.Generator) -> tuple[list[Report], list[dict[str, Any]], dict[str, str]]:
    """Reports of 160 strikes on three places in forty days, mostly in the afternoon, minutes independent.

    A monitor that lists each strike once tells the time; the press tells two in five of them, without it.
    """
    reports, times = list[Report](), dict[str, str]()
    for strike in range(160):
        place, when = int(rng.integers(3)), START + timedelta(days=int(rng.integers(40)))
        clock = int(np.clip(rng.normal(14 * 60, 200), 0, 1439))
        for publisher in PUBLISHERS[:1] if rng.uniform() > 0.4 else (PUBLISHERS[0], PUBLISHERS[2]):
            id = f"{publisher}/{strike}"
            reports.append(Report(
                id=id, source=publisher, publisher=publisher, roots=frozenset({publisher}), start=when, end=when,
                known_since=when, place="Town", place_id="t", lat=10 + place / 50, lon=20.0, precision_m=100,
                facility=f"hospital {place}", facility_id=f"hospital {place}", object="hospital", parties=("NOR",),
                attribution="exactly", killed=(0, 0), deduplicated=publisher == PUBLISHERS[0],
            ))  # fmt: skip
            times[id] = f"{clock // 60:02}:{clock % 60:02}" if publisher == PUBLISHERS[0] else ""
    return reports, [], times


def in_step(rng: np.random.Generator) -> tuple[list[Report], list[dict[str, Any]], dict[str, str]]:
    """As `told`, with one season for all towns: else a town out of step with the others is what the scan looks for."""
    return told(rng, one_season=True)


OWN = {"double-tap": volleys, "scan": in_step}
"""Tests whose null is not true, or says nothing, in the world of all others."""


def tables(folder: Path, rng: np.random.Generator, aimed: float = 0.0, kind: str = "") -> Namespace:
    """The tables of a build of such reports; of the world that a kind of test has for its own."""
    reports, stood, times = OWN[kind](rng) if kind in OWN else told(rng, aimed)
    return kept(folder, built(reports, stood, times))


def built(
    reports: list[Report], stood: list[dict[str, Any]], times: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """The rows of a build of reports: linked, and placed."""
    linked = link(reports)
    rows = situate(reports, linked, names={}, places={})
    return {
        "reports": [_row(r, times) for r in reports],
        "protected_places": stood,
        "incidents": list(rows.incidents),
        "incident_reports": [
            {"incident_id": m.incident, "report_id": m.report, "relation": m.relation, "score": m.score}
            for m in linked.memberships
        ],
        "links": [
            {"report_a": x.a, "report_b": x.b, "score": x.score, "probability": x.probability, "relation": x.relation,
             "reasons": [], "blocked": x.blocked or None}
            for x in linked.links
        ],
    }  # fmt: skip


def kept(folder: Path, made: dict[str, list[dict[str, Any]]]) -> Namespace:
    """The rows of a build, as tables."""
    folder.mkdir(exist_ok=True)
    keep(made, folder)
    return Namespace({name: folder / f"{name}.parquet" for name in made})


def _row(r: Report, times: Mapping[str, str]) -> dict[str, Any]:
    must, may = readings(r.parties, r.attribution)
    return {
        "report_id": r.id, "source_id": r.source, "publisher": r.publisher, "roots": sorted(r.roots),
        "date_from": r.start, "date_to": r.end, "time": times[r.id] or None, "deduplicated": r.deduplicated, "known_since": r.known_since, "place": r.place,
        "place_id": r.place_id, "lat": r.lat, "lon": r.lon, "precision_m": r.precision_m, "object": r.object,
        "facility": r.facility, "facility_id": r.facility_id, "parties": list(r.parties),
        "attribution_relation": r.attribution, "party_must": list(must), "party_may": list(may),
        "killed_min": r.killed[0], "killed_max": r.killed[1], "scope": "one", "stance": "affirms",
    }  # fmt: skip


def measured(
    runs: int, *, seed: int, folder: Path, first: int = 0, aimed: float = 0.0, kinds: Iterable[str] = CLAIMS
) -> dict[str, Counter[str]]:
    """Count, for each kind, the cases in which the test refused, raised the alarm in the base build, and the claim stood.

    A claim that does not hold in the base build stands in no world: worlds are made only where it does.
    """
    asked = case(folder / "case")
    claims = {claim.id: claim for claim in asked.claims}
    found = {kind: Counter[str]() for kind in kinds}
    worlds = [*([k] for k in found if k in OWN), [k for k in found if k not in OWN]]
    for n, asked_of in product(range(first, first + runs), filter(None, worlds)):
        with tables(folder / "tables", np.random.default_rng([seed, n]), aimed, asked_of[0]) as made:
            for kind in asked_of:
                count = found[kind]
                base = evaluate(claims[f"{kind}-base"], made, asked).verdict
                assert str(base) != "error", base.because
                count["refused"] += "method_refused" in str(base)
                if str(base) == "supported":
                    count["base"] += 1
                    count["stands"] += str(evaluate(claims[kind], made, asked).verdict) == "supported"
    return found
