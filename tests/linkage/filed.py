"""The example's files as rows of the tables, read with no source description: what a case's own TOML maps, in small."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path
from typing import Any

from solferino.linkage.link import link
from solferino.linkage.normalise import normalise
from solferino.places.gazetteer import Gazetteer
from solferino.words.party import Parties
from solferino.words.report import Linked, Report

RELATIONS = {
    "same facility": "same", "same facility per video titles": "same", "reported as same": "probably same",
    "probably same facility": "probably same", "possibly same facility": "not established",
    "different facility": "different", "conflation of two facilities": "conflation",
}  # fmt: skip
WEAPONS = {
    "airstrike": "air ?strike|strikes|aircraft|jets|bombing", "barrel bomb": "barrel", "artillery": "artillery|shell",
    "cluster munition": "cluster", "bunker buster": "bunker", "incendiary": "incendiary", "missile": "missile", "rocket": "rocket", "explosive": "bombardment",
}  # fmt: skip
NO_ROOT = {
    "",
    "video uploaders",
    "aggregated sources",
    "open-source videos",
    "media activist",
    "hospital doctors",
    "activists",
}
PARTIES = {"SYR": "syria|regime|assad", "RUS": "russia", "OPP": "rebel|opposition|armed groups"}
ONE_PER_EVENT = {"Airwars", "Syrian Archive, Eyes on Aleppo"}
SEVERAL_DAYS = {
    "Al Sakhour hospital (M10)",
    "al-Sakhour Medical Centre",
}  # the archive merged three days, the other says so


def gazetteer(folder: Path) -> Gazetteer:
    """Return the gazetteer of the example's places and facility names."""
    names = [
        {"name": r["name"], "other": r["other_name"], "relation": RELATIONS.get(r["relation"], r["relation"]),
         "place": r["place"], "note": r["note"]}
        for r in rows(folder / "facility_aliases.csv")
    ]  # fmt: skip
    return Gazetteer.of(rows(folder / "places.csv"), names)


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def filed(path: Path) -> list[dict[str, Any]]:
    """Return the 159 reports as rows of the table `reports`, keyed by their own row ids."""
    return [_row(r) for r in rows(path)]


def _row(r: dict[str, str]) -> dict[str, Any]:
    blamed = r["perpetrator_as_attributed"].casefold()
    return {
        "report_id": r["report_id"], "source_id": "medical-attacks", "publisher": r["source_name"], "document": r["source_url"],
        "roots": [] if r["original_source"] in NO_ROOT else [t.strip() for t in r["original_source"].split(";")],
        "deduplicated": r["source_name"] in ONE_PER_EVENT, "date_from": r["event_date"], "date_to": r["date_end"] or r["event_date"],
        "time": r["local_time"], "known_since": r["date_published"] if len(r["date_published"]) == 10 else "",
        "place": r["place_as_published"], "lat": r["lat"], "lon": r["lon"], "precision_m": r.get("radius_m", ""),
        "facility": r["facility_name_as_published"],
        "weapon": [name for name, words in WEAPONS.items() if re.search(words, r["weapon_as_reported"])],
        "parties": [id for id, words in PARTIES.items() if re.search(words, blamed)], "attributed_by": r["attributed_by"],
        "scope": "period" if r["facility_name_as_published"] in SEVERAL_DAYS else "", "admin2": r["governorate"],
        "killed_min": r["killed_min"], "killed_max": r["killed_max"], "injured_min": r["injured_min"], "injured_max": r["injured_max"],
        "counts_cover": r["killed_scope"], "stance": "denies" if blamed == "denied" else "affirms",
    }  # fmt: skip


def normalised(folder: Path) -> tuple[tuple[Report, ...], Gazetteer]:
    """Return the example's reports, normalised, and its gazetteer."""
    names = gazetteer(folder)
    return normalise(filed(folder / "medical_attacks.csv"), names, Parties()), names


def linked(folder: Path) -> Linked:
    """Return the example linked with shipped weights and no decision."""
    reports, names = normalised(folder)
    return link(reports, apart=names.apart, conflation=names.conflated)


def gold() -> dict[str, Any]:
    """Return one reader's coding of the example's reports."""
    return tomllib.loads((Path(__file__).parent / "gold.toml").read_text("utf-8"))
