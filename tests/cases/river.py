"""A second conflict, invented: schools of three river towns, two armies, thirteen reports that disagree.

Counted by hand: Upper school was hit on 3 March (reports r1 to r4: an agency and its copies are one origin, the
teachers' union another) and again on 9 March (r5, r6); Lower school on 3 March (r7, r8: each army blames the
other's); r9 covers both of 3 March; r10 is a denial; r11 tells of a month; r12 of a market; r13 knows neither
day nor place.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cases.small import source, write_case

CASE = """[case]
title = "Schools on the river"
as_of = 2020-06-30
tracked_to = 2020-12-31
period = { from = 2020-03-01, to = 2020-06-30 }
"""
PARTIES = """[BLU]
name = "Blue Army"
aliases = ["Blue"]
kind = "force"
[GRN]
name = "Green Army"
aliases = ["Green"]
kind = "force"
"""
REPORTS = """id,day,until,known,publisher,type,roots,place,facility,object,weapon,party,relation,by,kmin,kmax,covers,scope,stance
r1,2020-03-03,,2020-03-03,River Agency,news,River Agency,Upton,Upper school,school,artillery,BLU,exactly,witnesses,2,2,facility,one,affirms
r2,2020-03-03,,2020-03-03,Daily Stream,news,River Agency,Upton,Upper school,school,artillery,,unknown,,2,,facility,one,affirms
r3,2020-03-03,,2020-03-04,Morning Tide,news,River Agency,Upton,the Upper School,school,,BLU,exactly,River Agency,2,2,facility,one,affirms
r4,2020-03-03,2020-03-04,2020-03-05,Teachers' Union,ngo,Teachers' Union,Upton,Upper school,school,artillery,BLU;GRN,either_of,Teachers' Union,3,4,facility,one,affirms
r5,2020-03-09,,2020-03-09,River Agency,news,River Agency,Upton,Upper school,school,rocket,BLU,exactly,River Agency,0,0,facility,one,affirms
r6,2020-03-09,,2020-03-10,Teachers' Union,ngo,Teachers' Union,Upton,Upper school,school,rocket,BLU,exactly,Teachers' Union,,,,one,affirms
r7,2020-03-03,,2020-03-03,Blue Herald,news,Blue staff,Lowton,Lower school,school,,GRN,exactly,Blue staff,5,5,facility,one,affirms
r8,2020-03-03,,2020-03-03,Green Post,news,Green staff,Lowton,Lower school,school,,BLU,exactly,Green staff,5,5,facility,one,affirms
r9,2020-03-03,,2020-03-04,Relief Watch,ngo,Relief Watch,river towns,two schools,school,,,unknown,,7,9,both schools,many,affirms
r10,2020-03-03,,2020-03-05,Blue Army,official,Blue staff,Upton,Upper school,school,,,unknown,,,,,one,denies
r11,2020-03-01,2020-03-31,2020-04-02,Relief Watch,ngo,Relief Watch,river towns,schools,school,,,unknown,,30,,campaign,period,affirms
r12,2020-03-03,,2020-03-03,River Agency,news,River Agency,Upton,Upton market,market,artillery,BLU,exactly,River Agency,1,1,,one,affirms
r13,,,2020-03-20,Loose Talk,blog,,,,,,,unknown,,,,,one,affirms
"""
NAMES = """name,other,relation,place
Upper school,the Upper School,spelling,Upton
Upper school,Lower school,different,
"""
PLACES = """id,name,kind,lat,lon,radius
upton,Upton,town,10.10,20.10,1500
lowton,Lowton,town,10.40,20.40,1500
river,river towns,area,10.25,20.25,40000
"""
STANDING = "id,facility,place,object\n" + "".join(
    f"p{n},school {n},{place},school\n" for n, place in enumerate(["upton"] * 3 + ["lowton"] * 4)
)
CLAIMS = """[schools-struck]
says = "count"
of = "incidents"
where = { object = "school", date = { from = 2020-03-01, to = 2020-03-31 } }
holds = "n >= 3"
[by-blue]
says = "count"
of = "incidents"
where = { object = "school", party = "BLU" }
holds = "n >= 1"
[by-either]
says = "count"
of = "incidents"
where = { object = "school", party = { may = ["BLU", "GRN"] }, occurrence = ">= 3" }
holds = "n >= 2"
[two-origins]
says = "witnesses"
where = { facility_id = "upper-school" }
[hit-again]
says = "test"
test = { kind = "repeats", protected = "school", seed = 7, draws = 199 }
holds = "ratio_low > 1"
[soon-after]
says = "sequence"
of = "incidents"
where = { object = "school" }
then = { object = "school" }
within = "7d"
alike = ["facility_id"]
holds = "followed >= 1"
[per-week]
says = "rate"
of = "incidents"
where = { object = "school", date = { from = 2020-03-01, to = 2020-03-28 } }
per = "week"
holds = "rate >= 0.5"
[more-than-markets]
says = "ratio"
of = "incidents"
where = { object = "school" }
over = { object = "market" }
holds = "ratio >= 2"
"""
STATEMENT = "[Three schools were struck in March 2020.](claim:schools-struck) [Blue forces did it.](claim:by-blue)\n"
_REPORTS = """date_from = "day"
date_to = { column = "until" }
known_since = "known"
publisher = "publisher"
publisher_type = "type"
roots = { column = "roots", split = ";" }
place = "place"
facility = "facility"
object = "object"
weapon = { column = "weapon", split = ";" }
parties = { column = "party", split = ";" }
attribution_relation = "relation"
attributed_by = "by"
killed_min = "kmin"
killed_max = "kmax"
counts_cover = "covers"
scope = "scope"
stance = "stance"
"""
_NAMES = 'name = "name"\nother = "other"\nrelation = "relation"\nplace = "place"\n'
PLACE = 'place_id = "id"\nname = "name"\nkind = "kind"\nlat = "lat"\nlon = "lon"\nradius_m = "radius"\n'
_STANDING = 'facility = "facility"\nplace_id = "place"\nobject = "object"\n'


def write_river(root: Path, files: Mapping[str, str] | None = None, *, standing: bool = False, **texts: str) -> Path:
    """Write the case at `root`; with `standing`, the list of schools that stood is filed too."""
    reports = texts.pop("reports", REPORTS)
    more = {
        "files/reports.csv": reports, "files/names.csv": NAMES, "files/places.csv": PLACES,
        "sources/reports.toml": source("reports", reports, "reports", ["id"], _REPORTS, ""),
        "sources/names.toml": source("names", NAMES, "facility_names", ["name", "other"], _NAMES, ""),
        "sources/places.toml": source("places", PLACES, "places", ["id"], PLACE, ""),
    }  # fmt: skip
    if standing:
        more |= {"files/standing.csv": STANDING, "sources/standing.toml": source("standing", STANDING, "protected_places", ["id"], _STANDING, "")}  # fmt: skip
    body = {"case": CASE, "parties": PARTIES, "claims": CLAIMS, "statement": STATEMENT, **texts}
    root = write_case(root, {**more, **(files or {})}, **body)
    for name in ("sources/vetoes.toml", "sources/acts.toml"):
        (root / name).unlink()
    return root
