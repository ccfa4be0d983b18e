"""A world that a case describes drops reports; what they alone told is then no incident."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases.small import CASE, write_case
from solferino.casefile import load
from solferino.claims.evaluate import evaluate
from solferino.store.fill import keep
from solferino.words.errors import CaseError
from solferino.words.result import ClaimResult

WORLD = '[world.no-papers]\ndrop = { publisher_type = "news" }\n'
DAY = date(2020, 3, 1)
TOLD = {"a": ["news"], "b": ["news", "monitor"], "c": ["monitor"]}
"""Three attacks, by who told of them."""


def _blow(name: str, **more: Any) -> dict[str, Any]:
    return {
        "date_from": DAY,
        "date_to": DAY,
        "known_since": DAY,
        "place": name,
        "place_id": name,
        "object": "school",
    } | more


def outcome(tmp_path: Path, holds: str, *, more: str = "") -> ClaimResult:
    """The claim that there were so many attacks, under the world without the papers."""
    body = f'[c]\nsays = "count"\nof = "incidents"\nholds = "{holds}"\nunder = ["no-papers"]\n{more}'
    root = write_case(tmp_path / "case", claims=body, statement="[x](context:)\n", case=CASE + WORLD)
    told = [(name, f"s/{name}{n}", press) for name, presses in TOLD.items() for n, press in enumerate(presses)]
    reports = [_blow(name, report_id=i, source_id="s", publisher_type=press, roots=[i]) for name, i, press in told]
    same = [{"incident_id": name, "report_id": i, "relation": "same"} for name, i, _ in told]
    links = [{"report_a": "s/b0", "report_b": "s/b1", "score": 99000, "probability": 0.999, "relation": "same"}]
    made = {"incidents": [_blow(n, incident_id=n) for n in TOLD], "reports": reports, "incident_reports": same,
            "links": links}  # fmt: skip
    keep(made, tmp_path)
    case = load(root)
    return evaluate(case.claims[0], {name: tmp_path / f"{name}.parquet" for name in made}, case)


def test_what_the_dropped_alone_told_is_gone(tmp_path: Path) -> None:
    """Of three attacks the papers alone told one: two stand without them, and the page can say so."""
    found = outcome(tmp_path, "n >= 3")

    assert str(found.verdict) == "insufficient (fragile)"
    assert (found.elsewhere["no-papers"]["n"].low, found.elsewhere["no-papers"]["n"].high) == (2, 2)


def test_what_others_told_too_stays(tmp_path: Path) -> None:
    """One of two reports is left of an attack: the attack is left."""
    found = outcome(tmp_path, "n >= 2")

    assert found.worlds["no-papers"] == "supported"


def test_a_select_is_asked_in_no_other_world(tmp_path: Path) -> None:
    """It would answer the same and seem to have survived: the case is refused, with the line."""
    body = '[c]\nsays = "count"\nof = "vetoes"\nsql = "c.sql"\nholds = "n >= 2"\nunder = ["no-papers"]\n'
    root = write_case(tmp_path / "case", claims=body, statement="[x](context:)\n", case=CASE + WORLD)
    (root / "claims" / "c.sql").write_text("SELECT 2 AS n", "utf-8")

    with pytest.raises(CaseError, match="a SELECT of its own is asked as it stands"):
        load(root)
