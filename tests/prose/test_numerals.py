"""Typed numerals: what each says, and where exactly it stands."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.prose.numeral import Numeral
from solferino.prose.numerals import numerals

AS_OF = date(2016, 11, 24)


def told(text: str) -> list[tuple[str, str, object, object]]:
    """Return kind, text and both ends of each numeral that is not weak."""
    return [(n.kind, n.text, n.low, n.high) for n in numerals(text, "en", AS_OF) if not n.weak]


def one(text: str) -> Numeral:
    """Return the only numeral of a text."""
    (found,) = numerals(text, "en", AS_OF)
    return found


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("25 strikes", 25, 25),
        ("1,234 killed", 1234, 1234),
        ("1 234 killed", 1234, 1234),
        ("1.5 million people", 1500000, 1500000),
        ("twenty-five strikes", 25, 25),
        ("two hundred and ten shells", 210, 210),
        ("one thousand two hundred", 1200, 1200),
        ("a hundred people", 100, 100),
        ("a dozen towns", 12, 12),
        ("half a dozen towns", 6, 6),
        ("between 58 and 63 raids", 58, 63),
        ("58 to 63 raids", 58, 63),
        ("58–63 raids", 58, 63),
        ("dozens of raids", 24, None),
        ("hundreds of thousands fled", 200000, None),
        ("vetoed three times", 3, 3),
        ("vetoed twice", 2, 2),
        ("$5 million", 5000000, 5000000),
        ("2000 people", 2000, 2000),
    ],
)
def test_counts_in_digits_and_words(text: str, low: int, high: int | None) -> None:
    """A count is read in digits, in words, with scales, as a range, and as a floor without a ceiling."""
    found = one(text)

    assert (found.kind, found.low, found.high) == ("count", low, high)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 per cent of them", 12),
        ("38.5% of them", 38.5),
        ("half of them", 50),
        ("two-thirds of them", 66.7),
        ("a third of them", 33.3),
        ("three quarters of them", 75),
        ("two in three accounts", 66.7),
        ("nine out of ten drafts", 90),
    ],
)
def test_shares(text: str, value: float) -> None:
    """Percentages and fractions are shares in per cent."""
    assert (one(text).kind, one(text).value) == ("percent", value)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("on 24 November 2016", "2016-11-24", "2016-11-24", "day"),
        ("November 24, 2016", "2016-11-24", "2016-11-24", "day"),
        ("2016-10-12", "2016-10-12", "2016-10-12", "day"),
        ("8 Oct. 2016", "2016-10-08", "2016-10-08", "day"),
        ("24 and 25 November 2016", "2016-11-24", "2016-11-25", "days"),
        ("May 2014", "2014-05-01", "2014-05-31", "month"),
        ("in 2014", "2014-01-01", "2014-12-31", "year"),
        ("the 2016 elections", "2016-01-01", "2016-12-31", "year"),
        ("in May", "2016-05-01", "2016-05-31", "month"),
        ("on 8 October", "2016-10-08", "2016-10-08", "day"),
        ("on 2 December", "2016-12-02", "2016-12-02", "day"),
    ],
)
def test_dates(text: str, low: str, high: str, unit: str) -> None:
    """A date covers its days; without a year it is the one past, unless one to come lies much nearer."""
    found = one(text)

    assert (found.kind, found.low, found.high, found.unit) == ("date", low, high, unit)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("in the past five years", "2011-11-24", "2016-11-24"),
        ("over the last three months", "2016-08-24", "2016-11-24"),
        ("last month", "2016-10-01", "2016-10-31"),
        ("next week", "2016-11-28", "2016-12-04"),
        ("this year", "2016-01-01", "2016-12-31"),
        ("since 2011", "2011-01-01", "2016-11-24"),
        ("since March 2011", "2011-03-01", "2016-11-24"),
        ("between 2011 and 2016", "2011-01-01", "2016-12-31"),
        ("from June to December 2016", "2016-06-01", "2016-12-31"),
        ("from 30 September to 2 October 2016", "2016-09-30", "2016-10-02"),
        ("2011–2016", "2011-01-01", "2016-12-31"),
        ("two years ago", "2014-11-24", "2014-11-24"),
        ("a three-week campaign", None, None),
    ],
)
def test_windows(text: str, low: str | None, high: str | None) -> None:
    """A window has both its ends, told from the day of speaking where it must be; a length alone has none."""
    found = one(text)

    assert (found.kind, found.low, found.high) == ("window", low, high)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("S/2014/348", "symbol", "S/2014/348"),
        ("resolution 2139 (2014)", "symbol", "S/RES/2139 (2014)"),
        ("resolution 71/248", "symbol", "A/RES/71/248"),
        ("A/HRC/28/69", "symbol", "A/HRC/28/69"),
        ("S/PV.7180", "symbol", "S/PV.7180"),
        ("Article 8(2)(e)(iv)", "article", "article 8(2)(e)(iv)"),
        ("Rule 28", "article", "rule 28"),
        ("Art. 51", "article", "article 51"),
        ("Additional Protocol II", "name", "Protocol II"),
        ("a Su-24", "name", "Su-24"),
        ("at 14:30", "name", "14:30"),
        ("the Fifth Committee", "name", "Fifth Committee"),
        ("the fifth veto", "ordinal", 5),
        ("for the 5th time", "ordinal", 5),
    ],
)
def test_citations_names_and_ordinals(text: str, kind: str, value: object) -> None:
    """Symbols, provisions, names and ordinals are no counts."""
    assert (one(text).kind, one(text).value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "no one",
        "one must go",
        "one of the members",
        "the 21st century",
        "zero tolerance",
        "item (3)",
        "10 km away",
        "at 5 p.m.",
    ],
)
def test_what_counts_nothing_is_weak(text: str) -> None:
    """Pronouns, enumerations and measures are weak: rules pass over them."""
    assert told(text) == []


def test_a_sentence_with_many() -> None:
    """Each numeral of a sentence is read once, the more specific first."""
    text = "In 2016, 40 attacks; S/RES/2139 (2014) by 15 to 0 on 22 February 2014; 15 of the 16 vetoes"

    assert [(k, t) for k, t, _, _ in told(text)] == [
        ("date", "2016"),
        ("count", "40"),
        ("symbol", "S/RES/2139 (2014)"),
        ("count", "15"),
        ("count", "0"),
        ("date", "22 February 2014"),
        ("count", "15"),
        ("count", "16"),
    ]


pieces = st.sampled_from(
    [
        "25",
        "1,234",
        "twenty-five",
        "a",
        "hundred",
        "and",
        "dozen",
        "half",
        "S/2014/348",
        "(2014)",
        "resolution",
        "May",
        "since",
        "2016",
        "24",
        "November",
        ",",
        ".",
        "–",
        "between",
        "to",
        "Article",
        "8(2)(e)",
        "in the past",
        "five",
        "years",
        "%",
        "per cent",
        "third",
        "times",
        "\u00a0",
        "’",
        "İ",
        "ß",
        "第3条",
        "٤",
        "one",
        "of",
        "in",
        "out of",
        "M10",
        "5th",
        "-",
        "/",
        "(",
        ")",
        "\ufffc",
    ]
)


@given(st.lists(pieces, max_size=20), st.sampled_from([" ", "", "  "]))
def test_offsets_are_exact_and_none_overlap(parts: list[str], gap: str) -> None:
    """The text of a numeral is exactly what stands at its offsets; numerals are in order and apart."""
    text = gap.join(parts)
    found = numerals(text, "en", AS_OF)

    assert all(text[n.start : n.end] == n.text and n.text for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.integers(0, 999_999_999))
def test_numbers_read_back(n: int) -> None:
    """A whole number written with or without separators is read as itself."""
    for text in (f"the {n:,} of them", f"a total of {n:,} raids"):
        assert n in [x.value for x in numerals(text, "en", AS_OF) if x.kind in ("count",)]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_days_read_back(day: date) -> None:
    """A day written in any common order is that day."""
    month = day.strftime("%B")
    for text in (day.isoformat(), f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}"):
        assert one(text).value == day.isoformat()
