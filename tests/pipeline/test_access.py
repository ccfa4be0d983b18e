"""Sieges and relief of an invented conflict, from a file of accounts to a dossier that verifies."""

from __future__ import annotations

from pathlib import Path

import pytest

import solferino as sol
from cases.small import CASE, source, write_case

ROWS = """id,kind,from,to,seen_to,published,asked_by,decides,area,asked,outcome,least,most,counted_by
1,siege,2019-03-01,,2019-06-30,2019-07-01,,NOR,Upton,,,4000,5000,Relief Office
2,request,2019-05-02,,,2019-05-03,Relief Office,NOR,Upton,food;medicine,denied,,,
3,request,2019-05-20,,,2019-05-21,Relief Office,SOU,Marsh,food,granted,,,
4,convoy,2019-06-09,,,2019-06-09,Relief Office,SOU,Marsh,,attacked,,,
5,request,2019-06-12,,,2019-06-12,Relief Office,SOU,Marsh,food,refused,,,
6,blockade,2019-06-12,,,2019-06-12,,SOU,Marsh,,,,,
"""
COLUMNS = """kind        = "kind"
date        = { column = "from", date = "iso" }
date_to     = { column = "to", date = "iso" }
seen_to     = { column = "seen_to", date = "iso" }
known_since = { column = "published", date = "iso" }
by          = "asked_by"
of          = "decides"
place       = "area"
asked       = { column = "asked", split = ";" }
outcome     = "outcome"
people_min  = "least"
people_max  = "most"
counted_by  = "counted_by"
"""
CLAIMS = """[people-besieged]
says  = "count"
of    = "access"
where = { kind = "siege", place = "Upton", date = { from = 2019-06-01, to = 2019-06-30 } }
gives = { fewest = "min(people_min)" }
holds = "fewest >= 4000"
[unfettered]
says  = "count"
of    = "access"
where = { outcome = ["denied", "obstructed", "attacked"] }
holds = "n == 0"
fails = "n >= 1"
[both-turned-relief-away]
says  = "count"
of    = "access"
where = { outcome = ["denied", "attacked"] }
gives = { who = "count(distinct of)" }
holds = "who >= 2"
"""
STATEMENT = """In June [at least 4,000 people were under siege in Upton](claim:people-besieged).
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, sol.Build]:
    """The case, built once."""
    files = {"files/access.csv": ROWS, "sources/access.toml": source("access", ROWS, "access", ["id"], COLUMNS, "")}
    root = write_case(tmp_path_factory.mktemp("access") / "case", files, case=CASE, claims=CLAIMS, statement=STATEMENT)
    return root, sol.open(root).build()


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [("people-besieged", "supported"), ("unfettered", "contradicted"), ("both-turned-relief-away", "supported")],
)
def test_claims_over_what_was_asked_and_refused(built: tuple[Path, sol.Build], claim: str, verdict: str) -> None:
    """A siege by any of its days; access that one refusal contradicts; either side by the same rule."""
    found = built[1].verdicts[claim]

    assert str(found) == verdict, found.because


def test_words_of_no_vocabulary_are_rejected_by_name(built: tuple[Path, sol.Build]) -> None:
    """`refused` and `blockade` are told with the words that are known: neither is passed over in silence."""
    told = {(row["column"], row["reason"].split(" is not")[0]) for row in built[1].table("rejections")}

    assert {("outcome", "'refused'"), ("kind", "'blockade'")} <= told


def test_the_dossier_verifies(built: tuple[Path, sol.Build]) -> None:
    """Each verdict over the published table is made again by a stranger."""
    found = sol.verify(built[0] / "build/dossier")

    assert found.ok
    assert {"people-besieged", "unfettered", "both-turned-relief-away"} <= set(found.recomputed)
