"""Records of lists become persons, each once, with the states each was in; names stay in the records."""

from __future__ import annotations

from typing import Any

from solferino.linkage.constraints import ACTS, Judgement
from solferino.linkage.persons.link import Persons, link_persons
from solferino.linkage.persons.settings import person_settings
from solferino.pipeline.consent import guarded, raised
from solferino.pipeline.index import Index, key, program
from solferino.pipeline.read import filed_rows
from solferino.situate.persons import guard, person_id, persons
from solferino.store.fill import keep
from solferino.words.case import CaseFile
from solferino.words.person import person_records
from solferino.words.report import Partition
from solferino.words.source import Sensitivity

TABLE = "person_records"


def persons_key(case: CaseFile, index: Index) -> str:
    """Return the key of the stage: records, decisions about them, settings, the day the statement speaks."""
    rows = [m["digest"] for u in index.stages["read"].values() for m in u["files"].values() if m["table"] == TABLE]
    decisions = [[d.id, d.act, d.about, d.why] for d in case.decisions if d.act in ACTS]
    asked = case.settings.link.get("person", {})
    return key([program(), rows, decisions, asked, str(case.settings.as_of), guarded(case.decisions)])


def link_case_persons(case: CaseFile, index: Index) -> bool:
    """Link persons where something changed; return whether it ran. Without records there are none."""
    filed = {m["table"] for u in index.stages["read"].values() for m in u["files"].values()}
    if TABLE not in filed:
        index.stages.pop("persons", None)
        return False
    name, held = persons_key(case, index), index.stages.get("persons", {})
    if held.get("key") == name and all((index.folder(name) / f"{t}.parquet").is_file() for t in held["tables"]):
        return False
    rows = raised(filed_rows(index, TABLE), guarded(case.decisions))
    records = person_records(rows)
    ids = {r.id for r in records}
    judgements = [
        Judgement(d.id, d.act, d.about, d.why)
        for d in case.decisions
        if d.act in ("same", "not-same") and ids & set(d.about)
    ]
    settings = person_settings(case.settings.link.get("person", {}))
    found = link_persons(records, judgements=judgements, settings=settings)
    people, stood = persons(rows, found.base.groups, as_of=case.settings.as_of)
    made = {"persons": people, "person_status": stood, "person_reports": _reports(found, rows)}
    sizes = {"low": len(found.lenient), "base": len(found.base), "high": len(found.strict)}
    index.stages["persons"] = {"key": name, "tables": keep(made, index.folder(name)), "persons": sizes,
                               "notes": list(found.notes)}  # fmt: skip
    return True


def _reports(found: Persons, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    base, lenient, strict = (_codes(p) for p in (found.base, found.lenient, found.strict))
    levels: dict[str, str] = {}
    for row in rows:
        levels[row["report_id"]] = Sensitivity.highest((levels.get(row["report_id"], "public"), guard(row)))
    return [
        {"person_id": base[id], "report_id": id, "lenient": lenient[id], "strict": strict[id], "sensitivity": level}
        for id, level in sorted(levels.items())
    ]


def _codes(partition: Partition) -> dict[str, str]:
    return {id: person_id(group) for group in partition.groups for id in group}
