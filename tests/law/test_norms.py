"""Did a rule bind this party on that day? By whom it binds, and since when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from law.filed import Row
from solferino.law.norms import Binding, binding
from solferino.words.errors import UsageError
from solferino.words.truth import Truth

EVE = date(2016, 11, 24)
NO, BETWEEN, YES = Truth.NO, Truth.BETWEEN, Truth.YES
Norms = dict[str, Row]


def ask(norms: Norms, rows: list[Row], norm: str, party: str, day: date = EVE, *, is_state: bool = True) -> Binding:
    """Return whether the norm of that id bound the party."""
    return binding(norms[norm], party, day, rows, is_state=is_state)


@pytest.mark.parametrize(
    ("norm", "party", "truth", "check"),
    [  # notes/standards.md, section 4, with the check status of party_status.csv or of the norm, whichever is weaker
        ("CCM-1-1-a", "SYR", NO, "secondary"),
        ("CCM-1-1-a", "RUS", NO, "confirmed"),
        ("API-13", "RUS", YES, "confirmed"),
        ("API-13", "SYR", YES, "general knowledge"),
        ("APII-11", "RUS", YES, "secondary"),
        ("APII-11", "SYR", NO, "general knowledge"),
        ("GC4-19", "SYR", YES, "general knowledge"),
        ("GC4-19", "RUS", YES, "secondary"),
        ("CAT-1-2", "SYR", YES, "secondary"),
        ("ICPPED-2", "SYR", NO, "confirmed"),
        ("ICPPED-2", "RUS", NO, "confirmed"),
        ("CIHL-28", "SYR", YES, "confirmed"),
        ("CIHL-25", "RUS", YES, "general knowledge"),
        ("ARSIWA-16", "RUS", YES, "confirmed"),
        ("CCW3-2", "RUS", BETWEEN, ""),
        ("ICCPR-9", "SYR", BETWEEN, ""),
        ("RS-8-2-e-iv", "SYR", BETWEEN, "confirmed"),
    ],
)
def test_who_was_bound_on_the_eve(
    norms: Norms, participation: list[Row], norm: str, party: str, truth: Truth, check: str
) -> None:
    """On 24 November 2016 the rule bound the State or not, as surely as the weakest fact relied on."""
    found = ask(norms, participation, norm, party)

    assert (found.truth, found.check_status) == (truth, check)


def test_a_ban_binds_its_parties_only(norms: Norms, participation: list[Row]) -> None:
    """The ban on cluster munitions bound a State Party on the day on which it did not bind the two."""
    found = ask(norms, participation, "CCM-1-1-a", "FRA")

    assert found.truth is YES
    assert "binds States Parties" in ask(norms, participation, "CCM-1-1-a", "SYR").why


def test_a_treaty_begins_to_bind_on_its_day(norms: Norms, participation: list[Row]) -> None:
    """The Chemical Weapons Convention bound Syria from 14 October 2013, a month after its accession."""
    since = date(2013, 10, 14)

    assert ask(norms, participation, "CWC-1", "SYR", since - timedelta(days=1)).truth is NO
    found = ask(norms, participation, "CWC-1", "SYR", since)
    assert (found.truth, found.since) == (YES, since)


@pytest.mark.parametrize(
    ("norm", "adopted"),
    [
        ("UNSC-2139", date(2014, 2, 22)),
        ("UNSC-2286", date(2016, 5, 3)),
        ("UNSC-2165", date(2014, 7, 14)),
        ("UNSC-2258", date(2015, 12, 22)),
        ("UNSC-2332", date(2016, 12, 21)),
    ],
)
def test_a_resolution_addresses_members_from_its_adoption(
    norms: Norms, participation: list[Row], norm: str, adopted: date
) -> None:
    """The day before it binds nobody; on its day every member (notes/standards.md, section 4)."""
    for state in ("SYR", "RUS"):
        assert ask(norms, participation, norm, state, adopted - timedelta(days=1)).truth is NO
        found = ask(norms, participation, norm, state, adopted)
        assert (found.truth, found.since) == (YES, adopted)
        assert "which paragraphs bind is debated" in found.why


@pytest.mark.parametrize("outside", ["COK", "NIU", "PSE", "VAT", "CSK", "SUN", "YUG"])
def test_a_resolution_does_not_address_other_states(norms: Norms, participation: list[Row], outside: str) -> None:
    """States that are no members of the United Nations, or are no more, are not addressed."""
    found = ask(norms, participation, "UNSC-2286", outside)

    assert found.truth is NO
    assert "this party is not one" in found.why


def test_a_resolution_does_not_address_groups(norms: Norms, participation: list[Row]) -> None:
    """An armed group is no member of the United Nations."""
    assert ask(norms, participation, "UNSC-2286", "some-group", is_state=False).truth is NO


def test_the_amendment_of_2019_is_no_law_of_2016(norms: Norms, participation: list[Row]) -> None:
    """Starvation in a non-international conflict became a crime of the Statute only on 6 December 2019."""
    adopted = date(2019, 12, 6)  # ICC-ASP/18/Res.5

    assert ask(norms, participation, "RS-8-2-e-xix", "SYR").truth is NO
    assert ask(norms, participation, "RS-8-2-e-xix", "SYR", adopted - timedelta(days=1)).truth is NO
    assert ask(norms, participation, "RS-8-2-e-xix", "SYR", adopted).truth is BETWEEN


def test_the_amendment_of_2010_is(norms: Norms, participation: list[Row]) -> None:
    """The amendment of Kampala was adopted on 10 June 2010, so that in 2016 it is a question of jurisdiction."""
    assert ask(norms, participation, "RS-8-2-e-xiv", "SYR", date(2010, 6, 9)).truth is NO
    assert ask(norms, participation, "RS-8-2-e-xiv", "SYR").truth is BETWEEN


def test_custom_binds_armed_groups(norms: Norms, participation: list[Row]) -> None:
    """Rules of custom and Common Article 3 bind every party to a conflict, States or not."""
    for norm in ("CIHL-1", "CA3-1"):
        assert ask(norms, participation, norm, "some-group", is_state=False).truth is YES


def test_treaties_and_armed_groups(norms: Norms, participation: list[Row]) -> None:
    """The Second Protocol may reach a group, by way of the State; a ban on States Parties does not."""
    assert ask(norms, participation, "APII-11", "some-group", is_state=False).truth is BETWEEN
    assert ask(norms, participation, "CCM-1-1-a", "some-group", is_state=False).truth is NO


def test_rules_on_states_leave_groups_out(norms: Norms, participation: list[Row]) -> None:
    """State responsibility is of States."""
    assert ask(norms, participation, "ARSIWA-16", "some-group", is_state=False).truth is NO


def test_a_norm_that_names_no_treaty_is_open(norms: Norms, participation: list[Row]) -> None:
    """A rule for parties of a treaty that is not named can be answered neither way."""
    nameless = {**norms["CCM-1-1-a"], "treaty": None}

    assert binding(nameless, "SYR", EVE, participation, is_state=True).truth is BETWEEN


def test_an_unknown_binds_is_refused(norms: Norms) -> None:
    """A word that the vocabulary does not have is an error that lists those it has."""
    with pytest.raises(UsageError, match="'CIHL-1' binds 'everyone'") as caught:
        binding({**norms["CIHL-1"], "binds": "everyone"}, "SYR", EVE, [], is_state=True)

    assert "parties, all, states, members or persons" in caught.value.hint


def test_every_norm_answers_for_every_state(norms: Norms, participation: list[Row]) -> None:
    """No rule of the package raises, whoever is asked about, and each answer has a reason."""
    for norm in norms:
        for state in ("SYR", "RUS", "FRA", "PSE"):
            assert ask(norms, participation, norm, state).why
