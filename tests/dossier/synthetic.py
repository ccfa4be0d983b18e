"""A case that never was: a council, a lake, five permanent members, with real tables and evaluated claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from solferino.casefile.statement import parse_statement
from solferino.claims.evaluate import evaluate_all
from solferino.pipeline.check import check_sentences
from solferino.store.engine import connect, quote
from solferino.store.namespace import Namespace
from solferino.store.parquet import create_empty, write
from solferino.words.case import CaseFile, Settings
from solferino.words.claim import Claim
from solferino.words.party import Parties, Party
from solferino.words.result import Checked, Variants
from solferino.words.source import Source
from solferino.words.statement import Statement
from solferino.words.tables import tables
from solferino.words.window import Window

PERMANENT = {"ARV": "Arvania", "BEL": "Belmark", "CAL": "Calderon Federation", "DOR": "Dorne", "EST": "Estmark"}
ELECTED = {
    "FAR": "Farholm",
    "GRY": "Gryce",
    "HAL": "Halden (Plurinational State of)",
    "IVR": "Ivry",
    "JOR": "Jorvik",
    "KAL": "Kalmar",
    "LOM": "Lomé Coast",
    "MOR": "Morva",
    "NES": "Nesland",
    "ORR": "Orrin",
}
HOSTILE = "<script>alert(1)</script>\u202edrowssap\u202c =cmd()"
CANARY = "CANARY-7f3a"

# draft, day, asks, what, vetoing members, abstaining members
DRAFTS = [
    ("C/2013/20", date(2013, 2, 4), ["sanctions"], "would have asked all sides to stop", ["ARV", "BEL"], []),
    ("C/2013/48", date(2013, 7, 19), ["sanctions"], "would have renewed the observers", ["ARV", "BEL"], ["GRY", "KAL"]),
    (
        "C/2015/11",
        date(2015, 5, 22),
        ["court-referral"],
        "would have referred the lake to the Court",
        ["ARV", "BEL"],
        [],
    ),
    (
        "C/2017/60",
        date(2017, 10, 8),
        ["ceasefire"],
        "would have stopped flights over the town",
        ["ARV"],
        ["BEL", "JOR"],
    ),
    ("C/RES/2016 (7)", date(2016, 3, 1), ["access"], "opens two roads", [], ["ARV"]),
]

CLAIMS = [
    Claim(
        "lake-vetoes",
        "count",
        "claims/council.toml",
        1,
        atom="1",
        of="vetoes",
        where={"member": "ARV", "topic": "Lake Ost", "date": {"from": "as_of - 5y", "to": "as_of"}},
        gives={"n": "count(distinct draft)"},
        holds="n >= 2",
    ),
    Claim(
        "referrals-vetoed",
        "count",
        "claims/council.toml",
        8,
        atom="2",
        of="vetoes",
        where={
            "member": "ARV",
            "topic": "Lake Ost",
            "asks": "court-referral",
            "date": {"from": "as_of - 5y", "to": "as_of"},
        },
        gives={"n": "count(distinct draft)"},
        holds="n >= 2",
    ),
    Claim(
        "drum-ban",
        "norm",
        "claims/law.toml",
        1,
        atom="3",
        holds="bound >= parties",
        own={"norm": "DRUM-1", "binds": ["ARV", "DOR"], "on": "as_of"},
    ),
    Claim(
        "envoy-named",
        "act",
        "claims/acts.toml",
        1,
        atom="4",
        of="acts",
        gives={"n": "count"},
        where={"body": "General Meeting", "kind": "appointment"},
        holds="n >= 1",
    ),
    Claim(
        "summit-held",
        "act",
        "claims/acts.toml",
        7,
        atom="5",
        of="acts",
        gives={"n": "count"},
        where={"kind": "meeting"},
        holds="n >= 1",
    ),
    Claim(
        "mills-struck",
        "count",
        "claims/mills.toml",
        1,
        atom="6",
        of="incidents",
        gives={"n": "count"},
        where={"object": "mill", "party": {"may": ["ARV"]}},
        holds="n >= 20",
    ),
    Claim(
        "press-arvania",
        "call",
        "claims/calls.toml",
        1,
        atom="7",
        of="acts",
        own={
            "by": "DOR",
            "to": ["EST", "ARV"],
            "asks": "end the raids on the mills",
            "made": "as_of",
            "due": date(2018, 3, 1),
            "met_if": {"kind": "order", "about": "ARV"},
            "partly_if": {},
            "unmet_if": {},
        },
    ),
    Claim(
        "raids-reported",
        "count",
        "claims/reports.toml",
        1,
        atom="8",
        of="reports",
        gives={"n": "count"},
        where={"object": "mill"},
        holds="n >= 2",
        under=("no-press",),
    ),
    Claim(
        "witnesses-spoke",
        "exists",
        "claims/reports.toml",
        9,
        atom="9",
        of="reports",
        gives={"n": "count"},
        where={"object": "granary"},
        holds="n >= 1",
    ),
    Claim(
        "arvania-knew",
        "judgement",
        "claims/judgement.toml",
        1,
        atom="10",
        own={"premises": ["lake-vetoes", "referrals-vetoed"], "by": "the authors", "why": "it voted on both"},
    ),
]

STATEMENT = f"""# [The mills of Lake Ost](context:)

[In the past five years Arvania **repeatedly** used its veto on Lake Ost](claim:lake-vetoes)
[to block, **repeatedly**, a referral to the Court](claim:referrals-vetoed). Some forty people were hurt that spring,
say those who lived through it.

- [The General Meeting has named an envoy](claim:envoy-named), who is to travel soon.
- [Drum-guns are banned](claim:drum-ban).
- [A summit was held](claim:summit-held) in the town.

> [Arvania has struck at least twenty mills](claim:mills-struck).

[Raids on mills were reported at least twice](claim:raids-reported).
[People who fled a granary have spoken](claim:witnesses-spoke). [The Ministry said that it struck no
mill](source:acts/3). [Arvania knew what it was doing](claim:arvania-knew).

[Dorne must ask Estmark to press Arvania to end the raids](claim:press-arvania). [That would send a strong
message](opinion:). [Here is {HOSTILE.replace("<", chr(92) + "<")} and that is all.](context:)
"""


def member_names() -> dict[str, str]:
    """Every member's name by its code."""
    return {**PERMANENT, **ELECTED}


def votes_of(draft: str) -> list[dict[str, Any]]:
    """The fifteen votes on one draft, as the table has them."""
    _, day, asks, _, vetoing, abstaining = next(d for d in DRAFTS if d[0] == draft)
    outcome = "vetoed" if vetoing else "adopted"
    return [
        {
            "report_id": f"council/{draft.replace('/', '%2F')}|{m}",
            "draft": draft,
            "date": day,
            "member": m,
            "permanent": m in PERMANENT,
            "topic": "Lake Ost",
            "asks": asks,
            "outcome": outcome,
            "sensitivity": "public",
            "vote": "no" if m in vetoing else "abstain" if m in abstaining else "yes",
        }
        for m in (*PERMANENT, *ELECTED)
    ]


def rows() -> dict[str, list[dict[str, Any]]]:
    """The rows of every table of the case."""
    drafts, votes, vetoes = [], [], []
    for draft, day, asks, what, vetoing, _ in DRAFTS:
        cast = votes_of(draft)
        votes += cast
        tally = [sum(v["vote"] == k for v in cast) for k in ("yes", "no", "abstain", "absent")]
        shared = {"draft": draft, "date": day, "topic": "Lake Ost", "asks": asks, "agenda": "The lake"}
        drafts.append(
            {
                **shared,
                "report_id": cast[0]["report_id"],
                "what": what,
                "seats": 15,
                "basis": "derived",
                "outcome": "vetoed" if vetoing else "adopted",
                "vetoing": vetoing,
                **dict(zip(("yes", "no", "abstain", "absent"), tally, strict=True)),
            }
        )
        vetoes += [
            {
                **shared,
                "report_id": f"council/{draft.replace('/', '%2F')}|{m}",
                "member": m,
                "basis": "derived",
                "with": [o for o in vetoing if o != m],
            }
            for m in vetoing
        ]
    acts = [
        ("acts/1", date(2017, 10, 13), "General Meeting", "appointment", "names an envoy for the lake", "confirmed"),
        ("acts/2", date(2017, 11, 1), "Town", "meeting", "a summit, as everybody says", "general knowledge"),
        ("acts/3", date(2017, 11, 2), "Ministry", "denial", '=HYPERLINK("x") says it struck no mill', "confirmed"),
        ("acts/4", date(2017, 11, 3), HOSTILE, "statement", HOSTILE, "confirmed"),
    ]
    return {
        "drafts": drafts,
        "votes": votes,
        "vetoes": vetoes,
        "acts": [
            {
                "report_id": i,
                "act_id": i[-1],
                "date": d,
                "body": b,
                "kind": k,
                "what": w,
                "about": [],
                "subject": [],
                "check_status": c,
            }
            for i, d, b, k, w, c in acts
        ],
        "norms": [
            {
                "report_id": "law/1",
                "norm_id": "DRUM-1",
                "instrument": "Drum Convention",
                "treaty": "Drum Convention",
                "provision": "Art 1",
                "conflict_type": ["ANY"],
                "conduct": ["drum-guns"],
                "binds": "parties",
                "elements": "use of drum-guns",
                "check_status": "confirmed",
            }
        ],
        "participation": [
            {
                "report_id": "law/2",
                "state": "DOR",
                "treaty": "Drum Convention",
                "signed": date(2009, 1, 1),
                "consented": date(2010, 1, 1),
                "consent": "ratification",
                "as_of": date(2017, 12, 31),
                "check_status": "confirmed",
            },
            {
                "report_id": "law/3",
                "state": "ARV",
                "treaty": "Drum Convention",
                "consent": "none",
                "as_of": date(2017, 12, 31),
                "check_status": "confirmed",
            },
        ],
        "reports": [
            {
                "report_id": f"press/{i}",
                "source_id": "press",
                "publisher": f"Paper {i}",
                "publisher_type": kind,
                "object": "mill",
                "place": "Lake Ost",
                "date_from": date(2017, 9, i),
                "date_to": date(2017, 9, i),
                "party_must": [],
                "party_may": ["ARV"],
                "roots": [f"root {i}"],
                "facility": f"mill {i}",
                "target": f"{CANARY}-target-{i}",
                "note": f"{CANARY}-note-{i}",
                "scope": "one",
                "stance": "affirms",
                "killed_min": i,
                "killed_max": i + 2,
            }
            for i, kind in ((1, "monitor"), (2, "monitor"), (3, "news"))
        ]
        + [
            {
                "report_id": f"sealed/{CANARY}",
                "source_id": "sealed",
                "publisher": CANARY,
                "object": "granary",
                "place": CANARY,
                "date_from": date(2017, 9, 9),
                "date_to": date(2017, 9, 9),
                "party_must": [],
                "party_may": [],
                "roots": [CANARY],
                "scope": "one",
                "stance": "affirms",
                "sensitivity": "sealed",
            }
        ],
        "places": [
            {"place_id": "ost", "name": "Lake Ost", "kind": "area", "lat": 12.345678, "lon": -3.99, "radius_m": 1000}
        ],
        "persons": [{"person_id": CANARY, "conduct": [], "party_must": [], "party_may": [], "occurrence": 2}],
        "decisions": [{"decision_id": "1", "by": CANARY, "act": "same", "about": [], "value": "{}", "why": CANARY}],
        "rejections": [{"source_id": "acts", "row": 7, "line": 9, "column": "date", "reason": "'31 Juin' is no date"}],
        "sources": [
            {
                "source_id": s.id,
                "title": s.title,
                "kind": s.kind,
                "publisher": s.publisher,
                "path": s.path,
                "sha256": s.sha256,
                "size": s.size,
                "tables": list(FEEDS.get(s.id, ())),
                "closed_from": s.closed_from,
                "closed_to": s.closed_to,
                "closed_note": s.closed_note,
                "records": 75,
                "rejected": 1 if s.id == "acts" else 0,
                "sensitivity": s.sensitivity,
            }
            for s in sources()
        ],
        "incidents": [],
    }


FEEDS = {"council": ("votes", "drafts"), "law": ("norms", "participation"), "acts": ("acts",), "press": ("reports",)}


def sources() -> tuple[Source, ...]:
    """Five sources, one of them sealed."""
    closed = {
        "closed_from": date(2010, 1, 1),
        "closed_to": date(2017, 12, 31),
        "closed_note": "every draft put to a vote",
    }
    return (
        Source(
            "council",
            "sources/council.toml",
            1,
            "Votes of the Council",
            "record",
            "The Council",
            "files/votes.csv",
            "a" * 64,
            40211,
            url="https://example.org/votes",
            licence="public domain",
            credit="The Council",
            retrieved=date(2018, 1, 5),
            **closed,
        ),  # type: ignore[arg-type]
        Source(
            "law",
            "sources/law.toml",
            1,
            "The Drum Convention and its parties",
            "record",
            "Depositary",
            "files/law.csv",
            "b" * 64,
            512,
            closed_from=date(1990, 1, 1),
            closed_to=date(2017, 12, 31),
        ),
        Source(
            "acts",
            "sources/acts.toml",
            1,
            f"Acts of bodies {HOSTILE}",
            "dataset",
            "the authors",
            "files/acts.csv",
            "c" * 64,
            2048,
            url="javascript:alert(1)",
            note="compiled by hand",
        ),
        Source(
            "press",
            "sources/press.toml",
            1,
            "Reports in the press",
            "document",
            "several",
            "files/press.csv",
            "d" * 64,
            9000,
        ),
        Source(
            "sealed",
            "sources/sealed.toml",
            1,
            f"{CANARY} interviews",
            "testimony",
            CANARY,
            "files/sealed.csv",
            "e" * 64,
            900,
            sensitivity="sealed",
        ),
    )


def settings() -> Settings:
    """The settings of the case."""
    return Settings(
        "The mills of Lake Ost, spring to autumn 2017",
        as_of=date(2017, 11, 24),
        tracked_to=date(2018, 12, 31),
        period=Window(date(2017, 3, 1), date(2017, 11, 24)),
        author="The Lake Committee",
        worlds={"no-press": {"drop": {"publisher_type": "news"}}},
    )


def write_tables(folder: Path, body: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Path]:
    """Write rows as Parquet files with the columns of their schemas; absent cells are NULL, sensitivity public."""
    found = {}
    for name, filed in body.items():
        schema = tables()[name]
        with connect() as con:
            create_empty(con, schema, "t")
            marks = ", ".join("?" for _ in schema.columns)
            for row in filed:
                assert set(row) <= set(schema.columns), (name, set(row) - set(schema.columns))
                full = {"sensitivity": "public", **row}
                con.execute(f"INSERT INTO {quote('t')} VALUES ({marks})", [full.get(c) for c in schema.columns])
            found[name] = folder / f"{name}.parquet"
            write(con, "t", schema, found[name])
    return found


def checked(folder: Path, *, text: str = STATEMENT) -> Checked:
    """The whole case, checked: tables in `folder`, claims evaluated, sentences judged."""
    names = {**member_names(), "MIN": "The Ministry"}
    statement = parse_statement(text, "statement.md", "en")
    assert isinstance(statement, Statement), statement
    case = CaseFile(
        folder / "lake-ost",
        settings(),
        Parties.of(Party(k, v) for k, v in names.items()),
        sources(),
        tuple(CLAIMS),
        (statement,),
    )
    paths = write_tables(folder, rows())
    with Namespace(paths) as opened:
        results = evaluate_all(case, opened)
        sentences = check_sentences(case, results, opened, documents=lambda _: None)
    return Checked(
        case,
        results,
        sentences,
        paths,
        Variants(13, 10, ("lake-vetoes: holds moved from n >= 3",)),
        ("The town archive was closed; nobody searched it.",),
    )
