"""Stage link: reports as told become reports as read, and reports of one event become one incident."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from solferino.linkage.constraints import ACTS, Judgement
from solferino.linkage.doubt import doubt
from solferino.linkage.link import linked
from solferino.linkage.normalise import normalise
from solferino.linkage.prepared import Prepared, prepare
from solferino.linkage.settings import shipped
from solferino.linkage.succession import Succession, succeed
from solferino.pipeline.consent import guarded, raised
from solferino.pipeline.index import Index, key, program, write_atomic
from solferino.pipeline.read import filed_rows
from solferino.pipeline.strays import FAR_KM, strays
from solferino.places.gazetteer import Gazetteer
from solferino.situate.attribution import readings
from solferino.store.fill import keep
from solferino.store.namespace import Namespace, Rows
from solferino.words.case import CaseFile
from solferino.words.report import Link, Linked, Report
from solferino.words.source import Sensitivity

DOUBT = "linkage.json"
"""Beside the tables of the stage: what linking leaves open, and the weights where they were learned."""
FED_BY = ("reports", "places", "facility_names")


def link_key(case: CaseFile, index: Index) -> str:
    """Return the key of the stage: rows of the tables it reads, decisions about reports, settings, parties."""
    rows = [m["digest"] for u in index.stages["read"].values() for m in u["files"].values() if m["table"] in FED_BY]
    decisions = [[d.id, d.act, d.about, d.why] for d in case.decisions if d.act in ACTS]
    names = {p.id: p.names() for p in case.parties.by_id.values()}
    return key([program(), rows, decisions, case.settings.link, key(names), guarded(case.decisions)])


def link_reports(case: CaseFile, index: Index) -> bool:
    """Link where something changed; return whether it ran. Without reports there is nothing to link."""
    filed = {m["table"] for u in index.stages["read"].values() for m in u["files"].values()}
    if "reports" not in filed:
        index.stages.pop("link", None)
        return False
    name, held = link_key(case, index), index.stages.get("link", {})
    files = [DOUBT, *(f"{t}.parquet" for t in held.get("tables", ()))]
    if held.get("key") == name and all((index.folder(name) / f).is_file() for f in files):
        return False
    told = {table: filed_rows(index, table) for table in FED_BY}
    told["reports"] = raised(told["reports"], guarded(case.decisions))
    gazetteer = gazetteer_of(case, told["places"], told["facility_names"])
    settings = shipped().changed(case.settings.link.get("incident", {}))
    reports = normalise(told["reports"], gazetteer, case.parties, settings=settings)
    judgements = [Judgement(d.id, d.act, d.about, d.why) for d in case.decisions if d.act in ACTS]
    prepared = prepare(reports, judgements=judgements, apart=gazetteer.apart, settings=settings)
    found = linked(prepared, judgements=judgements, conflation=gazetteer.conflated)
    since = _since(index, found)
    made = _tables(reports, found, {r["report_id"]: r for r in told["reports"]})
    digests = keep(made, index.folder(name))
    sizes = {"low": len(found.low), "base": len(found.base), "high": len(found.high)}
    notes = [*found.notes, *_leads(gazetteer, reports),
             *strays(told["reports"], gazetteer, far_m=1000 * case.settings.link.get("far_km", FAR_KM))]  # fmt: skip
    index.stages["link"] = {"key": name, "tables": digests, "incidents": sizes, "decisions": len(judgements),
                            "notes": notes, "doubt": _doubt(index, name, prepared, found)}  # fmt: skip
    index.since = since
    return True


def _leads(gazetteer: Gazetteer, reports: Iterable[Report]) -> Iterator[str]:
    """Say which places were found only because their names sound alike: each may be another place."""
    by: dict[str, list[str]] = {}
    for r in reports:
        if r.place:
            by.setdefault(r.place, []).append(r.id)
    for text, ids in sorted(by.items()):
        found = [place for place in gazetteer.place(text) if place.how == "alike"]
        if found:
            names = " or ".join(f"{place.name} ({place.id})" for place in found)
            yield f"place {text!r} is taken for {names}, which only sounds like it: {', '.join(sorted(ids)[:4])}"


def _doubt(index: Index, name: str, prepared: Prepared, found: Linked) -> dict[str, Any]:
    """Write what linking leaves open beside the tables, and return what of it names no report.

    Where weights were learned, that is with how often chance agrees as well, of all that linked pairs show.
    """
    open_, model, chance = doubt(prepared), None, []
    if prepared.model is not None:
        from solferino.linkage.engine.chance import table  # a small case need not load it
        from solferino.linkage.engine.kept import body_of

        model = body_of(prepared.model)
        pairs = {x.reasons for x in found.links if x.relation == "same"}
        chance = table(prepared.model, [[(field, level) for field, level, _ in pair] for pair in sorted(pairs)])
    body = {"learned": model is not None, "model": model, **open_.json()}
    write_atomic(index.folder(name) / DOUBT, json.dumps(body, ensure_ascii=False, sort_keys=True) + "\n")
    return {"learned": model is not None, "chance": chance, **open_.summary()}


def as_linked(case: CaseFile, index: Index) -> CaseFile:
    """Return the case with the thresholds that were learned, if any, as its own: worlds group by them."""
    held = index.stages.get("link", {}).get("doubt", {})
    if not held.get("learned"):
        return case
    asked = case.settings.link.get("incident", {})
    cuts = dict(zip(("lenient", "base", "strict"), held["thresholds"], strict=True)) | dict(asked.get("cuts", {}))
    link = {**case.settings.link, "incident": {**asked, "cuts": cuts}}
    return replace(case, settings=replace(case.settings, link=link))


def _since(index: Index, found: Linked) -> Succession:
    """Return what became of the incidents of the last build."""
    held = index.stages.get("link")
    before: dict[str, str] = {}
    if held is not None:
        with Namespace({"incident_reports": index.folder(held["key"]) / "incident_reports.parquet"}) as tables:
            rows = tables.rows("SELECT * FROM incident_reports WHERE relation = 'same'", of=["incident_reports"])
        before = {row["report_id"]: row["incident_id"] for row in rows}
    return succeed(before, {report: incident for incident, held in found.incidents.items() for report in held})


def gazetteer_of(case: CaseFile, places: Rows, names: Rows) -> Gazetteer:
    """Return the gazetteer of a case, which reaches as far from the listed names as its settings say."""
    return Gazetteer.of(places, names, reach=case.settings.link.get("names", "spelling"))


def _tables(reports: tuple[Report, ...], found: Linked, told: Mapping[str, Mapping[str, Any]]) -> dict[str, Rows]:
    guarded = {i: row["sensitivity"] for i, row in told.items()}
    return {
        "reports": [_report(r, told[r.id]) for r in reports],
        "incident_reports": [
            {"incident_id": m.incident, "report_id": m.report, "relation": m.relation, "score": m.score,
             "sensitivity": guarded[m.report]}
            for m in found.memberships
        ],
        "links": [
            _link(x) | {"sensitivity": Sensitivity.highest((guarded[x.a], guarded[x.b]))} for x in found.links
        ],
        "families": [{"family": f, "incident_id": i} for f, members in found.families for i in members],
    }  # fmt: skip


def _report(r: Report, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row as told, with what was read from it beside."""
    must, may = readings(r.parties, r.attribution)
    return {**told, "place_id": r.place_id, "facility_id": r.facility_id, "date_from": r.start, "date_to": r.end,
            "lat": r.lat, "lon": r.lon, "precision_m": r.precision_m, "object": r.object, "weapon": sorted(r.weapons),
            "parties": list(r.parties), "attribution_relation": r.attribution, "party_must": list(must),
            "party_may": list(may), "scope": r.scope, "stance": r.stance}  # fmt: skip


def _link(x: Link) -> dict[str, Any]:
    reasons = [f"{field} {level} {millibits}" for field, level, millibits in x.reasons]
    probability = x.probability if math.isfinite(x.probability) else 0.0
    return {"report_a": x.a, "report_b": x.b, "score": x.score, "probability": round(probability, 6),
            "relation": x.relation, "reasons": reasons, "blocked": x.blocked or None}  # fmt: skip
