"""One small file for every format of the field, written from its public list of columns; persons and events are made up."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

DAY, NEXT = date(2031, 5, 4), date(2031, 5, 5)


def table(**cells: str) -> bytes:
    """One row as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([cells.keys(), cells.values()])
    return out.getvalue().encode()


def _records(*records: Mapping[str, Any]) -> bytes:
    return json.dumps(records, ensure_ascii=False).encode()


_STATEMENTS = [
    ("canonical_id", "entity_id", "prop", "schema", "value", "dataset", "first_seen"),
    ("e1", "e1", "name", "Event", "A strike", "set-a", "2031-05-06"),
    ("e1", "e1", "startDate", "Event", "2031-05-04", "set-a", "2031-05-06"),
    ("e1", "e2", "location", "Event", "Lower Town", "set-b", "2031-05-06"),
]
_FTM = {
    "name": ["A strike"],
    "startDate": ["2031-05-04"],
    "location": ["Lower Town"],
    "sourceUrl": ["https://x.example/1"],
}

SAMPLES: dict[str, tuple[str, bytes, dict[str, Any]]] = {
    "acled": (
        "a.csv",
        table(event_id_cnty="XXX1", event_date="04 May 2031", time_precision="1", disorder_type="Political violence",
              event_type="Explosions/Remote violence", sub_event_type="Air/drone strike", actor1="Force A", inter1="1",
              admin2="North", location="Lower Town", latitude="36.2", longitude="37.1", geo_precision="2",
              source="Wire; Post", notes="A clinic was hit.", fatalities="3", timestamp="1935964800"),
        {"report_id": "s/XXX1", "date_from": DAY, "weapon": ["airstrike"], "precision_m": 25000, "killed_max": 3,
         "known_since": date(2031, 5, 8), "parties": None},
    ),
    "ucdp-ged": (
        "a.csv",
        table(id="7", relid="R-7", type_of_violence="3", side_a="Side A", side_b="Civilians", where_prec="3",
              where_coordinates="Lower Town", latitude="36.2", longitude="37.1", date_prec="2", event_clarity="1",
              date_start="2031-05-04 00:00:00.000", date_end="2031-05-05 00:00:00.000", deaths_civilians="4", best="4",
              low="2", high="6", source_article="Post, 6 May", source_office="Post"),
        {"report_id": "s/7", "date_from": DAY, "date_to": NEXT, "precision_m": 50000, "killed_min": 2, "killed_max": 6},
    ),
    "airwars": (
        "a.csv",
        table(incident_code="AA1", url="https://x.example/aa1", date="2031-05-04", date_end="", location_en="Lower Town",
              lat="36.2", lon="37.1", geo_accuracy="village", alleged_belligerent="Force A, Force B",
              grading="Contested", infrastructure="Healthcare, Education", civ_killed_min="1", civ_killed_max="2"),
        {"date_to": DAY, "parties": ["Force A", "Force B"], "attribution_relation": "unknown", "precision_m": 2000,
         "object": "medical facility", "killed_min": 1, "killed_max": 2},
    ),
    "insecurity-insight": (
        "a.csv",
        table(**{"Date": "2031-05-04", "Event Description": "A clinic was hit.", "Country": "A", "Admin 1": "North",
                 "Latitude": "36.2", "Longitude": "37.1", "Geo Precision": "(2) 25 km", "Reported Perpetrator": "State",
                 "Weapon Carried/Used": "Aerial Bomb", "Health Workers Killed": "1", "SiND Event ID": "55"}),
        {"report_id": "s/55", "place": "North", "killed_min": 1, "counts_cover": "workers alone, not all persons"},
    ),
    "hxl": (
        "a.csv",
        b"When,Place,North,East,Dead\n#date +start+occurred,#loc+name,#geo+lat,#geo+lon,#affected+killed\n"
        b"2031-05-04,Lower Town,36.2,37.1,3\n",
        {"date_from": DAY, "date_to": DAY, "place": "Lower Town", "lat": 36.2, "killed_min": 3, "killed_max": 3},
    ),
    "who-ssa": (
        "a.csv",
        table(country="Country A", month="2031-05", certainty="Confirmed", attacks="4", deaths="2"),
        {"date_from": date(2031, 5, 1), "date_to": date(2031, 5, 31), "low": 4, "high": 4, "method": "Confirmed"},
    ),
    "who-ssa-attacks": (
        "a.csv",
        table(**{"Attack ID": "9", "Certainty": "Probable", "Attack date": "2031-05-04", "Country": "A", "Deaths": "1"}),
        {"report_id": "s/9", "killed_min": 1, "publisher": "WHO", "note": "Certainty Probable"},
    ),
    "bayanat-csv": (
        "a.csv",
        table(**{"id": "12", "title": "A clinic", "origin_id": "x9", "source_link": "https://x.example/9",
                 "sjac_title": "internal", "publish_date": "2031-05-04", "documentation_date": "2031-05-05",
                 "sources.source-1": "3-A channel", "locations.location-1": "8-Lower Town"}),
        {"report_id": "s/12", "publisher": "A channel", "place": "Lower Town", "known_since": DAY,
         "date_from": None},
    ),
    "bayanat-json": (
        "a.json",
        _records({"id": 12, "title": "A clinic", "originid": "x9", "source_link": "https://x.example/9",
                  "publish_date": "2031-05-06", "documentation_date": "2031-05-07", "sources": [{"title": "A channel"}],
                  "events": [{"from_date": "2031-05-04T22:00", "to_date": "2031-05-05T02:00", "estimated": True}],
                  "geoLocations": [{"lat": 36.2, "lng": 37.1}], "review": "internal"}),
        {"report_id": "s/12", "date_from": DAY, "date_to": NEXT, "lon": 37.1, "publisher": "A channel"},
    ),
    "bayanat-archive": (
        "documents.json",
        _records({"id": 12, "title": "A clinic", "source_link": "https://x.example/9", "publish_date": "2031-05-06",
                  "media": [{"filename": "f.mp4", "extraction": {"text": "words", "language": "en"}}],
                  "locations": [{"lat": 36.2, "lng": 37.1, "full_location": "Lower Town"}],
                  "events": [{"type": "Strike", "from_date": "2031-05-04", "to_date": None}]}),
        {"report_id": "s/12", "date_from": DAY, "date_to": DAY, "place": "Lower Town", "lat": 36.2},
    ),
    "atlos": (
        "a.csv",
        table(slug="CIV-ABC123", description="A clinic was hit.", status="Completed", sensitive="Not Sensitive",
              inserted_at="2031-05-06T10:00:00Z", date="2031-05-04", latitude="36.2", longitude="37.1", source_1="u1"),
        {"report_id": "s/CIV-ABC123", "date_from": DAY, "known_since": date(2031, 5, 5), "document": "u1"},
    ),
    "uwazi": (
        "a.csv",
        table(**{"Title": "A clinic", "Date added": "2031-05-06", "Template": "Event", "Date": "2031/05/04~2031/05/05",
                 "Geolocation": "36.2|37.1", "Documents": "a.pdf", "Published": "Published"}),
        {"date_from": DAY, "date_to": NEXT, "lat": 36.2, "lon": 37.1, "document": "a.pdf"},
    ),
    "ftm-entities": (
        "a.jsonl", json.dumps({"id": "e1", "schema": "Event", "properties": _FTM}).encode(),
        {"report_id": "s/e1", "date_from": DAY, "place": "Lower Town", "document": "https://x.example/1"},
    ),
    "ftm-statements": (
        "a.csv", "\n".join(",".join(row) for row in _STATEMENTS).encode(),
        {"report_id": "s/e1", "date_from": DAY, "place": "Lower Town", "roots": ["set-a", "set-b"]},
    ),
    "primero": (
        "a.csv",
        table(violation_id="v1", type="attack_on_hospitals", ctfmr_verified="report_pending_verification",
              incident_date="2031-05-04", incident_location="Lower Town", violation_killed_tally_total="2"),
        {"report_id": "s/v1", "object": "medical facility", "killed_min": 2,
         "note": "type attack_on_hospitals · ctfmr_verified report_pending_verification"},
    ),
    "security-force-monitor": (
        "a.csv",
        table(**{"incident:id": "i1", "incident:start_date": "2031-05", "incident:start_date:source": "src-1",
                 "incident:start_date:confidence": "Medium", "incident:violation_type": "Killing",
                 "incident:perpetrator_name": "Unit A", "incident:site_settlement_name": "Lower Town"}),
        {"date_from": date(2031, 5, 1), "date_to": date(2031, 5, 31), "document": "src-1", "parties": ["Unit A"]},
    ),
    "timemap": (
        "a.json",
        _records({"id": "t1", "date": "5/4/2031", "time": "12:30", "time_precision": "hour", "latitude": "36.2",
                  "longitude": "37.1", "location": "Lower Town", "description": "x", "sources": ["s1", "s2"],
                  "associations": ["a"]}),
        {"report_id": "s/t1", "date_from": DAY, "time": "12:30", "document": "s1; s2"},
    ),
    "bellingcat": (
        "a.json",
        _records({"id": "CIV0001", "date": "05/04/2031", "latitude": "36.2", "longitude": "37.1", "location": "Lower Town",
                  "description": "x", "sources": [{"id": "1", "path": "https://x.example/1"}],
                  "filters": [{"key": "Type of area affected", "value": "Healthcare"}]}),
        {"report_id": "s/CIV0001", "date_from": DAY, "document": "https://x.example/1", "publisher": "Bellingcat"},
    ),
    "auto-archiver": (
        "a.csv",
        table(**{"Link": "https://x.example/v", "Archive status": "success", "Archive location": "s3",
                 "Upload timestamp": "2031-05-04T01:02:03+00:00", "Upload title": "A clinic"}),
        {"date_from": None, "date_to": None, "known_since": DAY, "document": "https://x.example/v"},
    ),
}  # fmt: skip
"""For every format: the name of its file, its bytes, and what the one record read from it says."""
