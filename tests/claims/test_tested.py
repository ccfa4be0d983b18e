"""Claims of kind test over incidents: every kind answers or refuses, in every world and with precise records alone."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cases.small import CASE, write_case
from solferino.casefile.load import load
from solferino.claims.evaluate import evaluate
from solferino.store.fill import keep
from solferino.words.result import ClaimResult
from solferino.words.tables import tables

START = date(2020, 1, 1)


def incident(n: int, day: date, town: int, **other: Any) -> dict[str, Any]:
    """One incident of a town, somewhere within a kilometre of its centre, placed to 100 m."""
    rng = random.Random(f"{town} {n}")
    return {
        "incident_id": f"i-{n}", "date_from": day, "date_to": day, "known_since": day, "place": f"Town {town}",
        "place_id": f"t{town}", "lat": 10 + town + rng.uniform(-0.009, 0.009), "lon": 20 + rng.uniform(-0.009, 0.009),
        "precision_m": 100, "object": "school", "facility_id": f"f{town}-{n % 3}", "party_must": [], "party_may": [],
    } | other  # fmt: skip


def waves(*, salvo: int) -> list[dict[str, Any]]:
    """Three towns over 180 days; each strike is followed by others on one spot the day after: `salvo` in all."""
    rng, found = random.Random(7), []
    for n in range(24):
        town, day = n % 3, START + timedelta(days=rng.randrange(178))
        spot = (10 + town + rng.uniform(-0.009, 0.009), 20 + rng.uniform(-0.009, 0.009))
        for k in range(salvo):
            found.append(incident(10 * n + k, day + timedelta(days=k % 2), town, lat=spot[0], lon=spot[1]))
    return found


def outcome(
    tmp_path: Path, test: str, rows: list[dict[str, Any]], *, holds: str = "ratio_low > 1", more: str = "",
    **beside: list[dict[str, Any]],
) -> ClaimResult:  # fmt: skip
    """The claim `test = { … }` over these incidents, with the tables `beside`."""
    body = (
        f'[c]\nsays = "test"\nof = "incidents"\ntest = {{ seed = 3, draws = 199, {test} }}\nholds = "{holds}"\n{more}'
    )
    world = '[world.no-papers]\ndrop = { publisher_type = "news" }\n'
    root = write_case(tmp_path / "case", claims=body, statement="[x](context:)\n", case=CASE + world)
    keep({"incidents": rows, **beside}, tmp_path)
    case = load(root)
    return evaluate(case.claims[0], {name: tmp_path / f"{name}.parquet" for name in ("incidents", *beside)}, case)


KNOX = 'kind = "knox", distance = 300, days = 2, within = ["place_id"]'


def test_a_pattern_that_is_there_is_supported_in_every_world(tmp_path: Path) -> None:
    """Five strikes on each spot within two days: near in space and time beyond the towns' own chance."""
    found = outcome(tmp_path, KNOX, waves(salvo=5))

    assert str(found.verdict) == "supported"
    assert found.worlds["precise-records-only"] == "supported"
    assert found.figure["kind"] == "null"


def test_without_a_pattern_it_is_not(tmp_path: Path) -> None:
    """Two hundred strikes spread over three towns and 180 days by chance alone."""
    rng = random.Random(5)
    rows = [incident(n, START + timedelta(days=rng.randrange(180)), n % 3) for n in range(200)]

    assert str(outcome(tmp_path, KNOX, rows).verdict) != "supported"


def test_what_only_rough_records_show_is_fragile(tmp_path: Path) -> None:
    """The pattern rests on records of unknown precision: it breaks in the world of precise records."""
    rows = [row | {"precision_m": None} for row in waves(salvo=5)]
    found = outcome(tmp_path, KNOX, rows)

    assert str(found.verdict) == "insufficient (fragile)"
    assert "precise-records-only" in found.verdict.because[0]


def test_a_world_can_be_waived(tmp_path: Path) -> None:
    """With a printed reason, precise records are not asked for."""
    rows = [row | {"precision_m": None} for row in waves(salvo=5)]
    found = outcome(tmp_path, KNOX, rows, more='waive = { precise-records-only = "surveyed by hand" }\n')

    assert str(found.verdict) == "supported"


@pytest.mark.parametrize(("press", "verdict"), [("news", "insufficient (fragile)"), ("monitor", "supported")])
def test_a_world_without_the_press_drops_what_it_alone_told(tmp_path: Path, press: str, verdict: str) -> None:
    """Four of the five strikes on each spot were told by one publisher only: the pattern is theirs, or it is not."""
    rows = waves(salvo=5)
    told = {f.name for f in tables()["reports"].fields}
    reports = [
        {k: v for k, v in row.items() if k in told}
        | {"report_id": f"s/{n}", "source_id": "s", "publisher_type": press if n % 5 else "monitor"}
        for n, row in enumerate(rows)
    ]
    stands = [
        {"incident_id": row["incident_id"], "report_id": f"s/{n}", "relation": "same"} for n, row in enumerate(rows)
    ]
    waived = ", ".join(f'{w} = "told once"' for w in ("strict", "lenient", "draws", "each-root-left-out"))
    found = outcome(
        tmp_path, KNOX, rows, more=f'under = ["no-papers"]\nwaive = {{ {waived} }}\n', reports=reports,
        incident_reports=stands,
    )  # fmt: skip

    assert str(found.verdict) == verdict
    assert ("no-papers" in found.verdict.because[0]) == (press == "news")


@pytest.mark.parametrize(
    ("test", "code"),
    [
        ('kind = "knox", distance = 50, days = 2', "COARSE_POSITIONS"),
        ('kind = "knox", distance = 300, days = 2, within = ["place_id", "month"]', ""),
        ('kind = "near-repeat", distance = [300, 600], days = [2, 7]', ""),
        ('kind = "kst", distance = [300, 600], days = [2, 7]', ""),
        ('kind = "labelling", distance = 300, group = { party = "NOR" }', "ONE_GROUP"),
        ('kind = "odds", group = { object = "school" }, hit = { killed = ">= 1" }', "ONE_GROUP"),
        ('kind = "scan"', ""),
        ('kind = "before-after", on = 2020-04-01, window = 15', ""),
        ('kind = "before-after", on = 2020-01-03, window = 20', "FEW_DATES"),
        ('kind = "proximity", protected = "school"', "NO_SPARE_CONTROL"),
        ('kind = "double-tap"', "NOT_TO_THE_MINUTE"),
        ('kind = "repeats", protected = "school"', "NO_UNHIT_LIST"),
        ('kind = "listed", protected = "school"', "NO_LISTING_DAYS"),
    ],
)
def test_every_kind_answers_or_refuses(tmp_path: Path, test: str, code: str) -> None:
    """A refusal is insufficient with its code and facts; an answer has values, and never the word error."""
    found = outcome(tmp_path, test, waves(salvo=5))

    assert (
        found.verdict.because[0].startswith(code) and str(found.verdict) == "insufficient (method_refused)"
    ) or not code
    assert str(found.verdict) != "error"
    if not code:
        assert {"observed", "expected", "ratio"} <= set(found.values)


@pytest.mark.parametrize(
    ("test", "asks"),
    [('kind = "knox", days = 2', "needs distance"), ('kind = "labelling", distance = 9', "needs group"),
     ('kind = "before-after"', "needs the day"), ('kind = "repeats"', "needs a kind of object")],
)  # fmt: skip
def test_a_setting_that_is_missing_is_named(tmp_path: Path, test: str, asks: str) -> None:
    """The claim is an error that says what it lacks."""
    found = outcome(tmp_path, test, waves(salvo=2))

    assert str(found.verdict) == "error"
    assert asks in found.verdict.because[0]


def standing(*, sealed: bool, schools: int = 12) -> list[dict[str, Any]]:
    """Two hospitals and some schools in each of three towns, all with their points."""
    rng = random.Random(11)
    return [
        {"report_id": f"p/{town}-{kind}-{n}", "facility": f"{kind} {n}", "place_id": f"t{town}", "object": kind,
         "stratum": "", "lat": 10 + town + rng.uniform(-0.009, 0.009), "lon": 20 + rng.uniform(-0.009, 0.009),
         "sensitivity": "sealed" if sealed else "public"}
        for town in range(3) for kind, many in (("hospital", 2), ("school", schools)) for n in range(many)
    ]  # fmt: skip


def aimed(places: list[dict[str, Any]], part: float) -> list[dict[str, Any]]:
    """Two hundred strikes in three towns, of which `part` fall within metres of a hospital."""
    rng, hospitals = random.Random(3), [p for p in places if p["object"] == "hospital"]
    found = []
    for n in range(200):
        town, day = n % 3, START + timedelta(days=rng.randrange(178))
        there = rng.choice([h for h in hospitals if h["place_id"] == f"t{town}"])
        at = {"lat": there["lat"], "lon": there["lon"]} if rng.random() < part else {}
        found.append(incident(n, day, town, object="home", **at))
    return found


PROXIMITY = 'kind = "proximity", protected = "hospital", controls = ["school"], distance = [150, 400]'


@pytest.mark.parametrize(
    ("part", "sealed", "verdict"),
    [(0.3, True, "attested"), (0.3, False, "supported"), (0.0, True, "insufficient (not_filed)")],
)
def test_strikes_near_hospitals_among_comparable_places(
    tmp_path: Path, part: float, sealed: bool, verdict: str
) -> None:
    """With the list of places the test answers; a list that is sealed can be attested to, and names nobody."""
    places = standing(sealed=sealed)
    found = outcome(tmp_path, PROXIMITY, aimed(places, part), protected_places=places)

    assert str(found.verdict).startswith(verdict.split(" ")[0])
    assert {"observed", "expected", "ratio", "ratio_low", "p"} <= set(found.values)
    assert not any(str(p["lat"]) in repr(found.figure) for p in places)


def test_hospitals_without_spare_controls_are_refused(tmp_path: Path) -> None:
    """Where nothing comparable stands in a town nothing can be drawn in a hospital's stead."""
    places = standing(sealed=True, schools=0)
    found = outcome(tmp_path, PROXIMITY, aimed(places, 0.3), protected_places=places)

    assert found.verdict.because[0].startswith("NO_SPARE_CONTROL")


def once_listed(*, times: int, sealed: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Forty hospitals in two towns, half of them listed in spring; those listed are struck `times` as often from then on.

    A front reaches all of them in summer. The second is their list, in which one name stands for two of them.
    """
    rng, rows, places, n = random.Random(4), [], [], 0
    for k in range(40):
        town, day = k % 2, START + timedelta(days=60 + rng.randrange(40)) if k % 4 < 2 else None
        places.append({
            "report_id": f"p/{k}", "facility": f"f{k}", "place_id": f"t{town}", "object": "hospital", "stratum": "",
            "listed_on": day, "date_to": START + timedelta(days=150) if k == 3 else None,
            "sensitivity": "sealed" if sealed else "public",
        })  # fmt: skip
        for d in range(180):
            when = START + timedelta(days=d)
            rate = (0.01 if d < 100 else 0.03) * (times if day and when > day else 1)
            if rng.random() < rate:
                rows.append(incident(n, when, town, object="hospital", facility_id=f"f{k}"))
                n += 1
    return rows, places


@pytest.mark.parametrize(
    ("times", "sealed", "verdict"), [(3, True, "attested"), (3, False, "supported"), (1, False, "insufficient")]
)
def test_places_struck_more_once_listed(tmp_path: Path, times: int, sealed: bool, verdict: str) -> None:
    """Struck three times as often after listing, the claim stands; a front that reaches all alike is no finding."""
    rows, places = once_listed(times=times, sealed=sealed)
    found = outcome(tmp_path, 'kind = "listed", protected = "hospital"', rows, protected_places=places)

    assert str(found.verdict).split(" ")[0] == verdict, found.verdict.because
    assert {"observed", "expected", "ratio", "ratio_low", "p"} <= set(found.values)


def test_what_the_list_cannot_place_is_counted(tmp_path: Path) -> None:
    """A place listed twice, a strike somewhere else and one without its day are dropped, each with its number."""
    rows, places = once_listed(times=1, sealed=False)
    rows += [incident(9000, START, 0, object="hospital", facility_id="elsewhere"),
             incident(9001, START, 0, object="hospital", date_to=START + timedelta(days=3))]  # fmt: skip
    lost = len([r for r in rows if r["facility_id"] == "f5"])
    found = outcome(tmp_path, 'kind = "listed", protected = "hospital"', rows, protected_places=[*places, places[5]])

    assert set(found.notes) == {
        f"{1 + lost} dropped: no place of the list", "1 dropped: no single day",
        "2 dropped: listed twice, or under a name of several",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "outcome_", "reads"),
    [("{hour:02}:{minute:02}", "supported", ""), ("{hour:02}:00", "insufficient (method_refused)", "NOT_TO_THE_MINUTE"),
     ("in the morning", "insufficient (method_refused)", "NOT_TO_THE_MINUTE")],
)  # fmt: skip
def test_returns_within_the_hour_where_times_are_told(tmp_path: Path, told: str, outcome_: str, reads: str) -> None:
    """Sixty days on which a place is struck, at any hour, and again twenty minutes later; an hour is not a minute."""
    rng, rows, reports, stands = random.Random(5), [], [], []
    for n in range(60):
        day, hour, minute = START + timedelta(days=2 * n), rng.randrange(6, 20), rng.randrange(38)
        for k in range(2):
            rows.append(incident(2 * n + k, day, 0, facility_id="f"))
            time = told.format(hour=hour, minute=minute + 20 * k)
            reports.append({"report_id": f"s/{2 * n + k}", "source_id": "s", "time": time})
            stands.append({"incident_id": f"i-{2 * n + k}", "report_id": f"s/{2 * n + k}", "relation": "same"})
    waived = ", ".join(f'{w} = "one row for each strike"' for w in ("strict", "lenient", "draws", "each-root-left-out"))
    found = outcome(tmp_path, 'kind = "double-tap"', rows, more=f"waive = {{ {waived} }}\n", reports=reports,
                    incident_reports=stands)  # fmt: skip

    assert str(found.verdict) == outcome_
    assert found.verdict.because[0].startswith(reads)
