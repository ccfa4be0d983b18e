"""Elements of norms over incidents: indicated, missing, contradicted; the sequence by which protection is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.law import facts
from solferino.law.elements import Assessment, Finding, assess
from solferino.law.norms import Binding
from solferino.words.truth import Truth

DAY = date(2016, 10, 1)
RULE = {"norm_id": "X-28", "instrument": "Customary IHL", "provision": "Rule 28", "conflict_type": "IAC;NIAC",
        "conduct": ["attack_medical_unit"], "binds": "all", "check_status": "confirmed"}  # fmt: skip
ALL_YES = {name: Finding("yes", "seen", "reader") for name in ("exclusive", "harmful")}


def row(**changes: Any) -> dict[str, Any]:
    """An incident in which everything that a program can see is there."""
    body = {"date_from": DAY, "date_to": DAY, "protected": "medical", "occurrence": 3, "attribution": 3, "intent": 3,
            "party_must": ["SYR"], "party_may": ["SYR"], "intent_lines": ["known_location", "warnings"]}  # fmt: skip
    return body | changes


def yes(_day: date) -> Binding:
    return Binding(Truth.YES, "it binds every party", "confirmed")


def ask(
    rows: list[dict[str, Any]],
    findings: dict[str, Finding] | None = None,
    *,
    norm: dict[str, Any] = RULE,
    bound: Any = yes,
) -> Assessment:
    return assess(norm, rows, "SYR", bound=bound, findings=ALL_YES if findings is None else findings)


def status(found: Assessment, element: str) -> str:
    return next(e.status for e in found.elements if e.id == element)


def test_all_elements_are_indicated_where_evidence_gives_each() -> None:
    """One incident with every line, and people's word on what no program sees."""
    assert ask([row()]).indicated.base == 1


def test_counts_alone_indicate_no_intent() -> None:
    """Forty incidents at places hit again and again: directed is missing in all of them."""
    found = ask([row(intent=0, intent_lines=["repetition"]) for _ in range(40)])

    assert status(found, "directed") == "missing"
    assert found.indicated.low == 0
    assert "counts alone show nothing" in next(e.why for e in found.elements if e.id == "directed")


def test_what_nobody_said_is_missing_and_not_assumed() -> None:
    """Nobody said that the hospital was used for medical purposes only: unknown stays unknown."""
    found = ask([row()], {})

    assert status(found, "exclusive") == status(found, "harmful") == "missing"
    assert (found.indicated.low, found.indicated.high) == (0, 1)


@pytest.mark.parametrize(
    ("warned", "unheeded", "expected"),
    [
        ("yes", "yes", "contradicted"),
        ("no", "unknown", "indicated"),
        ("yes", "no", "indicated"),
        ("unknown", "unknown", "missing"),
    ],
)
def test_protection_is_lost_only_after_a_warning_that_was_not_heeded(warned: str, unheeded: str, expected: str) -> None:
    """GC IV 19, AP I 13, AP II 11: harmful acts end protection only at the end of the sequence."""
    findings = {
        **ALL_YES,
        "harmful": Finding("no", "a gun post", "reader"),
        "warned": Finding(warned),
        "unheeded": Finding(unheeded),
    }
    found = ask([row()], findings)

    assert status(found, "harmful") == expected
    assert "custom" in next(e.why for e in found.elements if e.id == "harmful")


def test_another_party_alone_contradicts() -> None:
    """Somebody else is blamed by everybody: the element is contradicted, not missing."""
    assert status(ask([row(party_must=["RUS"], party_may=["RUS"])]), "party") == "contradicted"
    assert status(ask([row(party_must=[], party_may=["RUS", "SYR"])]), "party") == "missing"


def test_a_norm_of_international_conflicts_is_contradicted_by_the_other_kind() -> None:
    """The pair's conflict is qualified as not international on that day; before it was qualified nothing is known."""
    international = RULE | {"conflict_type": "IAC"}

    assert status(ask([row()], norm=international), "conflict") == "contradicted"
    assert status(ask([row(date_from=date(2011, 6, 1))], norm=international), "conflict") == "missing"
    assert status(ask([row()], norm=RULE | {"conflict_type": ["IAC", "NIAC"]}), "conflict") == "indicated"


def test_a_fact_to_be_confirmed_binds_nobody() -> None:
    """General knowledge decides nothing: the element is missing, and the page says what to confirm."""
    found = ask([row()], bound=lambda _d: Binding(Truth.YES, "ratified in 1953", "general knowledge"))

    assert status(found, "bound") == "missing"
    assert "to be confirmed" in next(e.why for e in found.elements if e.id == "bound")


def test_no_treaty_rule_binds_before_the_day() -> None:
    """Not more law than there was."""
    found = ask([row()], bound=lambda _d: Binding(Truth.NO, "not a party on that day", "confirmed"))

    assert status(found, "bound") == "contradicted"


@given(st.lists(st.sampled_from([0, 2, 3]), min_size=1, max_size=6), st.sampled_from(["yes", "no", "unknown"]))
def test_ends_are_in_order_and_more_evidence_never_lowers(grades: list[int], said: str) -> None:
    """0 <= low <= high <= incidents; raising every grade never lowers the sure end."""
    findings = {"exclusive": Finding(said), "harmful": Finding("yes")}
    found = ask([row(intent=g) for g in grades], findings)
    more = ask([row(intent=3) for _ in grades], findings)

    assert 0 <= found.indicated.low <= found.indicated.high <= len(grades)  # type: ignore[operator]
    assert more.indicated.low >= found.indicated.low  # type: ignore[operator]


def test_every_element_and_conflict_has_its_source() -> None:
    """Lists of elements, conflicts and checks are facts like others: each names where it was read."""
    assert facts.rules("elements")["source"]
    for conflict in facts.rules("conflicts")["conflict"]:
        assert conflict["source"]
        assert conflict["check_status"] in ("confirmed", "secondary", "general knowledge")
    for check in facts.rules("assistance")["check"]:
        assert check["source"]
