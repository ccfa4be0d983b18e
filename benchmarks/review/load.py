"""How fast the workbench answers over a large case: a shelf of invented reports, asked as people ask.

    python benchmarks/review/load.py [--reports 1000000] [--to benchmarks/review/measured.json]

Reports, incidents and open pairs are invented; nothing is linked. Twenty thousand decisions are on file already. Measured are
the application's own answers, from request to page, without a network: the median and the 95th of a hundred in milliseconds,
after the first, for which nothing is kept yet (`first_ms`). `p95_cpu_ms` is what this process itself worked, which others on
a busy machine do not lengthen; nothing waits for a disk but a save. It also says how long the shelf takes to fill.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "src"), str(HERE.parents[1] / "tests")]

import solferino as sol  # noqa: E402
from cases.river import write_river  # noqa: E402
from solferino.store.ledger.file import FileLedger  # noqa: E402
from solferino.store.ledger.ledger import Draft  # noqa: E402
from solferino.store.ledger.line import compose  # noqa: E402
from solferino.workbench import filling  # noqa: E402
from solferino.workbench.alone import Alone  # noqa: E402
from solferino.workbench.app import make_app  # noqa: E402
from solferino.workbench.serve import settle  # noqa: E402

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

TOWNS = [
    f"{a}{b}"
    for a in ("Nor", "Sud", "Est", "Vel", "Mar", "Tor", "Kaf", "Bel")
    for b in ("ton", "ham", "bad", "rah", "jan")
]
WORDS = [
    "school",
    "market",
    "clinic",
    "road",
    "bridge",
    "family",
    "night",
    "shell",
    "smoke",
    "ambulance",
    "teacher",
    "wall",
]
QUESTIONS = 100_000
DECIDED = 20_000
"""Answers on file before anybody is measured: about the pairs that come first."""
SEARCHES = {
    "search": [*TOWNS[:10], "ambulance smoke", "kafrah"],
    "search common words": ["school", "sch", "market night", "teacher wall bridge family", "paper"],
    "search by filters": ["&object=clinic&party=BLU", "&place=norton&object=school&from=2016-02-01&to=2016-03-01", "&from=2020-01-01",
                          "&place=norton&object=road", "school&party=GRN", "&to=2015-02-01&object=market"],
    "search a box": ["&south=10&west=20&north=10.3&east=20.3", "&south=0&west=0&north=40&east=40", "smoke&south=10.1&west=20.1&north=10.12&east=20.13",
                     "&south=11.99&west=20&north=12&east=23"],
}  # fmt: skip


def rows(n: int, kind: str, made: random.Random) -> Iterator[dict[str, Any]]:
    """Yield invented reports or incidents in order of their days."""
    for i in range(n):
        day = date(2015, 1, 1) + timedelta(days=i * 2000 // n)
        town = made.choice(TOWNS)
        row: dict[str, Any] = {
            f"{kind}_id": f"{kind}s/{i}", "sensitivity": "public", "date_from": day, "date_to": day, "place": town,
            "place_id": town.lower(), "object": made.choice(WORDS[:3]), "facility": f"{town} {made.choice(WORDS)} {i % 97}",
            "party_may": ["BLU"] if i % 3 else ["GRN"], "lat": round(made.uniform(10, 12), 2), "lon": round(made.uniform(20, 23), 2), "precision_m": 1500, "weapon": ["artillery"], "source_id": "reports",
            "publisher": f"Paper {i % 300}", "note": " ".join(made.choices(WORDS, k=12)), "roots": [f"root {i % 5000}"],
        }  # fmt: skip
        if kind == "incident":
            row |= {"occurrence": made.randrange(4), "killed_max": made.randrange(20), "killed_min": 0, "reports": 5,
                    "independent": 2, "notes": [], "party_must": [], "intent_lines": []}  # fmt: skip
        yield row


def decided(path: Path, n: int) -> None:
    """Write answers to the first pairs, as two people would have given them."""
    last: dict[str, str] = {}
    with path.open("w", encoding="utf-8") as file:
        for i in range(n):
            by = ("anna", "ben")[i % 2]
            draft = Draft(
                by, "not-same", (f"reports/{5 * i}", f"reports/{5 * i + 1}"), None, "read both", "2026-01-02T03:04:05Z"
            )
            last[by] = compose(draft, number=i // 2 + 1, last=last.get(by, ""), taken=lambda name: False)
            file.write(last[by] + "\n")


def fill(path: Path, reports: int) -> float:
    """Fill a shelf; return the seconds that this process worked on it."""
    made, began = random.Random(5), time.process_time()
    path.unlink()
    with closing(sqlite3.connect(path)) as out:
        out.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + filling._SCHEMA)
        filling._things(out, "incident", rows(reports // 5, "incident", made), name="incident_id")
        filling._things(out, "report", rows(reports, "report", made), name="report_id")
        out.executemany("INSERT INTO stands VALUES (?, ?, 'same', 0)",
                        ((f"incidents/{i // 5}", f"reports/{i}") for i in range(reports)))  # fmt: skip
        pairs = [(f"reports/{5 * i}", f"reports/{5 * i + 1}") for i in range(min(QUESTIONS, reports // 5))]
        told = {"probability": 0.5, "worth": 1.0, "joined": False}
        out.executemany("INSERT INTO questions (a, b, sensitivity, body) VALUES (?, ?, 'public', ?)",
                        ((a, b, json.dumps({"report_a": a, "report_b": b, **told})) for a, b in pairs))  # fmt: skip
        link = {
            "score": -500,
            "reasons": ["prior any -4000", "place same 3500"],
            "blocked": None,
            "sensitivity": "public",
        }
        out.executemany("INSERT INTO links VALUES (?, ?, -500, ?)",
                        ((a, b, json.dumps({"report_a": a, "report_b": b, **link})) for a, b in pairs))  # fmt: skip
        out.execute("CREATE UNIQUE INDEX things_id ON things (kind, id)")
        out.executescript(filling._INDEXES)
        out.execute("INSERT INTO meta VALUES ('invented')")
        out.commit()
    return time.process_time() - began


def measured(ask: Callable[[int], Any], n: int = 100) -> dict[str, float]:
    """Return the median and the 95th of a hundred answers, in milliseconds."""
    took, worked = [], []
    for i in range(n + 1):
        began, busy = time.perf_counter(), time.process_time()
        answer = ask(i)
        took.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - busy))
        assert answer.status_code in (200, 303), answer.text[:300]
    first, *took = took
    told = {
        "median_ms": statistics.median(took),
        "p95_ms": _p95(took),
        "p95_cpu_ms": _p95(worked[1:]),
        "first_ms": first,
    }
    return {name: round(value, 1) for name, value in told.items()}


def _p95(found: list[float]) -> float:
    return sorted(found)[int(0.95 * len(found)) - 1]


def run(reports: int, kept: Path | None = None) -> dict[str, Any]:
    """Measure one size."""
    folder = Path(tempfile.mkdtemp(prefix="solferino-review-"))
    try:
        case = write_river(folder / "river")
        sol.open(case).build()
        decided(case / "decisions.jsonl", min(DECIDED, reports // 50))
        app = make_app(
            case, ledger=FileLedger(case / "decisions.jsonl"), gate=Alone("anna", token="t", hosts=frozenset({"h"}))
        )
        shelf = case / "build" / filling.NAME
        if kept and kept.is_file():
            shutil.copyfile(kept, shelf)
            seconds = 0.0
        else:
            seconds = fill(shelf, reports)
            if kept:
                shutil.copyfile(shelf, kept)
        from solferino.workbench.rebuild import Rebuild

        settle()
        Rebuild.ask = lambda self: None  # type: ignore[method-assign]
        client = TestClient(app, base_url="http://h")
        client.cookies.set("solferino", "t")
        page = client.get("/pairs").text
        csrf = re.search(r'name="csrf" value="([^"]+)"', page)
        assert csrf is not None

        def save(i: int) -> Any:
            i += min(DECIDED, reports // 50)
            form = {
                "csrf": csrf[1],
                "act": "not-same",
                "a": f"reports/{5 * i}",
                "b": f"reports/{5 * i + 1}",
                "why": "far apart",
            }
            return client.post("/pairs/decide", data=form, follow_redirects=False)

        return {
            "reports": reports, "questions": min(QUESTIONS, reports // 5), "filled_cpu_s": round(seconds, 1),
            "shelf_mb": round((case / "build" / filling.NAME).stat().st_size / 1e6),
            "save": measured(save), "queue": measured(lambda i: client.get(f"/pairs?at={i}")),
            "incident": measured(lambda i: client.get(f"/incidents/incidents/{i * 31}")),
            "grades": measured(lambda i: client.get(f"/grades?at={i % 20}")), "first page": measured(lambda i: client.get("/")),
            "history": measured(lambda i: client.get("/history")),
            **{name: measured(lambda i, asks=asks: client.get(f"/search?kind={('report', 'incident')[i % 2]}&q={asks[i // 2 % len(asks)]}"))
               for name, asks in SEARCHES.items()},
        }  # fmt: skip
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--to", type=Path)
    parser.add_argument("--shelf", type=Path, help="an invented shelf to use again; made where it is not there")
    given = parser.parse_args()
    found = json.dumps(run(given.reports, given.shelf), indent=1)
    print(found)
    if given.to:
        given.to.write_text(found + "\n", "utf-8")
