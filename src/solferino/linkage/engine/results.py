"""Incidents and links as tables on disk: joined and named by the database, row by row by nobody."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np

from solferino.linkage.engine.asides import Asides
from solferino.linkage.engine.columns import AN_EVENT, DENIES
from solferino.linkage.engine.families import Families
from solferino.linkage.engine.fields import Ints
from solferino.linkage.engine.learned import Incidents
from solferino.linkage.written import copied
from solferino.places.names import slug

RELATION = f"CASE stands WHEN {DENIES} THEN 'denies' ELSE 'covers' END"


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Keep of the table `placed` only what names reports and incidents."""
    con.execute("CREATE OR REPLACE TEMP TABLE named AS SELECT rank, report_id, place, date_from FROM placed")
    con.execute("DROP TABLE placed")
    con.execute("ALTER TABLE named RENAME TO placed")


def write_members(con: duckdb.DuckDBPyConnection, found: Incidents, aside: Asides, path: Path) -> None:
    """Write which incident each report is of, one line per report and incident; a report in none has an empty one."""
    columns, groups = found.columns, found.groups()
    name_incidents(con, found, groups)
    rank = columns.rank
    con.register("aside_rows", {
        "report": rank[aside.report], "grp": rank[groups[aside.nearest]], "stands": aside.stands, "score": aside.score,
    })  # fmt: skip
    con.register("means", {"rank": rank, "score": mean_scores(found, groups)})
    copied(
        con,
        "SELECT report_id, incident_id, 'same' AS relation, score FROM placed JOIN grouped USING (rank) "
        "JOIN incident_names USING (grp) JOIN means USING (rank) UNION ALL "
        f"SELECT report_id, incident_id, {RELATION}, a.score FROM aside_rows a JOIN placed ON rank = a.report "
        "JOIN incident_names USING (grp) UNION ALL "
        "SELECT report_id, NULL, NULL, NULL FROM placed WHERE rank NOT IN (SELECT rank FROM grouped) "
        "AND rank NOT IN (SELECT report FROM aside_rows) ORDER BY 1, 2",
        path,
    )
    for view in ("aside_rows", "means"):
        con.unregister(view)


def write_links(con: duckdb.DuckDBPyConnection, found: Incidents, aside: Asides, kin: Families, path: Path) -> None:
    """Write every scored pair, and every report beside the member of each incident that it covers or denies.

    Pairs of one incident are `same`, those of two incidents of one family `family`, all others `apart`. Two records of
    one source are no scored pair; where they tell of a family, they are written as well.
    """
    edges, groups, rank = found.edges, found.groups(), found.columns.rank
    con.register("edge_rows", {
        "one": rank[edges.one], "two": rank[edges.two], "score": edges.score, "probability": found.competed.probability,
        "same": groups[edges.one] == groups[edges.two], "kin": kin.of[edges.one] == kin.of[edges.two],
    })  # fmt: skip
    con.register("kin_rows", {"one": rank[kin.one], "two": rank[kin.two], "score": kin.score})
    con.register("aside_rows", {
        "one": rank[aside.report], "two": rank[aside.nearest], "stands": aside.stands, "score": aside.score,
    })  # fmt: skip
    copied(
        con,
        "WITH named AS (SELECT rank, report_id FROM placed), pairs AS (SELECT one, two, score::BIGINT AS score, "
        "round(probability, 4) AS probability, CASE WHEN same THEN 'same' WHEN kin THEN 'family' "
        "ELSE 'apart' END AS relation FROM edge_rows "
        "UNION ALL SELECT one, two, score, 0.0, 'family' FROM kin_rows "
        f"UNION ALL SELECT one, two, score, 0.0, {RELATION} FROM aside_rows) "
        "SELECT least(a.report_id, b.report_id) AS report_a, greatest(a.report_id, b.report_id) AS report_b, score, "
        "probability, relation FROM pairs JOIN named a ON a.rank = one JOIN named b ON b.rank = two ORDER BY 1, 2",
        path,
    )
    for view in ("edge_rows", "kin_rows", "aside_rows"):
        con.unregister(view)


def name_incidents(con: duckdb.DuckDBPyConnection, found: Incidents, groups: Ints) -> None:
    """Make the tables `grouped` (rank, grp) and `incident_names` (grp, incident_id): where, when, and a hash.

    Where and when are what most reports of the incident say, ties to the first in order; the hash is of the smallest
    id of a report, longer where two incidents would bear one name.
    """
    rank, event = found.columns.rank, found.columns.stands == AN_EVENT
    con.register("group_rows", {"rank": rank[event], "grp": rank[groups[event]]})
    con.execute("CREATE OR REPLACE TEMP TABLE grouped AS SELECT * FROM group_rows")
    con.unregister("group_rows")
    told = [
        t for (t,) in con.execute("SELECT DISTINCT place FROM placed WHERE place IS NOT NULL ORDER BY 1").fetchall()
    ]
    con.execute("CREATE OR REPLACE TEMP TABLE slugs (place VARCHAR, slug VARCHAR)")
    con.execute(
        "INSERT INTO slugs SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
        [told, [slug(t)[:40].strip("-") for t in told]],
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE incident_names AS WITH "
        "said AS (SELECT grp, report_id, nullif(slug, '') AS slug, date_from::VARCHAR AS day FROM grouped "
        "JOIN placed USING (rank) LEFT JOIN slugs USING (place)), "
        "places AS (SELECT grp, slug, row_number() OVER (PARTITION BY grp ORDER BY count(*) DESC, slug) AS n FROM said "
        "WHERE slug IS NOT NULL GROUP BY 1, 2), "
        "days AS (SELECT grp, day, row_number() OVER (PARTITION BY grp ORDER BY count(*) DESC, day) AS n FROM said "
        "WHERE day IS NOT NULL GROUP BY 1, 2), "
        "smallest AS (SELECT grp, sha256(min(report_id)) AS hash FROM said GROUP BY 1), "
        "made AS (SELECT s.grp, coalesce(p.slug, 'unplaced') || '-' || coalesce(d.day, 'undated') AS head, hash FROM "
        "smallest s LEFT JOIN places p ON p.grp = s.grp AND p.n = 1 LEFT JOIN days d ON d.grp = s.grp AND d.n = 1) "
        "SELECT grp, head || '-' || left(hash, CASE WHEN count(*) OVER (PARTITION BY head, left(hash, 6)) > 1 THEN 16 "
        "ELSE 6 END) AS incident_id FROM made"
    )


def mean_scores(found: Incidents, groups: Ints) -> Ints:
    """Return for each row its mean score against the others of its group, 0 where it is alone."""
    edges, absent = found.edges, found.model.scheme.cuts["absent"]
    inside = groups[edges.one] == groups[edges.two]
    excess = edges.score[inside].astype(np.int64) - absent
    total = np.zeros(len(groups), dtype=np.int64)
    np.add.at(total, edges.one[inside], excess)
    np.add.at(total, edges.two[inside], excess)
    others = np.bincount(groups, minlength=len(groups))[groups] - 1
    out: Ints = np.where(others > 0, absent + total // np.maximum(others, 1), 0)
    return out
