"""The second model on the same engine: records of the dead of three lists."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from agree import agreement
from people import lists as invented

from names import slip, towns
from solferino.linkage.engine.fields import scheme
from solferino.linkage.explained import explain_pair
from solferino.linkage.table import link_table
from solferino.words.errors import UsageError

HEADER = [
    "report_id",
    "source",
    "deduplicated",
    "date",
    "lat",
    "lon",
    "precision_m",
    "place",
    "name",
    "father",
    "sex",
    "born",
    "person",
]


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """About two thousand records of fifteen hundred persons, named in two scripts, with slips and late dates."""
    rng = np.random.default_rng(5)
    arabic, latin = towns(rng, 400, 6)
    path = tmp_path_factory.mktemp("lists") / "lists.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        n = 0
        for person in range(1_500):
            first, father, family = (int(v) for v in rng.integers(0, (60, 60, 400)))
            town, day, born = int(rng.integers(0, 30)), int(rng.integers(0, 400)), int(rng.integers(1940, 2012))
            sex = "male" if rng.random() < 0.8 else "female"
            for s, odds in (("alpha", 0.6), ("beta", 0.5), ("gamma", 0.4)):
                if rng.random() > odds:
                    continue
                told = [arabic[k] if s == "beta" else latin[k][int(rng.integers(6))] for k in (first, family, father)]
                name, mine = f"{told[0]} {told[1]}", told[2]
                name = slip(rng, name) if rng.random() < 0.05 else name
                late = 0 if rng.random() < 0.85 else int(rng.integers(0, 4))
                date = np.datetime64("2015-01-01") + day + late
                year = "" if rng.random() < 0.4 else born + int(rng.integers(-1, 2)) * (rng.random() < 0.2)
                who = mine if rng.random() < 0.6 else ""
                where = [round(33 + town // 6 * 0.2, 2), round(36 + town % 6 * 0.2, 2), 5000, latin[town][0]]
                writer.writerow([f"p{n:05}", s, "true", date, *where, name, who, sex, year, person])
                n += 1
    return path


def test_records_of_one_person_are_found(lists: Path, tmp_path: Path) -> None:
    """Nearly every person is one group, no group has two records of one list, and names link across scripts."""
    body = link_table(lists, to=tmp_path / "to.csv", model="person")
    with lists.open(encoding="utf-8") as file:
        rows = {r["report_id"]: r for r in csv.DictReader(file)}
    with (tmp_path / "to.csv").open(encoding="utf-8") as file:
        found = {r["report_id"]: r["incident_id"] for r in csv.DictReader(file)}
    ids = sorted(rows)
    score = agreement(np.array([int(rows[i]["person"]) for i in ids]), np.array([found[i] for i in ids]))

    assert body["reports"] == len(rows) == len(found)
    assert score["pair_f1"] >= 0.9
    assert len({(found[i], rows[i]["source"]) for i in ids}) == len(ids)


def test_a_pair_of_persons_is_explained_in_its_own_fields(lists: Path) -> None:
    """The bars are those of the model of persons, with what both records say, and add up."""
    with lists.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    a, b = next((x["report_id"], y["report_id"]) for x, y in pairwise(rows) if x["person"] == y["person"])
    said = explain_pair([lists], a, b, model="person")

    assert {bar["field"] for bar in said["bars"]} >= {"prior", "place", "name", "day", "sex"}
    assert sum(bar["millibits"] for bar in said["bars"]) == said["score"]
    assert next(bar for bar in said["bars"] if bar["field"] == "name")["a"]


def _unplaced(path: Path, rows: list[dict[str, Any]]) -> Path:
    columns = ["report_id", "source_id", "deduplicated", "date_from", "date_to", "place", "name", "father", "sex", "born_min",
               "born_max", "told", "lat", "lon"]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source" if c == "source_id" else c for c in columns])
        writer.writerows([r.get(c, "") for c in columns] for r in rows)
    return path


def _score(path: Path, rows: list[dict[str, Any]], tmp_path: Path) -> dict[str, float]:
    link_table(path, to=tmp_path / "to.csv", model="person")
    with (tmp_path / "to.csv").open(encoding="utf-8") as file:
        found = {r["report_id"]: r["incident_id"] for r in csv.DictReader(file)}
    return agreement(np.array([r["person"] for r in rows]), np.array([found[r["report_id"]] for r in rows]))


@pytest.mark.parametrize("placed", [0, 1], ids=["no point", "one point"])
def test_persons_without_a_point_are_linked_by_what_else_is_told(placed: int, tmp_path: Path) -> None:
    """By names, fathers, sex, years, places and days of three lists in two scripts; a point here or there takes nothing."""
    rows = [r | ({"lat": 36.2, "lon": 37.1} if n < placed else {}) for n, r in enumerate(invented(2016, 400))]
    score = _score(_unplaced(tmp_path / "lists.csv", rows), rows, tmp_path)

    # Measured: precision .90 and recall .82 on these (docs/how-to/count-persons.md).
    assert score["pair_p"] >= 0.85
    assert score["pair_r"] >= 0.75


def test_an_age_on_a_day_is_a_year_of_birth_or_the_one_before(tmp_path: Path) -> None:
    """Two records that agree in their age, told a year apart, are nearer than two that do not."""
    path = tmp_path / "lists.csv"
    head = "report_id,source,date,place,name,sex,age,told"
    path.write_text(
        f"{head}\na/1,a,2014-03-01,Mill,Omar Saleh,male,30,taken\nb/1,b,2015-03-01,Mill,Omar Salih,male,31,dead\n"
        "c/1,c,2015-03-01,Mill,Omar Saleh,male,55,dead\n",
        "utf-8",
    )
    bars = [explain_pair([path], "a/1", other, model="person")["bars"] for other in ("b/1", "c/1")]

    assert [next(b["says"] for b in pair if b["field"] == "born") for pair in bars] == ["same", "other"]


def test_a_pair_without_a_point_is_explained(tmp_path: Path) -> None:
    """The bars add up; records that were never compared are told so; a record that is not there is an error."""
    rows = invented(2016, 60)
    path = _unplaced(tmp_path / "lists.csv", rows)
    of = {r["person"]: [s["report_id"] for s in rows if s["person"] == r["person"]] for r in rows}
    a, b = next(ids[:2] for ids in of.values() if len(ids) > 1)
    said = explain_pair([path], a, b, model="person")

    assert sum(bar["millibits"] for bar in said["bars"]) == said["score"]
    assert len(said["sentences"]) >= len(said["bars"])
    with pytest.raises(UsageError, match="no report 'x'"):
        explain_pair([path], a, "x", model="person")


@pytest.mark.parametrize("model", ["incident", "person"])
def test_a_model_is_whole(model: str) -> None:
    """Shares of each field add up to one on either side, the place comes first, and no level is worth nothing by mistake."""
    kind = scheme(model)

    assert kind.fields[0].kind == "place"
    for f in kind.fields:
        assert sum(f.m) == pytest.approx(1)
        assert sum(f.u) == pytest.approx(1)
        assert all(v > 0 for v in (*f.m, *f.u))
