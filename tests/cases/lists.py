"""Two invented lists of persons in one custody, told apart by hand; nobody on them exists.

alpha, each person once:  a1 Ivan Kovalenko, taken 2015-01-10, seen 2015-03-01 · a2 Omar Haddad, taken in February 2015,
released 2015-06-01 · a3 nobody named, taken 2015-04-01 · a4 Rana Saleh, missing since 2015-05-05
beta, each person once:   b1 Иван Коваленко, taken 2015-01-10, dead 2015-08-01 · b2 Layla Mansour, dead 2015-02-02, and
seen alive on 2015-09-09 by another account of the same list (b2 again)
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cases.small import source, write_case

ALPHA = """id,name,father,sex,born,place,told,from,to,at,who,use
a1,Ivan Kovalenko,Petro,male,1980,Upper Mill,taken,2015-01-10,2015-01-10,Fort Nine,NOR,
a1,Ivan Kovalenko,Petro,male,1980,Upper Mill,seen,2015-03-01,2015-03-01,Fort Nine,NOR,
a2,Omar Haddad,,male,1991,Lower Mill,taken,2015-02-01,2015-02-28,,NOR,
a2,Omar Haddad,,male,1991,Lower Mill,released,2015-06-01,2015-06-01,,NOR,
a3,,,male,,Lower Mill,taken,2015-04-01,2015-04-01,,,
a4,Rana Saleh,,female,1999,Upper Mill,missing,2015-05-05,2015-05-05,,SOU,withdrawn
"""
BETA = """id,name,father,sex,born,place,told,from,to,at,who,use
b1,Иван Коваленко,Петро,male,1980,Upper Mill,taken,2015-01-10,2015-01-10,,NOR,
b1,Иван Коваленко,Петро,male,1980,Upper Mill,dead,2015-08-01,2015-08-01,Fort Ten,NOR,
b2,Layla Mansour,,female,1975,Far Mill,dead,2015-02-02,2015-02-02,,SOU,
b2,Layla Mansour,,female,1975,Far Mill,seen,2015-09-09,2015-09-09,,SOU,
"""
_COLUMNS = """name = "name"
father = "father"
sex = "sex"
born_min = "born"
born_max = "born"
place = "place"
told = "told"
date_from = "from"
date_to = "to"
held_at = "at"
parties = "who"
use = "use"
deduplicated = { value = "yes" }
conduct = { value = "arbitrary_detention" }
roots = { value = "ROOT" }
"""
CLAIMS = """[held-in-march]
says = "count"
of = "person_status"
where = { status = "detained", on = "2015-03-01" }
gives = { n = "count(distinct person_id)" }
holds = "n >= 2"
[dead-by-the-end]
says = "count"
of = "person_status"
where = { status = "dead", on = "2015-12-31" }
gives = { n = "count(distinct person_id)" }
holds = "n >= 1"
[all-told]
says = "count"
of = "persons"
gives = { n = "count" }
holds = "n >= 4"
[held-by-north]
says = "exists"
of = "persons"
where = { conduct = "arbitrary_detention", party = { must = "NOR" }, occurrence = ">= 3" }
"""


def write_lists(root: Path, files: Mapping[str, str] | None = None, **texts: str) -> Path:
    """Write the case of the two lists at `root`; `alpha` and `beta` replace what they tell."""
    told = {"alpha": texts.pop("alpha", ALPHA), "beta": texts.pop("beta", BETA)}
    made = {f"files/{name}.csv": text for name, text in told.items()}
    for name, text in told.items():
        columns = _COLUMNS.replace("ROOT", f"kin of {name}")
        made[f"sources/{name}.toml"] = source(name, text, "person_records", ["id"], columns, "")
    texts.setdefault("claims", CLAIMS)
    texts.setdefault("statement", "[At least two persons were held.](claim:held-in-march)\n")
    return write_case(root, {**made, **(files or {})}, **texts)
