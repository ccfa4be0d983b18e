"""A small synthetic case: a council of five, three drafts, invented States and acts.

North, South, East, West and Centre do not exist; every number below can be counted by hand in VOTES.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

CASE = """[case]
title = "A council of invented members"
as_of = 2020-06-30
tracked_to = 2021-12-31
period = { from = 2020-01-01, to = 2020-06-30 }
[world.no-press]
drop = { body = "The Daily" }
"""
PARTIES = (
    "".join(
        f'[{code}]\nname = "{name}"\naliases = ["{name}ern"]\nkind = "state"\n'
        for code, name in (("NOR", "Northland"), ("SOU", "Southland"), ("EAS", "Eastland"), ("WES", "Westland"))
    )
    + '[FOR]\nname = "Northland forces"\nwithin = "NOR"\nkind = "force"\n'
)
VETOES = """draft,date,member,topic,asks
D/1,2016-01-10,NOR,Isle,ceasefire
D/2,2017-06-30,NOR,Isle,icc-referral
D/2,2017-06-30,SOU,Isle,icc-referral
D/3,2019-12-31,SOU,Marsh,access
D/4,2020-07-01,NOR,Isle,icc-referral
"""
ACTS = """id,date,known,body,kind,about,what,check
a1,2020-02-01,,Westland,statement,NOR,says it saw nothing,confirmed
a2,2020-03-01,2020-09-01,The Daily,report,NOR;SOU,reports a raid,secondary
a3,2020-04-01,,Court,finding,NOR,finds that a raid took place,general knowledge
a4,2021-01-15,,Office,statement,SOU,asks for restraint,confirmed
"""
CLAIMS = """[isle-vetoes]
says = "count"
atom = "1"
of = "vetoes"
where = { member = "NOR", topic = "Isle", date = { from = "as_of - 5y", to = "as_of" } }
gives = { n = "count(distinct draft)" }
holds = "n >= 2"
[referrals]
says = "count"
atom = "2"
of = "vetoes"
where = { member = "NOR", asks = "icc-referral", date = { from = "as_of - 5y", to = "as_of" } }
gives = { n = "count(distinct draft)" }
holds = "n >= 2"
[finding]
says = "act"
atom = "3"
where = { act_id = "a3" }
[raids]
says = "count"
atom = "4"
of = "incidents"
where = { party = "NOR" }
holds = "n >= 3"
[call-restraint]
says = "call"
atom = "5"
to = ["SOU"]
asks = "show restraint"
due = 2020-12-31
met_if = { kind = "treaty" }
partly_if = { body = "Office", about = "SOU" }
"""
STATEMENT = """# [On the council](context:)

[Northland vetoed two drafts on the Isle](claim:isle-vetoes). [It vetoed a referral to the Court.](claim:referrals)

[Northland carried out at least three raids.](claim:raids) [A court found so.](claim:finding)
[Southland should show restraint.](claim:call-restraint)
"""
RAIDS = 'of = "incidents"\nwhere = { party = "NOR" }\nholds = "n >= 3"'
RAIDS_TOLD = 'of = "acts"\ngives = { n = "count" }\nholds = "n >= 1"'
"""The question of the claim on raids, and another that the small case can answer."""
_SOURCE = """[source]
title = "{name}"
kind = "dataset"
path = "files/{name}.csv"
sha256 = "{sha256}"
size = {size}
{closed}
[[read]]
table = "{table}"
id = {id}
[read.columns]
{columns}
"""
_CLOSED = 'closed = { from = 2015-01-01, to = 2021-12-31, note = "every veto of the council" }'
_VETO_COLUMNS = (
    'draft = "draft"\ndate = "date"\nmember = "member"\ntopic = "topic"\nasks = { column = "asks", split = ";" }'
)
_ACT_COLUMNS = """act_id = "id"
date = "date"
known_since = "known"
body = "body"
kind = "kind"
about = { column = "about", split = ";" }
what = "what"
check_status = "check"
"""


def write_case(root: Path, files: Mapping[str, str] | None = None, **texts: str) -> Path:
    """Write the case at `root` and return it; `texts` replace claims, statement, case, parties, vetoes, acts."""
    for name in ("sources", "claims", "files"):
        (root / name).mkdir(parents=True, exist_ok=True)
    vetoes, acts = texts.get("vetoes", VETOES), texts.get("acts", ACTS)
    written = {
        "case.toml": texts.get("case", CASE),
        "parties.toml": texts.get("parties", PARTIES),
        "claims/claims.toml": texts.get("claims", CLAIMS),
        "statement.md": texts.get("statement", STATEMENT),
        "files/vetoes.csv": vetoes,
        "files/acts.csv": acts,
        "sources/vetoes.toml": source("vetoes", vetoes, "vetoes", ["draft", "member"], _VETO_COLUMNS, _CLOSED),
        "sources/acts.toml": source("acts", acts, "acts", ["id"], _ACT_COLUMNS, ""),
        **(files or {}),
    }
    for name, text in written.items():
        (root / name).write_text(text, "utf-8", newline="\n")
    return root


def source(name: str, data: str, table: str, key: list[str], columns: str, closed: str) -> str:
    """Return a description that pins `data`."""
    raw = data.encode()
    return _SOURCE.format(name=name, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw), table=table,
                          id=str(key).replace("'", '"'), columns=columns, closed=closed)  # fmt: skip


def decision(act: str, about: list[str], i: int = 0, value: object = None) -> str:
    """One line of decisions.jsonl."""
    body = {"id": f"d{i}", "t": "2020-07-01T10:00:00Z", "by": "reader", "act": act, "about": about, "value": value,
            "why": "read both", "prev": ""}  # fmt: skip
    return json.dumps(body) + "\n"
