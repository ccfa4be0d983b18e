"""Records of persons linked by name and whatever else they tell, measured on invented lists."""

from __future__ import annotations

import numpy as np
import pytest
from agree import agreement
from people import lists

from solferino.linkage.constraints import Judgement
from solferino.linkage.persons.link import link_persons
from solferino.linkage.persons.settings import person_settings
from solferino.words.errors import UsageError
from solferino.words.person import PersonRecord, Told, person_records


def test_most_pairs_of_one_person_are_found_and_most_found_are_true() -> None:
    """Four hundred persons with common names on three lists in two scripts, a seed on which nothing was chosen."""
    rows = lists(2016, 400)
    truth = {r["report_id"]: r["person"] for r in rows}
    found = link_persons(person_records(rows))
    group = {id: n for n, held in enumerate(found.base.groups) for id in held}
    ids = sorted(truth)
    score = agreement(np.array([truth[i] for i in ids]), np.array([group[i] for i in ids]))

    assert score["pair_p"] >= 0.85
    assert score["pair_r"] >= 0.75
    assert len(found.lenient) <= len(set(truth.values())) <= len(found.strict)


def test_a_list_that_holds_each_person_once_gives_no_group_two_records() -> None:
    """In no linking, however lenient."""
    found = link_persons(person_records(lists(3, 200)))

    for held in found.lenient.groups:
        assert len({id.split("/")[0] for id in held}) == len(held)


def test_reasons_add_up_to_the_score() -> None:
    """Every stored pair is explained to the last millibit."""
    found = link_persons(person_records(lists(4, 120)))

    assert found.links
    assert all(sum(part for _, _, part in x.reasons) == x.score for x in found.links)


def test_unnamed_records_never_link_by_themselves() -> None:
    """The same day, place and sex tell nobody apart and join nobody."""
    rows = [PersonRecord(f"{s}/1", source=s, sex="male", place="Mill", told=(Told("taken"),)) for s in "abc"]

    assert len(link_persons(rows).lenient) == 3


def test_a_decision_joins_and_a_decision_parts() -> None:
    """People's word stands whatever the score, in every linking."""
    a, b, c = (
        PersonRecord(f"{s}/1", source=s, name=n)
        for s, n in zip("abc", ("Omar Saleh", "Omar Salih", "Petr Kos"), strict=True)
    )
    found = link_persons(
        [a, b, c], judgements=[Judgement("d1", "not-same", (a.id, b.id)), Judgement("d2", "same", (b.id, c.id), "kin")]
    )

    for partition in (found.lenient, found.base, found.strict):
        assert partition.groups == (("a/1",), ("b/1", "c/1"))


def test_a_common_name_is_worth_less_than_a_rare_one() -> None:
    """Thirty of one name in a list make two of that name less likely one person."""
    common = [PersonRecord(f"a/{n}", source="a", name="Omar Saleh") for n in range(30)]
    twins = [PersonRecord(f"{s}/x", source=s, name="Zoran Haddad") for s in "bc"]
    found = link_persons([*common, PersonRecord("b/y", source="b", name="Omar Saleh"), *twins])
    worth = {(x.a, x.b): x.score for x in found.links}

    assert all(worth["b/x", "c/x"] > worth[pair] for pair in worth if "b/y" in pair)


def test_spelling_across_scripts_can_be_turned_off() -> None:
    """As written, a name in another script is another name."""
    pair = [PersonRecord("a/1", source="a", name="Ivan Kovalenko", born=(1980, 1980), place="Mill"),
            PersonRecord("b/1", source="b", name="Иван Коваленко", born=(1980, 1980), place="Mill")]  # fmt: skip
    across, written = (
        link_persons(pair, settings=person_settings({"names": n})) for n in ("across-scripts", "as-written")
    )

    assert [len(f.base) for f in (across, written)] == [1, 2]


@pytest.mark.parametrize("changes", [{"names": "any"}, {"cut": {}}, {"cuts": {"bass": 1}}, {"cuts": 3}])
def test_a_setting_that_is_not_understood_is_named(changes: dict[str, object]) -> None:
    """A slip in [link.person] is an error that names it."""
    with pytest.raises(UsageError, match=r"\[link\.person"):
        person_settings(changes)


def test_order_of_records_decides_nothing() -> None:
    """The same records turned round give the same groups."""
    rows = person_records(lists(5, 80))

    assert link_persons(rows) == link_persons(rows[::-1])
