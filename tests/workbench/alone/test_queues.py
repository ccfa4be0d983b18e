"""Grades, attributions, repairs, claims: each form writes what its page says, and refuses what it cannot mean."""

from __future__ import annotations

import re
from typing import Any

from solferino.words.tables import vocabulary

ALL = list(vocabulary("checklist"))


def first(anna: Any, queue: str) -> str:
    """The incident that a queue asks about."""
    found = re.search(r'name="incident" value="([^"]+)"', anna.get(queue).text)
    assert found is not None
    return found[1]


def test_grade_four_is_signed_with_the_whole_checklist_and_a_reason(anna: Any) -> None:
    """Without all of the checklist, or without a reason, nothing is written; with both, the line names reports."""
    form = {"incident": first(anna, "/grades"), "ladder": "occurrence", "grade": "4"}

    assert anna.post("/grades/decide", **form, checked=ALL[:2], why="saw it").status_code == 400
    assert anna.post("/grades/decide", **form, checked=ALL).status_code == 400
    assert anna.post("/grades/decide", **form, checked=ALL, why="saw it").status_code == 303
    (line,) = anna.lines()
    assert line["value"] == {"ladder": "occurrence", "grade": 4, "checklist": ALL}
    assert line["about"]
    assert all("/" in r for r in line["about"])
    assert first(anna, "/grades") != form["incident"]


def test_two_signatures_verify_and_a_dissent_is_kept(anna: Any, sit: Any) -> None:
    """After a build two signed fours make 4; a lower word of a third leaves what the reports gave, and is noted."""
    form = {"incident": first(anna, "/grades"), "ladder": "occurrence", "checked": ALL, "why": "looked at all of it"}
    anna.post("/grades/decide", grade="4", **form)
    one = {i["incident_id"]: i for i in anna.rebuilt().table("incidents")}[form["incident"]]
    ben, cleo = sit("ben"), sit("cleo")
    ben.post("/grades/decide", grade="4", **form)
    two = {i["incident_id"]: i for i in anna.rebuilt().table("incidents")}[form["incident"]]
    cleo.post("/grades/decide", grade="1", **form)
    three = {i["incident_id"]: i for i in anna.rebuilt().table("incidents")}[form["incident"]]

    assert one["occurrence"] < 4
    assert two["occurrence"] == 4
    assert three["occurrence"] == one["occurrence"]
    assert [n for n in three["notes"] if "reviewers differ" in n]
    assert not any(name in str(three["notes"]) for name in ("anna", "ben", "cleo"))


def test_a_judgement_stands_beside_what_was_claimed(anna: Any) -> None:
    """After a build the attribution of a reviewer is one row more, without a name; what accounts say is unchanged."""
    incident = first(anna, "/attributions")
    before = [a for a in anna.rebuilt().table("attributions") if a["incident_id"] == incident]
    answer = anna.post("/attributions/decide", incident=incident, party="BLU", relation="exactly", why="the crater")

    assert answer.status_code == 303
    after = [a for a in anna.rebuilt().table("attributions") if a["incident_id"] == incident]
    (new,) = [a for a in after if a not in before]
    assert len(after) == len(before) + 1
    assert (new["parties"], new["by"], new["basis"]) == (["BLU"], "a reviewer of the case", "the crater")


def test_no_party_goes_with_unknown_and_no_other_can_be_named(anna: Any) -> None:
    """A judgement names a party that an account names, or nobody under unknown."""
    form = {"incident": first(anna, "/attributions"), "why": "seen"}

    assert anna.post("/attributions/decide", **form, party="BLU", relation="unknown").status_code == 400
    assert anna.post("/attributions/decide", **form, relation="exactly").status_code == 400
    assert anna.post("/attributions/decide", **form, party="XXX", relation="exactly").status_code == 400
    assert anna.lines() == []


def test_a_repair_is_tried_then_decided_then_read(anna: Any) -> None:
    """Row 16 has a day that is none: the dry run says one record more, the repair is a line, a build reads the row."""
    tried = anna.post("/rejections/reports/16/try", **{"cell:day": "2020-05-03"})
    assert "15 records now, 16 with it" in tried.text

    anna.post("/rejections/reports/16/repair", **{"cell:day": "2020-05-03"}, why="the scan says 3 May")
    rows = {r["report_id"]: r for r in anna.rebuilt().table("reports")}

    assert str(rows["reports/bad1"]["date_from"]) == "2020-05-03"
    assert "/rejections/reports/16" not in anna.get("/rejections").text


def test_a_row_that_could_not_be_cut_is_read_once_all_cells_are_given(anna: Any) -> None:
    """Row 17 has three cells of nineteen: the page shows its line, and the repair gives every cell."""
    page = anna.get("/rejections/reports/17").text
    columns = re.findall(r'name="(cell:[^"]+)"', page)
    given = dict.fromkeys(columns, "") | {"cell:id": "bad2", "cell:day": "2020-05-01", "cell:object": "school",
                                          "cell:scope": "one", "cell:stance": "affirms", "cell:relation": "unknown"}  # fmt: skip

    assert len(columns) == 19  # the header of the river's reports
    anna.post("/rejections/reports/17/repair", **given, why="from the paper")
    assert "reports/bad2" in {r["report_id"] for r in anna.rebuilt().table("reports")}


def test_a_dry_run_of_nonsense_says_so(anna: Any) -> None:
    """A repair that does not help says why; nothing is written."""
    tried = anna.post("/rejections/reports/16/try", **{"cell:day": "neither"})

    assert "Still rejected" in tried.text
    assert anna.lines() == []


def test_a_claim_is_made_in_a_form(anna: Any) -> None:
    """The form shows what a claim gives, writes it as TOML, and the next build judges it."""
    form = {"id": "schools-in-april", "kind": "count", "of": "incidents", "holds": "n >= 1", "column": ["object", "date"],
            "how": ["is", "from … to"], "text": ["school", "2020-04-01 … as_of"], "passage": "A school was struck."}  # fmt: skip
    assert "supported" in anna.post("/claims/try", **form).text

    written = anna.post("/claims/write", **form)
    assert "(claim:schools-in-april)" in written.text
    assert str(anna.rebuilt().claims["schools-in-april"].verdict) == "supported"
    assert anna.post("/claims/write", **form).status_code == 400  # the id is taken


def test_a_claim_that_is_none_is_told_what_is_wrong(anna: Any) -> None:
    """Bad ids, thresholds and columns are refused with a hint; a value cannot become TOML of its own."""
    form = {"id": "a-claim", "kind": "count", "of": "incidents", "holds": "n >= 1"}

    assert anna.post("/claims/write", **{**form, "id": "../x"}).status_code == 400
    assert anna.post("/claims/write", **{**form, "holds": "open('x')"}).status_code == 400
    assert anna.post("/claims/write", **form, column="objekt", how="is", text="school").status_code == 400
    anna.post("/claims/write", **form, column="object", how="is", text='x"\n[other]\nsays = "count')
    text = (anna.case / "claims/review.toml").read_text("utf-8")
    assert text.count("\n[") == 1


def test_sentences_that_fall_are_shown_with_claims_that_may_back_them(anna: Any) -> None:
    """The bare sentence is first, and a claim about schools is offered as a link to paste."""
    text = anna.get("/sentences").text

    assert "Nine schools were struck in May 2020." in text
    assert "[…](claim:schools-struck)" in text


def test_history_shows_what_was_taken_back_and_by_whom(anna: Any, sit: Any) -> None:
    """A retracted decision stays in the history; nobody takes back what another decided."""
    form = {"incident": first(anna, "/grades"), "ladder": "occurrence", "grade": "2", "why": "one origin"}
    anna.post("/grades/decide", **form)
    done = anna.lines()[0]["id"]

    assert sit("ben").post("/history/retract", decision=done).status_code == 400
    assert anna.post("/history/retract", decision=done).status_code == 303
    assert "one origin" in anna.get("/history").text
