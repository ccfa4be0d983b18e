"""Links, incidents, covers, denials and families on a few invented reports each."""

from __future__ import annotations

from datetime import date

import pytest

from linkage.made import DAY, report
from solferino.linkage.link import link
from solferino.words.report import Linked, Report


def groups(*reports: Report) -> tuple[tuple[str, ...], ...]:
    """Return the base groups of reports."""
    return link(reports).base.groups


def relations(found: Linked, report: str) -> set[str]:
    """Return how a report stands to incidents."""
    return {m.relation for m in found.memberships if m.report == report}


def test_one_place_one_day_is_one_incident() -> None:
    """Two accounts of an unnamed hospital in one town on one day are one event where nothing else happened there."""
    assert groups(report("a"), report("b")) == (("a", "b"),)


@pytest.mark.parametrize("gap", [2, 3, 10])
def test_days_apart_are_two_even_at_one_named_facility(gap: int) -> None:
    """Repeated blows on one hospital stay repeated."""
    assert len(groups(report("a", facility="Q7"), report("b", facility="Q7", day=gap))) == 2


def test_two_days_with_accounts_of_their_own_stay_two() -> None:
    """Two accounts on each of two following days are two blows."""
    told = [
        report("a", facility="Q7"),
        report("b", facility="Q7"),
        report("c", facility="Q7", day=1),
        report("d", facility="Q7", day=1),
    ]

    assert groups(*told) == (("a", "b"), ("c", "d"))


def test_a_lone_late_account_of_a_named_facility_joins() -> None:
    """One account dated the next day, and nobody else that day, is late news."""
    assert groups(report("a", facility="Q7"), report("b", facility="Q7"), report("c", facility="Q7", day=1)) == (
        ("a", "b", "c"),
    )


def test_a_night_bridges_two_days() -> None:
    """An interval that holds both days joins accounts of either."""
    night = report("b", facility="Q7", start=DAY, end=date.fromordinal(DAY.toordinal() + 1))

    assert groups(report("a", facility="Q7"), night, report("c", facility="Q7", day=1)) == (("a", "b", "c"),)


def test_two_named_facilities_stay_two() -> None:
    """Other names, other events, though town and day agree."""
    assert len(groups(report("a", facility="Orm hospital"), report("b", facility="Lake hospital"))) == 2


def test_an_unnamed_account_between_two_named_ones_joins_neither() -> None:
    """It fits both, covers both, and is counted once more only at the high end."""
    found = link([report("a", facility="Orm hospital"), report("b", facility="Lake hospital"), report("u")])

    assert found.base.groups == (("a",), ("b",))
    assert (len(found.low), len(found.high)) == (2, 3)
    assert relations(found, "u") == {"covers"}
    assert any(note.startswith("u fits 2 events") for note in found.notes)
    assert all(x.blocked for x in found.links if "u" in (x.a, x.b) and x.relation == "apart")


def test_a_place_named_only_in_a_list_is_a_rival_too() -> None:
    """The unnamed account may be about the other facility that a list names."""
    told = report("m", facility="Orm hospital and Lake hospital", scope="many")

    assert groups(report("a", facility="Orm hospital"), report("u")) == (("a", "u"),)
    assert groups(report("a", facility="Orm hospital"), report("u"), told) == (("a",),)


def test_ids_keep_facilities_apart_however_alike() -> None:
    """A rule of the list of names blocks a pair whatever it scores, and says so."""
    pair = [report("a", facility="Orm", facility_id="orm-1"), report("b", facility="Orm", facility_id="orm-2")]
    found = link(pair, apart=lambda a, b: "two houses of one name")

    assert found.base.groups == (("a",), ("b",))
    assert [x.blocked for x in found.links if x.relation == "apart"] == ["facility: two houses of one name"]


def test_ambulances_are_not_hospitals() -> None:
    """Another kind of object in the same town on the same day is another event."""
    assert len(groups(report("a"), report("b", facility="ambulance", object="ambulance"))) == 2


def test_numbers_of_an_area_are_no_evidence() -> None:
    """A count that covers more than the event neither joins nor parts."""
    wide = report("b", killed=(87, 87), counts_cover="campaign: since Tuesday")
    (link_,) = link([report("a", killed=(1, 1)), wide]).links

    assert not [field for field, _, _ in link_.reasons if field == "killed"]


def test_a_list_covers_what_it_names() -> None:
    """A report that names two facilities covers those, not a third of that day."""
    events = [
        report("a", facility="Orm hospital"),
        report("b", facility="Lake hospital"),
        report("c", facility="Hill hospital"),
    ]
    found = link([*events, report("m", facility="Orm and Lake hospitals", scope="many")])
    covered = {m.incident for m in found.memberships if m.report == "m"}

    assert covered == {i for i, held in found.incidents.items() if held in (("a",), ("b",))}


def test_an_unplaced_list_covers_nothing() -> None:
    """A place that is unknown is no evidence, for covering either."""
    unplaced = report("m", facility="two hospitals", scope="many", place="", place_id="", lat=None, lon=None)

    assert relations(link([report("a"), unplaced]), "m") == set()


def test_a_denial_answers_earlier_attacks_on_what_it_names() -> None:
    """It is tied to the attacks before it, not to one after it, and makes no incident."""
    named = {"facility": "Q7", "facility_id": "q7"}
    found = link([report("a", **named), report("b", day=20, **named), report("n", day=10, stance="denies", **named)])
    denied = {m.incident for m in found.memberships if m.report == "n"}

    assert denied == {i for i, held in found.incidents.items() if held == ("a",)}
    assert relations(found, "n") == {"denies"}
    assert all("n" not in group for group in found.high.groups)


def test_two_blows_told_apart_are_a_family() -> None:
    """One document tells two blows on one facility in a day: two incidents, one family."""
    named = {"facility": "Q7", "facility_id": "q7", "publisher": "p", "document": "d"}
    found = link([report("a", **named), report("b", **named)])
    ((_, family),) = found.families

    assert found.base.groups == (("a",), ("b",))
    assert family == tuple(sorted(found.incidents))


def test_nearness_alone_is_no_family() -> None:
    """Two named facilities of one town on one day are a wave only where a report tells of both."""
    pair = [report("a", facility="Orm hospital"), report("b", facility="Lake hospital")]

    assert link(pair).families == ()
    assert len(link([*pair, report("m", facility="two hospitals", scope="many")]).families) == 1


def test_ids_are_readable_and_stable() -> None:
    """An id says where and when, and does not change when another report joins."""
    (alone,), (both,) = link([report("a")]).incidents, link([report("a"), report("b")]).incidents

    assert alone == both == "aa-2020-05-10-ca9781"  # sha256("a") begins ca978112


def test_two_reports_with_one_id_are_refused() -> None:
    """An id is one report."""
    with pytest.raises(ValueError, match="one id"):
        link([report("a"), report("a")])


def test_nothing_links_to_nothing() -> None:
    """No reports give no incidents."""
    found = link([])

    assert (found.base.groups, found.incidents, found.memberships) == ((), {}, ())
