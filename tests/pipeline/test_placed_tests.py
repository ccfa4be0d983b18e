"""Tests of patterns that need more than incidents, from files to dossier: places that stood, and times of day."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

import solferino as sol
from cases.small import source, write_case

TOWNS = {"upton": (10.1, 20.1), "midton": (10.4, 20.1), "lowton": (10.7, 20.1)}
CASE = '[case]\ntitle = "Three towns"\nas_of = 2020-12-31\nperiod = { from = 2020-01-01, to = 2020-12-31 }\n'
CLAIMS = """[near-hospitals]
says = "test"
test = { kind = "proximity", protected = "hospital", controls = ["school"], distance = [150, 400], seed = 1, draws = 499 }
holds = "ratio_low > 1"
[struck-again]
says = "test"
where = { object = "hospital" }
test = { kind = "double-tap", seed = 1, draws = 499 }
holds = "ratio_low > 1"
"""
STATEMENT = (
    "[Strikes fell nearer to hospitals than to schools.](claim:near-hospitals)\n"
    "[They were hit again within the hour.](claim:struck-again)\n"
)
_REPORTS = """date_from = "day"
time = "time"
publisher = { value = "monitor" }
deduplicated = { value = "yes" }
place = "place"
facility = "facility"
object = "object"
lat = "lat"
lon = "lon"
precision_m = { value = "50" }
"""
_LISTED = 'facility = "facility"\nplace_id = "place"\nobject = "object"\nlat = "lat"\nlon = "lon"\nstratum = "ring"\n'
_NAMES = 'name = "name"\nother = "other"\nrelation = "relation"\n'
_PLACES = 'place_id = "id"\nname = "name"\nkind = "kind"\nlat = "lat"\nlon = "lon"\nradius_m = "radius"\n'


def files() -> dict[str, str]:
    """Two hospitals and ten schools in each town; a hospital is struck on sixty days, and again twenty minutes later."""
    rng = random.Random(2)
    listed, reports, n = "id,facility,place,object,lat,lon,ring\n", "id,day,time,place,facility,object,lat,lon\n", 0
    hospitals = []
    for town, (lat, lon) in TOWNS.items():
        for k in range(12):
            kind, at = "hospital" if k < 2 else "school", (lat + rng.gauss(0, 0.008), lon + rng.gauss(0, 0.008))
            listed += f"{town}{k},Unnamed-{town}-{k},{town},{kind},{at[0]:.6f},{at[1]:.6f},centre\n"
            hospitals += [(town, k, at)] if kind == "hospital" else []
    for strike in range(60):
        town, k, at = hospitals[strike % 6]
        day, minute = date(2020, 1, 1) + timedelta(days=strike * 6), rng.randrange(6 * 60, 20 * 60)
        for later in (0, 20):
            clock = minute + later
            reports += f"{n},{day},{clock // 60:02}:{clock % 60:02},{town.title()},{town} hospital {k},hospital,{at[0]:.5f},{at[1]:.5f}\n"
            n += 1
    for town, (lat, lon) in TOWNS.items():
        for _ in range(20):
            day = date(2020, 1, 1) + timedelta(days=rng.randrange(360))
            reports += (
                f"{n},{day},,{town.title()},,home,{lat + rng.gauss(0, 0.008):.5f},{lon + rng.gauss(0, 0.008):.5f}\n"
            )
            n += 1
    places = "id,name,kind,lat,lon,radius\n" + "".join(
        f"{t},{t.title()},town,{a},{b},1500\n" for t, (a, b) in TOWNS.items()
    )
    names = "name,other,relation\n" + "".join(f"{t} hospital {k},{t} h{k},spelling\n" for t, k, _ in hospitals)
    held = source("listed", listed, "protected_places", ["id"], _LISTED, "")
    return {
        "files/reports.csv": reports, "sources/reports.toml": source("reports", reports, "reports", ["id"], _REPORTS, ""),
        "files/places.csv": places, "sources/places.toml": source("places", places, "places", ["id"], _PLACES, ""),
        "files/names.csv": names, "sources/names.toml": source("names", names, "facility_names", ["name"], _NAMES, ""),
        "files/listed.csv": listed, "sources/listed.toml": held.replace("size =", 'sensitivity = "restricted"\nsize ='),
    }  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, sol.Build]:
    """The case, built once."""
    root = write_case(
        tmp_path_factory.mktemp("placed"), files(), case=CASE, claims=CLAIMS, statement=STATEMENT, parties=""
    )
    for name in ("sources/vetoes.toml", "sources/acts.toml"):
        (root / name).unlink()
    return root, sol.open(root).build()


@pytest.mark.parametrize("claim", ["near-hospitals", "struck-again"])
def test_both_answer_in_every_world(built: tuple[Path, sol.Build], claim: str) -> None:
    """Supported in the base build and in every world of linkage."""
    verdict = built[1].verdicts[claim]

    assert str(verdict) == "supported", verdict.because


def test_the_list_of_places_leaves_only_as_counts(built: tuple[Path, sol.Build]) -> None:
    """No name and no point of a listed place stands anywhere in the dossier."""
    root, _ = built
    names = [line.split(",")[1] for line in (root / "files/listed.csv").read_text().splitlines()[1:]]
    points = [line.split(",")[4] for line in (root / "files/listed.csv").read_text().splitlines()[1:]]
    told = b"".join(path.read_bytes() for path in sorted((root / "build/dossier").rglob("*")) if path.is_file())

    assert b"near-hospitals" in told
    assert not [word for word in (*names, *points) if word.encode() in told]


def test_the_dossier_verifies(built: tuple[Path, sol.Build]) -> None:
    """It says that the claim on places cannot be made again from what is published, and nothing was altered."""
    found = sol.verify(built[0] / "build/dossier")

    assert found.ok
    assert "near-hospitals" not in found.recomputed
