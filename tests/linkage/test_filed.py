"""Reports of a case under learned weights: what may not change the result, and what no incident may hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from cases.war import DENSE
from linkage.columns_of import world
from solferino.linkage.constraints import Judgement
from solferino.linkage.engine import filed, model
from solferino.linkage.link import linked
from solferino.linkage.normalise import normalise
from solferino.linkage.plain_row import checked
from solferino.linkage.prepared import prepare
from solferino.linkage.settings import Settings, shipped
from solferino.linkage.table import few
from solferino.places.gazetteer import Gazetteer
from solferino.words.party import Parties
from solferino.words.report import Report

FROM = {"learn": {"from": 1_000}}


@pytest.fixture(scope="module")
def settings() -> Iterator[Settings]:
    """Weights are learned from a thousand reports, and from fewer pairs than elsewhere: a test has no hours."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(model, "LEARN_FROM", 500)
        yield shipped().changed(FROM)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, ...]:
    """About eleven hundred reports of a country at war."""
    rows = few([world(tmp_path_factory.mktemp("filed"), DENSE)], "exact", "incident")
    assert rows is not None
    return normalise(checked(rows.rows, rows.where)[0], Gazetteer.of((), ()), Parties())


def test_order_decides_nothing(many: tuple[Report, ...], settings: Settings) -> None:
    """Reports turned round give the same scores, thresholds and incidents."""
    one, two = prepare(many, settings=settings), prepare(many[::-1], settings=settings)

    assert one.model.learned
    assert one.settings == two.settings
    assert linked(one) == linked(two)


def test_no_incident_holds_what_may_not_be_one(many: tuple[Report, ...], settings: Settings) -> None:
    """Two records of a deduplicated source, or a pair that people keep apart, are never one, at any threshold."""
    best = sorted(prepare(many, settings=settings).links, key=lambda x: -x.score)[:20]
    told = [Judgement(f"d{n:02}", "not-same", (x.a, x.b), "two blows") for n, x in enumerate(best)]
    prepared = prepare(many, judgements=told, settings=settings)
    found, once = linked(prepared, judgements=told), {r.id: r.source for r in many if r.deduplicated}

    for group in (g for part in (found.low, found.base, found.high) for g in part.groups):
        sources = [once[id] for id in group if id in once]

        assert len(set(sources)) == len(sources)
        assert not set(combinations(group, 2)) & {(x.a, x.b) for x in best}


def test_cuts_of_the_case_stand_before_learned_ones(many: tuple[Report, ...], settings: Settings) -> None:
    """A threshold that somebody set is not moved by what was learned; the others are."""
    lenient, base, strict = prepare(many, settings=settings.changed({"cuts": {"base": 123}})).settings.thresholds

    assert base == 123
    assert (lenient, strict) != (shipped().thresholds[0], shipped().thresholds[2])


def test_below_the_number_nothing_is_learned(many: tuple[Report, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """The example and its like never load the engine."""
    monkeypatch.setattr(filed, "learned", None)

    assert prepare(many).model is None


def test_what_has_one_id_is_one_name(many: tuple[Report, ...], settings: Settings) -> None:
    """Two reports of a facility that the list knows, by names that have no letter in common, agree on it."""
    day = many[0].start
    named = [
        replace(many[0], id=f"new{n}", source=f"s{n}", start=day, end=day, facility=name, facility_id="f1")
        for n, name in enumerate(("Orm hospital", "Q7 clinic"))
    ]
    link = next(x for x in prepare([*many, *named], settings=settings).links if (x.a, x.b) == ("new0", "new1"))

    assert ("facility", "one facility by name") in {(field, level) for field, level, _ in link.reasons}
