"""Claims over tables: values with two ends, both clocks, completeness, worlds, what stands beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.small import ACTS, CASE, CLAIMS, PARTIES, VETOES, write_case
from solferino.pipeline.build import build
from solferino.words.bounds import Bounds
from solferino.words.result import ClaimResult


def _claims(tmp_path: Path, claims: str = CLAIMS, **texts: str) -> dict[str, ClaimResult]:
    root = write_case(tmp_path / "case", claims=claims, statement="[x](context:)\n", **texts)
    return dict(build(root).checked.claims)


def _one(tmp_path: Path, body: str, **texts: str) -> ClaimResult:
    return _claims(tmp_path, f"[c]\n{body}\n", **texts)["c"]


COUNT = 'says = "count"\nof = "vetoes"\ngives = { n = "count(distinct draft)" }\nholds = "n >= 2"\nwhere = '


def test_the_verdicts_of_the_small_case(tmp_path: Path) -> None:
    """Counted by hand in VETOES and ACTS: two vetoes on the Isle in five years, one of them of a referral."""
    found = _claims(tmp_path)

    assert {i: str(r.verdict) for i, r in found.items()} == {
        "isle-vetoes": "supported",
        "referrals": "contradicted",
        "finding": "insufficient (unconfirmed_fact)",
        "raids": "insufficient (not_filed)",
        "call-restraint": "tracked (partly)",
    }
    assert found["isle-vetoes"].values == {"n": Bounds.exactly(2)}
    assert found["referrals"].values == {"n": Bounds.exactly(1)}


@pytest.mark.parametrize(
    ("window", "n"),
    [
        ("{ from = 2017-06-30, to = 2017-06-30 }", 1),  # both edges on the day of D/2
        ("{ from = 2016-01-10, to = 2017-06-30 }", 2),
        ("{ from = 2016-01-11, to = 2017-06-30 }", 1),  # D/1 was the day before
        ("{ from = 2016-01-10, to = 2017-06-29 }", 1),  # D/2 was the day after
        ('{ from = "as_of - 5y" }', 2),  # D/4 fell the day after as_of: never in
        ('{ from = "as_of - 3y", to = "as_of" }', 1),  # three years back to the day is D/2's day
    ],
)
def test_windows_hold_both_their_edges(window: str, n: int, tmp_path: Path) -> None:
    """A draft voted on the first or last day counts; one a day outside does not."""
    found = _one(tmp_path, COUNT + f'{{ member = "NOR", date = {window} }}')

    assert found.values["n"] == Bounds.exactly(n)


def test_nothing_after_as_of_enters_a_verdict(tmp_path: Path) -> None:
    """A window that reaches beyond as_of is cut there."""
    found = _one(tmp_path, COUNT + '{ member = "NOR", date = { from = 2016-01-01, to = 2021-01-01 } }')

    assert found.values["n"] == Bounds.exactly(2)


def test_what_became_known_later_counts_only_now(tmp_path: Path) -> None:
    """An act of March known in September enters the clock `now`, not `then`, for a statement of June."""
    found = _one(tmp_path, 'says = "act"\nwhere = { body = "The Daily" }')

    assert (str(found.verdict), str(found.verdict_now)) == ("insufficient (not_filed)", "supported")


def test_beyond_the_record_a_count_has_no_upper_end(tmp_path: Path) -> None:
    """Where the source is complete from 2015, 'never before' can neither be contradicted nor supported."""
    found = _one(tmp_path, COUNT + '{ member = "EAS", date = { from = 2000-01-01, to = 2020-01-01 } }')

    assert found.values["n"] == Bounds(0, 0, None)
    assert str(found.verdict) == "insufficient (between)"
    assert "complete for 2015-01-01 to 2021-12-31" in " ".join(found.verdict.because)


def test_a_count_of_none_within_the_record_is_a_contradiction(tmp_path: Path) -> None:
    """On a closed table, within its days, absence is evidence."""
    assert str(_one(tmp_path, COUNT + '{ member = "EAS", date = { from = 2016-01-01 } }').verdict) == "contradicted"


def test_rows_not_coded_count_at_the_high_end(tmp_path: Path) -> None:
    """A draft whose text nobody has coded may have asked for anything."""
    vetoes = VETOES.replace("D/1,2016-01-10,NOR,Isle,ceasefire", "D/1,2016-01-10,NOR,Isle,uncoded")
    found = _one(
        tmp_path, COUNT + '{ member = "NOR", asks = "icc-referral", date = { from = 2016-01-01 } }', vetoes=vetoes
    )

    assert found.values["n"] == Bounds(1, 1, 2)
    assert str(found.verdict) == "insufficient (between)"


def test_shares_have_the_ends_of_their_parts(tmp_path: Path) -> None:
    """Of five rows three are Northland's; D/4 lies after as_of, so two of four."""
    body = 'says = "share"\nof = "vetoes"\nwhere = { date = { from = 2016-01-01 } }\npart = { member = "NOR" }\nholds = "share >= 0.5"'
    found = _one(tmp_path, body)

    assert found.values == {"part": Bounds.exactly(2), "whole": Bounds.exactly(4), "share": Bounds.exactly(0.5)}
    assert str(found.verdict) == "supported"


def test_each_key_left_out_is_a_weaker_form_with_its_values(tmp_path: Path) -> None:
    """Without `asks`, Northland has two vetoes: the form that holds is named."""
    found = _claims(tmp_path)["referrals"]

    assert {w.key: (w.holds, w.values["n"].base) for w in found.weaker} == {
        "member": (False, 1), "asks": (True, 2), "date": (False, 1),
    }  # fmt: skip


def test_everybody_else_is_asked_the_same_question(tmp_path: Path) -> None:
    """Beside a claim about one member stand the others' numbers and the joint act."""
    found = _claims(tmp_path)["referrals"]

    assert [(c.kind, c.text) for c in found.counter] == [
        ("other", "the same with member = Southland"),
        ("joint", "Southland did the same in 1 of 1: D/2"),
    ]
    assert found.counter[0].values["n"] == Bounds.exactly(1)


def test_a_party_stands_for_those_nested_in_it(tmp_path: Path) -> None:
    """An act about Northland's forces is an act about Northland, and not the other way round."""
    acts = ACTS + "a5,2020-05-01,,Court,order,FOR,orders a halt,confirmed\n"
    claims = "".join(
        f'[{name}]\nsays = "act"\nwhere = {{ kind = "order", about = "{party}" }}\n'
        for name, party in (("n", "NOR"), ("s", "SOU"))
    )
    found = _claims(tmp_path, claims, acts=acts)

    assert (str(found["n"].verdict), str(found["s"].verdict)) == ("supported", "insufficient (not_filed)")


def test_a_world_that_breaks_a_claim_makes_it_fragile(tmp_path: Path) -> None:
    """Without the press nothing is left of it, and the page says which world broke it."""
    acts = ACTS.replace("2020-09-01,The Daily", ",The Daily")
    found = _one(tmp_path, 'says = "act"\nwhere = { kind = "report" }\nunder = ["no-press"]', acts=acts)

    assert str(found.verdict) == "insufficient (fragile)"
    assert "no-press" in found.verdict.because[0]
    assert found.worlds == {"no-press": "insufficient"}


def test_a_need_unmet_ends_the_matter(tmp_path: Path) -> None:
    """Below `needs` the claim is not judged, whatever holds says."""
    found = _one(tmp_path, COUNT.replace("holds", 'needs = "n >= 10"\nholds') + '{ member = "NOR" }')

    assert str(found.verdict) == "insufficient (not_filed)"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (COUNT + '{ membr = "NOR" }', "has no column 'membr'"),
        (COUNT + "{ member = 3 }", "member takes text in quotes"),
        (COUNT + '{ date = { from = "as_off - 5y" } }', "'as_off' is neither a date nor one of: as_of"),
        (COUNT + "{ date = { from = 2020-01-01, to = 2019-01-01 } }", "before it starts"),
        (COUNT + '{ member = { must = "NOR" } }', "is not understood"),
        (COUNT.replace("draft)", "drft)") + "{}", "has no column 'drft'"),
        ('says = "call"\nto = ["SOU"]\nasks = "x"\ndue = 2019-01-01', "before it was made"),
    ],
)
def test_a_claim_that_cannot_be_evaluated_is_an_error_that_says_why(body: str, message: str, tmp_path: Path) -> None:
    """The verdict is error, with file and line, and other claims are still judged."""
    found = _claims(tmp_path, f'[c]\n{body}\n[other]\nsays = "exists"\nof = "vetoes"\n')

    assert str(found["c"].verdict) == "error"
    assert message in " ".join(found["c"].verdict.because)
    assert str(found["other"].verdict) == "supported"


@pytest.mark.parametrize(
    ("sql", "verdict", "message"),
    [
        ("SELECT count(DISTINCT draft) AS n FROM vetoes WHERE member = 'NOR'", "supported", ""),
        ("SELECT 1 AS n; SELECT 2 AS n", "error", "exactly one SELECT"),
        ("COPY vetoes TO 'x.csv'", "error", "exactly one SELECT"),
        ("SELECT count(*) AS n FROM read_csv('/etc/passwd')", "error", "disabled"),
        ("SELECT draft AS n FROM vetoes", "error", "rows where one is expected"),
        ("SELECT count(*) AS m FROM vetoes", "insufficient", ""),
    ],
)
def test_a_select_of_ones_own_is_one_select_over_the_tables_and_nothing_else(
    sql: str, verdict: str, message: str, tmp_path: Path
) -> None:
    """The escape hatch cannot write, read files, or change the engine."""
    root = write_case(tmp_path / "c", {"claims/x.sql": sql}, statement="[x](context:)\n",
                      claims='[c]\nsays = "count"\nof = "vetoes"\nholds = "n >= 2"\nsql = "x.sql"\n')  # fmt: skip
    found = build(root).checked.claims["c"]

    assert str(found.verdict.status) == verdict
    assert message in " ".join(found.verdict.because)


def test_an_inference_is_no_better_than_its_premises(tmp_path: Path) -> None:
    """The worst premise decides; calls are neutral, and alone carry nothing."""
    judgements = "".join(
        f'[{name}]\nsays = "judgement"\npremises = {premises}\n'
        for name, premises in (
            ("good", '["isle-vetoes"]'), ("weak", '["isle-vetoes", "raids"]'), ("bad", '["raids", "referrals"]'),
            ("called", '["isle-vetoes", "call-restraint"]'), ("only", '["call-restraint"]'),
        )
    )  # fmt: skip
    found = _claims(tmp_path, CLAIMS + judgements)

    assert {n: str(found[n].verdict) for n in ("good", "weak", "bad", "called", "only")} == {
        "good": "supported", "weak": "insufficient (not_filed)", "bad": "contradicted", "called": "supported",
        "only": "insufficient (not_filed)",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "status"),
    [
        ('due = 2020-12-31\nmet_if = { body = "Office" }', "met"),
        ('due = 2020-12-31\nunmet_if = { body = "Office" }', "unmet"),
        ('due = 2020-12-31\nmet_if = { body = "Nobody" }', "no_public_record"),
        ('met_if = { body = "Nobody" }', "open"),
        ("due = 2022-06-01", "open"),  # not due yet on tracked_to
        ('due = 2020-12-31\nmet_if = { body = "Court" }', "no_public_record"),  # before the call was made
    ],
)
def test_calls_are_followed_and_never_judged(keys: str, status: str, tmp_path: Path) -> None:
    """Each status of a call, by what was filed between its day and tracked_to."""
    found = _one(tmp_path, f'says = "call"\nto = ["SOU"]\nasks = "x"\n{keys}')

    assert str(found.verdict) == f"tracked ({status})"


SWAPS = [("NOR", "SOU"), ("NOR", "EAS"), ("SOU", "WES"), ("NOR", "ZZZ")]


@pytest.mark.parametrize(("a", "b"), SWAPS)
def test_swapping_or_renaming_parties_changes_no_verdict(a: str, b: str, tmp_path: Path) -> None:
    """The same evidence about another party gives the same verdicts: no rule knows a name."""

    def swapped(text: str) -> str:
        return text.replace(a, "\0").replace(b, a).replace("\0", b)

    def verdicts(found: dict[str, ClaimResult]) -> dict[str, tuple[str, str, list[str]]]:
        return {i: (str(r.verdict), str(r.verdict_now), [str(v) for v in r.values.values()]) for i, r in found.items()}

    before = _claims(tmp_path / "a")
    after = _claims(tmp_path / "b", swapped(CLAIMS), parties=swapped(PARTIES), vetoes=swapped(VETOES),
                    acts=swapped(ACTS), case=CASE)  # fmt: skip

    assert verdicts(before) == verdicts(after)
