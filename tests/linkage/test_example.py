"""What the example must give: the conflicts that its table holds, each by row."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

import pytest

from solferino.linkage.link import link
from solferino.linkage.prepared import prepare
from solferino.linkage.settings import shipped
from solferino.places.gazetteer import Gazetteer
from solferino.words.report import Linked, Report


@pytest.fixture(scope="module")
def where(result: Linked) -> Mapping[str, str]:
    """The incident of each report that stands to one as `same`."""
    return {r: i for i, held in result.incidents.items() for r in held}


def stands(result: Linked, report: str) -> dict[str, str]:
    """Return how one report stands to incidents: incident → relation."""
    return {m.incident: m.relation for m in result.memberships if m.report == report}


def days(reports: tuple[Report, ...], result: Linked, facility: str) -> list[str]:
    """Return the first days of the incidents that reports tie to a facility."""
    index = {r.id: r for r in reports}
    found = [held for held in result.incidents.values() if any(index[r].facility_id == facility for r in held)]
    return sorted(min(str(index[r].start) for r in held) for held in found)


def test_one_hospital_is_hit_on_four_days(reports: tuple[Report, ...], result: Linked) -> None:
    """M10 is four incidents, never merged into one."""
    assert days(reports, result, "m10") == ["2016-09-28", "2016-10-01", "2016-10-03", "2016-10-14"]  # notes/data.md, 3


def test_the_two_namesakes_stay_two(reports: tuple[Report, ...], result: Linked) -> None:
    """No incident holds reports of M2 and of the other hospital called Omar."""
    names = {r.id: r.facility_id for r in reports}
    held = [{names[r] for r in group} for group in result.base.groups]

    assert not any({"m2", "omar-bin-abdulaziz-hospital"} <= group for group in held)
    assert days(reports, result, "omar-bin-abdulaziz-hospital") == ["2016-07-14", "2016-07-16", "2016-11-18"]


@pytest.mark.parametrize("report", ["R002", "R027", "R029", "R070", "R072", "R075", "R108", "R110", "R117"])
def test_a_report_about_several_facilities_covers_and_merges_none(
    result: Linked, where: Mapping[str, str], report: str
) -> None:
    """It belongs to no incident as `same`, and covers at least one."""
    assert report not in where
    assert set(stands(result, report).values()) == {"covers"}


def test_two_named_together_are_both_covered(result: Linked, where: Mapping[str, str]) -> None:
    """ "M2 and M10" covers the incident of each on that day."""
    assert set(stands(result, "R070")) == {where["R069"], where["R073"]}


@pytest.mark.parametrize(("report", "denied"), [("R111", ["R069", "R080", "R097"]), ("R152", ["R139", "R147"])])
def test_denials_are_tied_and_never_attacks(
    result: Linked, where: Mapping[str, str], report: str, denied: list[str]
) -> None:
    """A denial stands to what it denies, by facility or by place and time, and is no incident."""
    assert report not in where
    assert {where[r] for r in denied} <= set(stands(result, report))
    assert set(stands(result, report).values()) == {"denies"}


@pytest.mark.parametrize("report", ["R137", "R138"])
def test_a_name_that_mixes_two_joins_neither(result: Linked, where: Mapping[str, str], report: str) -> None:
    """The conflated name is noted, and covers what it could be."""
    assert report not in where
    assert stands(result, report) == {where["R139"]: "covers"}
    assert any(note.startswith(f"{report} mixes two facilities") for note in result.notes)


def test_one_night_is_one_incident(where: Mapping[str, str]) -> None:
    """30 July 23:00 and 31 July are one night in one town."""
    assert len({where[r] for r in ("R044", "R045", "R046", "R047")}) == 1


def test_a_slip_of_one_paper_joins_its_event(where: Mapping[str, str]) -> None:
    """M1, which every other source of the day calls M2, is that event."""
    assert where["R068"] == where["R073"]


def test_an_unnamed_place_joins_where_nothing_rivals_it(where: Mapping[str, str]) -> None:
    """The trauma hospital without a name on 1 October is the only one hit in that city that day."""
    assert where["R087"] == where["R080"]


@pytest.mark.parametrize("report", ["R077", "R095", "R112", "R134"])
def test_a_rivalled_account_joins_none_and_says_so(result: Linked, where: Mapping[str, str], report: str) -> None:
    """What fits several events is kept with all of them and counted with none."""
    assert report not in where
    assert "covers" in stands(result, report).values()
    assert any(note.startswith(f"{report} fits") for note in result.notes)


def test_an_undated_unnamed_report_stays_alone(result: Linked, where: Mapping[str, str]) -> None:
    """Without a day and a name nothing ties R113 to any event."""
    assert result.incidents[where["R113"]] == ("R113",)


def test_roots_are_kept(reports: tuple[Report, ...]) -> None:
    """Rows that repeat one origin keep it, so that they can count as one witness."""
    index = {r.id: r for r in reports}

    assert index["R027"].roots == index["R035"].roots == {"PHR"}
    assert index["R001"].roots == frozenset()


def test_no_incident_holds_two_records_of_one_list(reports: tuple[Report, ...], result: Linked) -> None:
    """A source that lists each event once has one record per incident."""
    index = {r.id: r for r in reports}
    for group in result.base.groups:
        listed = [index[r].publisher for r in group if index[r].deduplicated]

        assert len(listed) == len(set(listed))


def test_the_count_is_a_range(result: Linked) -> None:
    """Fewest, base and most incidents are in order, and the range is not a point."""
    assert len(result.low) <= len(result.base) <= len(result.high)
    assert len(result.low) < len(result.high)


def test_reasons_add_up(result: Linked) -> None:
    """Every stored score is the sum of its reasons, exactly."""
    assert all(sum(part for _, _, part in x.reasons) == x.score for x in result.links)
    assert {x.relation for x in result.links} == {"same", "apart", "covers", "denies"}


def test_several_places_told_together_are_one_wave(result: Linked, where: Mapping[str, str]) -> None:
    """The hospitals of one quarter in one night, which several reports tell together, are one family."""
    (family,) = [held for _, held in result.families if where["R022"] in held]

    assert {where["R023"], where["R024"], where["R025"]} <= set(family)


def test_leaving_each_root_out_takes_no_time(reports: tuple[Report, ...], atlas: Gazetteer) -> None:
    """All worlds of the case are grouped again, from stored links, in well under a second."""
    prepared = prepare(reports, apart=atlas.apart)
    roots = sorted({root for r in reports for root in r.roots})
    began = perf_counter()
    clusters = prepared.clusters()
    sizes = [
        len(clusters.partition(shipped().thresholds[1], drop=frozenset(r.id for r in reports if r.roots == {root})))
        for root in roots
    ]

    assert len(roots) > 40
    assert perf_counter() - began < 1
    assert min(sizes) < max(sizes)


def test_a_world_is_what_linking_without_its_reports_gives(reports: tuple[Report, ...], atlas: Gazetteer) -> None:
    """Dropping a whole event's reports leaves every other group as it was."""
    gone = frozenset({"R154", "R155", "R156", "R157", "R158", "R159"})
    world = prepare(reports, apart=atlas.apart).clusters().partition(shipped().thresholds[1], drop=gone)

    assert world == link(reports, apart=atlas.apart, drop=gone).base


def test_one_hospital_called_four_ways_is_one_incident(result: Linked, where: Mapping[str, str]) -> None:
    """Six accounts that call one military hospital by its owner, in other words each, are one event."""
    assert result.incidents[where["R154"]] == ("R154", "R155", "R156", "R157", "R158", "R159")
