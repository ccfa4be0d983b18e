"""Stage situate: what each incident was, what protected it, who is said to have done it, how sure."""

from __future__ import annotations

from typing import Any

from solferino.pipeline.index import Index, key, schema
from solferino.pipeline.link import gazetteer_of
from solferino.pipeline.read import filed_rows
from solferino.situate import situate
from solferino.situate.reviewed import reviews
from solferino.store.fill import keep
from solferino.store.namespace import Namespace, Rows
from solferino.words.case import CaseFile
from solferino.words.report import Linked, Membership, Partition, report_of
from solferino.words.source import Sensitivity

RECIPE = 3


def situate_incidents(case: CaseFile, index: Index) -> bool:
    """Situate the incidents where the linkage changed; return whether it ran."""
    linked = index.stages.get("link")
    if linked is None:
        index.stages.pop("situate", None)
        return False
    names = {p.id: [p.name, p.within] for p in case.parties.by_id.values()}
    rows = [m["digest"] for u in index.stages["read"].values() for m in u["files"].values() if m["table"] in _FED_BY]
    decided = [
        [d.id, d.by, d.act, d.about, d.value, d.why] for d in case.decisions if d.act in ("grade", "attribution")
    ]
    made_of = [RECIPE, schema(), linked["key"], names, rows, *([decided] if decided else [])]
    name, held = key(made_of), index.stages.get("situate", {})
    if held.get("key") == name and all((index.folder(name) / f"{t}.parquet").is_file() for t in held["tables"]):
        return False
    paths = {t: index.folder(linked["key"]) / f"{t}.parquet" for t in linked["tables"]}
    with Namespace(paths) as opened:
        told = opened.table("reports")
        stands, families = opened.table("incident_reports"), opened.table("families")
    reports = [report_of(row) for row in told]
    gazetteer = gazetteer_of(case, filed_rows(index, "places"), filed_rows(index, "facility_names"))
    found = situate(
        reports, _linked(stands, families), reviewed=reviews(case.decisions),
        names={r.facility_id: gazetteer.facility_name(r.facility_id) for r in reports if r.facility_id},
        places={r.place_id: (p.name, p.lat, p.lon, p.radius_m) for r in reports
                if r.place_id and (p := gazetteer.known(r.place_id)) is not None},
    )  # fmt: skip
    guarded = _guarded(told, stands)
    made: dict[str, Rows] = {
        "incidents": [row | {"sensitivity": guarded[row["incident_id"]]} for row in found.incidents],
        "attributions": [row | {"sensitivity": guarded[row["incident_id"]]} for row in found.attributions],
    }
    digests = keep(made, index.folder(name))
    placed = sum(1 for row in found.incidents if row["lat"] is not None)
    index.stages["situate"] = {"key": name, "tables": digests, "placed": placed, "notes": list(found.notes)}
    return True


_FED_BY = ("places", "facility_names")


def _linked(stands: Rows, families: Rows) -> Linked:
    memberships = tuple(Membership(r["incident_id"], r["report_id"], r["relation"], r["score"] or 0) for r in stands)
    groups: dict[str, tuple[str, ...]] = {}
    for m in memberships:
        if m.relation == "same":
            groups[m.incident] = tuple(sorted((*groups.get(m.incident, ()), m.report)))
    kin: dict[str, tuple[str, ...]] = {}
    for row in families:
        kin[row["family"]] = (*kin.get(row["family"], ()), row["incident_id"])
    partition = Partition(tuple(sorted(groups.values())))
    return Linked(partition, partition, partition, (), memberships, groups, tuple(sorted(kin.items())))


def _guarded(told: Rows, stands: Rows) -> dict[str, str]:
    """An incident is as guarded as the most guarded report that stands to it."""
    levels: dict[str, Any] = {r["report_id"]: r["sensitivity"] for r in told}
    found: dict[str, tuple[str, ...]] = {}
    for row in stands:
        found[row["incident_id"]] = (*found.get(row["incident_id"], ()), levels[row["report_id"]])
    return {incident: Sensitivity.highest(each) for incident, each in found.items()}
