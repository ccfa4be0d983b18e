"""A synthetic case of three towns whose hospitals are struck, with a list of the places that stood."""

from __future__ import annotations

import random
from datetime import date, timedelta

from cases.small import source

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
