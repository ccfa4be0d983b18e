"""From conflicting reports to incidents and verdicts, on a conflict that the code has never heard of."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

import solferino as sol
from cases.river import CASE, CLAIMS, PARTIES, PLACE, PLACES, REPORTS, write_river
from cases.small import decision, source
from solferino.words.bounds import Bounds


def _incident(build: sol.Build, report: str) -> dict[str, object]:
    """The incident that a report is the same as."""
    (stands,) = [
        r for r in build.table("incident_reports") if r["report_id"] == f"reports/{report}" and r["relation"] == "same"
    ]
    (row,) = [r for r in build.table("incidents") if r["incident_id"] == stands["incident_id"]]
    return row


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> sol.Build:
    """The river case, built once."""
    return sol.open(write_river(tmp_path_factory.mktemp("river") / "case")).build()


def test_reports_of_one_event_are_one_incident_and_of_two_days_two(build: sol.Build) -> None:
    """Four reports of 3 March are one, two of 9 March another; the other school is a third."""
    upper, again, lower = (_incident(build, r)["incident_id"] for r in ("r1", "r5", "r7"))

    assert {_incident(build, r)["incident_id"] for r in ("r1", "r2", "r3", "r4")} == {upper}
    assert {_incident(build, r)["incident_id"] for r in ("r5", "r6")} == {again}
    assert {_incident(build, r)["incident_id"] for r in ("r7", "r8")} == {lower}
    assert len({upper, again, lower}) == 3


def test_a_market_is_not_a_school(build: sol.Build) -> None:
    """Same day, same town, same weapon, another object: another incident."""
    assert _incident(build, "r12")["incident_id"] != _incident(build, "r1")["incident_id"]


def test_a_report_of_several_and_a_denial_are_never_incidents(build: sol.Build) -> None:
    """r9 tells of two schools, r11 of a month, r10 denies: none of them is an event of its own."""
    stands = {(r["report_id"], r["relation"]) for r in build.table("incident_reports")}

    assert not {("reports/r9", "same"), ("reports/r10", "same"), ("reports/r11", "same")} & stands
    assert ("reports/r10", "denies") in stands
    assert _incident(build, "r1")["disputed"] is True


def test_copies_of_one_origin_are_one_witness(build: sol.Build) -> None:
    """Three papers quote one agency, the union speaks for itself: two origins, grade 3."""
    row = _incident(build, "r1")

    assert (row["reports"], row["independent"], row["occurrence"]) == (4, 2, 3)


def test_armies_that_blame_each_other_are_both_readings(build: sol.Build) -> None:
    """Neither is in every reading, both in some."""
    row = _incident(build, "r7")

    assert (row["party_must"], row["party_may"], row["attribution_reading"]) == ([], ["BLU", "GRN"], "conflicting")


def test_two_origins_that_say_either_corroborate_either_and_neither(build: sol.Build) -> None:
    """One says Blue, one says Blue or Green: that it was one of the two is corroborated, that it was Blue is not."""
    assert _incident(build, "r1")["attribution"] == 2
    assert build.claims["by-either"].grades["attribution"] == 3


def test_claims_over_incidents_are_put_through_every_world(build: sol.Build) -> None:
    """Three schools in every linking; the corroboration of two of them rests on one agency."""
    claims = build.claims

    assert str(claims["schools-struck"].verdict) == "supported"
    assert set(claims["schools-struck"].worlds) == {"strict", "lenient", "draws", "each-root-left-out"}
    assert {"unknown-none", "unknown-all"} <= set(claims["by-blue"].worlds)
    assert claims["by-blue"].values["n"] == Bounds(1, 1, 3)
    assert str(claims["by-either"].verdict) == "insufficient (fragile)"
    assert "River Agency" in claims["by-either"].verdict.because[0]


@pytest.mark.parametrize(
    ("claim", "verdict", "values"),
    [
        ("two-origins", "insufficient (fragile)", {"n": 2, "independent": 2}),
        ("soon-after", "supported", {"n": 3, "followed": 1}),  # Upper school on 3 and 9 March, six days apart
        ("per-week", "supported", {"n": 3, "days": 28, "rate": 0.75}),  # three in four weeks
        (
            "more-than-markets",
            "insufficient (fragile)",
            {"part": 3, "base": 1, "ratio": 3.0},
        ),  # one agency alone tells of the market
    ],
)
def test_each_kind_of_claim_gives_its_values(
    build: sol.Build, claim: str, verdict: str, values: dict[str, float]
) -> None:
    """Counted by hand in the case's own text."""
    found = build.claims[claim]

    assert {k: v.base for k, v in found.values.items()} == values
    assert str(found.verdict) == verdict


def test_a_test_refuses_without_the_places_never_hit(build: sol.Build, tmp_path: Path) -> None:
    """NO_UNHIT_LIST without the list; with it, one expected pair is still too few to say anything."""
    assert str(build.claims["hit-again"].verdict) == "insufficient (method_refused)"
    assert build.claims["hit-again"].verdict.because[0].startswith("NO_UNHIT_LIST")

    listed = sol.open(write_river(tmp_path / "case", standing=True)).build()
    assert listed.claims["hit-again"].verdict.because[0].startswith("FEW_EXPECTED")


def test_prose_that_is_surer_than_its_evidence_is_overstated(build: sol.Build) -> None:
    """S4: 'Blue forces did it' rests on incidents whose attribution reaches grade 3 in one case only; S9 wants a reply."""
    sentence = build.sentences[1]

    assert any(f.rule == "S9" for f in sentence.findings)


def test_a_decision_keeps_apart_what_the_linkage_joined(tmp_path: Path) -> None:
    """People outrank scores; the build says that decisions changed."""
    root = write_river(tmp_path / "case")
    sol.open(root).build()
    (root / "decisions.jsonl").write_text(decision("not-same", ["reports/r5", "reports/r6"]), "utf-8")
    build = sol.open(root).build()

    assert {s.name: s.because for s in build.stages if s.ran}["link"] == "decisions changed"
    before = _incident(build, "r5")["incident_id"]
    assert before != _incident(build, "r6")["incident_id"]


def test_an_audited_pair_that_was_decided_stands_in_the_table_of_odds(tmp_path: Path) -> None:
    """The page of methods says how many pairs of a range of probability were audited, and how many were one event."""
    root = write_river(tmp_path / "case")
    sol.open(root).build()
    page = root / "build" / "dossier" / "methods.html"
    before = page.read_text("utf-8")
    (root / "decisions.jsonl").write_text(decision("same", ["reports/r5", "reports/r6"]), "utf-8")
    sol.open(root).build()

    assert "none has been judged yet" in before
    assert '<td class="n">1 of 1</td>' in page.read_text("utf-8")
    assert sol.verify(root / "build" / "dossier").ok


def test_what_stays_open_stands_beside_the_tables(build: sol.Build) -> None:
    """Questions, an audit, draws and the tree of a case of thirteen reports; no weights, since none were learned."""
    path = build.built.checked.tables["links"].with_name("linkage.json")
    body = json.loads(path.read_text("utf-8"))

    assert (body["learned"], body["model"]) == (False, None)
    assert len(body["drawn"]) == body["draws"]["n"] == 100
    assert {q["report_a"] for q in body["questions"]} <= {r["report_id"] for r in build.table("reports")}
    assert [x["same"] for x in body["audited"]] == [None] * body["audit"]
    assert body["tree"]


def test_an_incident_that_is_merged_away_leaves_an_alias(tmp_path: Path) -> None:
    """Old ids keep leading somewhere: case.lock says where."""
    root = write_river(tmp_path / "case")
    old = {_incident(sol.open(root).build(), r)["incident_id"] for r in ("r1", "r5")}
    (root / "decisions.jsonl").write_text(decision("same", ["reports/r1", "reports/r5"]), "utf-8")
    new = _incident(sol.open(root).build(), "r5")["incident_id"]
    lock = tomllib.loads((root / "case.lock").read_text("utf-8"))
    gone = sorted(old - {new})

    assert lock["alias"] == dict.fromkeys(gone, new)
    assert lock["merged"] == {new: "; ".join(sorted(old))}
    assert [sol.open(root).why(id).id for id in gone] == [new] * len(gone)


def test_shuffled_rows_give_the_same_incidents(build: sol.Build, tmp_path: Path) -> None:
    """Order in the file decides nothing."""
    head, *rows = REPORTS.strip().split("\n")
    shuffled = "\n".join([head, *reversed(rows)]) + "\n"
    other = sol.open(write_river(tmp_path / "case", reports=shuffled)).build()

    assert other.table("incidents") == build.table("incidents")


def test_swapping_the_armies_swaps_the_parties_and_no_verdict(build: sol.Build, tmp_path: Path) -> None:
    """The same rules for either side."""

    def swap(text: str) -> str:
        return text.replace("BLU", "\0").replace("GRN", "BLU").replace("\0", "GRN")

    texts = {"reports": swap(REPORTS), "claims": swap(CLAIMS), "parties": swap(PARTIES)}
    other = sol.open(write_river(tmp_path / "case", **texts)).build()

    assert {i: str(v) for i, v in other.verdicts.items()} == {i: str(v) for i, v in build.verdicts.items()}


def test_the_trail_of_an_incident_claim_goes_down_to_its_reports(tmp_path: Path) -> None:
    """claim → incident → report → source → bytes."""
    case = sol.open(write_river(tmp_path / "case"))
    case.build()
    trace = str(case.why("schools-struck").json())

    assert "reports/r1" in trace
    assert "exhibit" in trace


def test_reports_that_deny_stand_beside_the_claim(build: sol.Build) -> None:
    """S8: r10 of the Blue Army denies the strike on Upper school of 3 March, one of the three in the window."""
    (denied,) = (c for c in build.claims["schools-struck"].counter if c.kind == "denial")

    assert denied.text == "Blue Army denies 1 of the 3: reports/r10"


def test_a_reply_on_record_is_told_and_verified(tmp_path: Path) -> None:
    """S9: when a party was asked, by when and what it said stands beside the sentence; the dossier is judged alike."""
    root = write_river(tmp_path / "case")
    asked = {"party": "BLU", "asked": "2020-06-20", "deadline": "2020-06-27", "answer": "we struck no school"}
    sol.open(root).build()
    (root / "decisions.jsonl").write_text(decision("reply", [], value=asked), "utf-8")
    build = sol.open(root).build()
    told = [f.text for f in build.sentences[1].findings if f.rule == "S9"]

    assert told == ["Blue Army was asked on 2020-06-20, to answer by 2020-06-27; it answered: we struck no school"]
    assert sol.verify(root / "build" / "dossier").ok


def test_a_translation_is_judged_in_its_own_language(tmp_path: Path) -> None:
    """The name of a file says its language; numbers and days in it are those of the original or a finding of S7."""
    same = (
        "[En mars 2020, trois écoles ont été frappées.](claim:schools-struck) [C'est l'armée bleue.](claim:by-blue)\n"
    )
    other = "[في آذار/مارس 2020 أُصيبت أربع مدارس.](claim:schools-struck) [نفذ ذلك الجيش الأزرق.](claim:by-blue)\n"
    root = write_river(tmp_path / "case", {"statement.fr.md": same, "statement.ar.md": other})
    build = sol.open(root).build()
    found = {
        s.file: [f.text for f in s.findings if f.rule == "S7"]
        for s in build.sentences
        if s.claims[0] == "schools-struck"
    }

    assert found == {
        "statement.md": [],
        "statement.fr.md": [],
        "statement.ar.md": ['statement.md:1 says "Three", and statement.ar.md:1 says "أربع"'],
    }
    assert sol.verify(root / "build" / "dossier").ok


@pytest.mark.parametrize(("names", "told"), [("spelling", False), ("alike", True)])
def test_a_place_that_only_sounds_like_one_is_told(names: str, told: bool, tmp_path: Path) -> None:
    """Looked up only where the case asks for it, and each such place is named as a lead that may be wrong."""
    case = CASE + f'[link]\nnames = "{names}"\n'
    places = PLACES.replace("lowton,Lowton,", "lowton,Upper Lowton,")
    files = {"files/places.csv": places, "sources/places.toml": source("places", places, "places", ["id"], PLACE, "")}
    reports = REPORTS.replace(",Lowton,Lower school", ",لوتون الفوقاني,Lower school", 1)
    built = sol.open(write_river(tmp_path / "case", files, case=case, reports=reports)).build()
    (row,) = [r for r in built.table("reports") if r["report_id"] == "reports/r7"]

    assert (row["place_id"] == "lowton") is told
    assert any("only sounds like it: reports/r7" in note for note in built.built.checked.notes) is told
