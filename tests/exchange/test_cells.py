"""What a cell goes through: pattern, default, values, type, vocabulary, range; and ends that must be in order."""

from __future__ import annotations

import pytest

from exchange.filed import rows_of
from solferino.words.errors import CaseError
from solferino.words.source import Column


def _cell(cell: str, column: Column, table: str = "reports") -> object:
    rows, rejected = rows_of(f'a,b\n"{cell}",x\n'.encode(), column, table=table)
    return rows[0][column.name] if rows else rejected[0].reason


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("scope", "two", "many"),
        ("stance", "doubts", "denies"),
        ("attribution_relation", "and", "jointly"),
        ("object", "tent", "clinic"),
        ("publisher_type", "paper", "news"),
        ("weapon", "bomb", "barrel bomb"),
    ],
)
def test_words_outside_a_vocabulary_are_rejected_and_mapped_ones_are_not(name: str, wrong: str, right: str) -> None:
    """The rejection names the word, the words there are, and where to map it."""
    reason = str(_cell(wrong, Column(name, "a")))
    mapped = _cell(wrong, Column(name, "a", values={wrong: right}))

    assert reason.startswith(f"{wrong!r} is not one of: ")
    assert "map it under values" in reason
    assert mapped in (right, [right])


def test_one_bad_item_of_a_list_is_named() -> None:
    """The good items beside it do not hide it."""
    assert str(_cell("airstrike; drone; rocket", Column("weapon", "a"))).startswith("'drone' is not one of: ")


def test_items_are_mapped_after_the_cut_and_one_may_become_several() -> None:
    """Each item by itself; what it is mapped to is cut again; nothing stands twice; an empty one falls away."""
    values = {"jets": "airstrike; rocket", "barrels": "barrel bomb", "?": ""}

    assert _cell("barrels; jets ;?; airstrike", Column("weapon", "a", values=values)) == [
        "barrel bomb", "airstrike", "rocket",
    ]  # fmt: skip


def test_a_cell_as_a_whole_may_be_mapped_before_it_is_cut() -> None:
    """Where the separator stands inside one statement."""
    column = Column("parties", "a", values={"A and allies; B said to help": "A; B", "B said to help": "C"}, split=";")

    assert _cell("A and allies; B said to help", column) == ["A", "B"]


def test_an_own_separator_cuts_what_values_give_as_well() -> None:
    """One separator for the column."""
    assert _cell("x|y", Column("parties", "a", values={"x": "A|B"}, split="|")) == ["A", "B", "y"]


def test_an_empty_cell_may_be_mapped() -> None:
    """The key "" stands for the empty cell, in text and in lists."""
    assert _cell("", Column("attribution_relation", "a", values={"": "unknown"})) == "unknown"
    assert _cell("", Column("weapon", "a", values={"": "explosive"})) == ["explosive"]
    assert _cell("", Column("weapon", "a", values={"x": "explosive"})) is None


def test_a_default_fills_an_empty_cell_only() -> None:
    """It stands before `values`: what is mapped to nothing stays nothing."""
    column = Column("stance", "a", default="affirms", values={"?": ""})

    assert [_cell(c, column) for c in ("", "denies", "?")] == ["affirms", "denies", None]


def test_a_pattern_takes_its_group_and_no_match_is_empty() -> None:
    """Before the default, the values and the type."""
    number = Column("killed_min", "a", pattern=r"^at least (\d+)$")

    assert [_cell(c, number) for c in ("at least 12", "a dozen", "")] == [12, None, None]
    assert _cell("none", Column("killed_min", "a", pattern=r"(\d+)", default="0")) == 0
    assert (
        _cell("type: paper", Column("publisher_type", "a", pattern=r"type: (\w+)", values={"paper": "news"})) == "news"
    )


def test_a_pattern_that_cannot_be_read_is_an_error_of_the_description() -> None:
    """Also one that only some engines take."""
    with pytest.raises(CaseError, match="pattern of 'what' cannot be read"):
        rows_of(b"a\nx\n", Column("what", "a", pattern="(?<=a)(b)"))


def test_a_pattern_made_to_hang_does_not() -> None:
    """The engine's expressions take linear time, whoever wrote them."""
    assert _cell("a" * 5_000 + "!", Column("note", "a", pattern=r"^((?:a+)+)$")) is None


def test_one_column_may_stand_in_for_another_or_beside_it() -> None:
    """`a|b` takes the first that is filled, `a+b` both; a column really so named is itself."""
    data = b"a,b,c|d\n1,2,x\n,3,y\n,,z\n"
    rows, _ = rows_of(data, Column("kind", "a|b"), Column("what", "a+b"), Column("body", "c|d"))

    assert [(r["kind"], r["what"], r["body"]) for r in rows] == [
        ("1", "1 · 2", "x"),
        ("3", "3", "y"),
        (None, None, "z"),
    ]


def test_a_missing_one_of_two_columns_is_named() -> None:
    """Each is looked up by itself."""
    with pytest.raises(CaseError, match="has no column 'e'"):
        rows_of(b"a\n1\n", Column("what", "a|e"))


@pytest.mark.parametrize(
    ("name", "cell", "reason"),
    [
        (
            "lat",
            "90.5",
            "lat 90.5 is out of range: degrees north, -90 to 90; "
            "it may be a longitude: see whether lat and lon are swapped",
        ),
        ("lon", "-181", "lon -181 is out of range: degrees east, -180 to 180"),
        ("killed_min", "-1", "killed_min -1 is out of range: zero or more"),
        ("precision_m", "-50", "precision_m -50 is out of range: zero or more"),
        ("killed_min", "two", "expected a whole number, found 'two'"),
        (
            "killed_min",
            "3.000",
            'expected a whole number, found \'3.000\'; it may be thousands or a fraction: say decimal = "." or ","',
        ),
    ],
)
def test_numbers_outside_what_they_can_mean_are_rejected(name: str, cell: str, reason: str) -> None:
    """With what was expected."""
    assert _cell(cell, Column(name, "a")) == reason


def test_a_whole_number_with_a_point_and_a_nought_is_whole() -> None:
    """Programs write a column of whole numbers so once it has gaps."""
    assert _cell("3.0", Column("killed_min", "a")) == 3


@pytest.mark.parametrize(
    ("cell", "undeclared", "point", "comma"),
    [
        ("1,200", None, 1200, None),
        ("1.200", None, None, 1200),
        ("1 200", None, 1200, 1200),
        ("1\u00a0200\u00a0300", None, 1200300, 1200300),
        ("1,200.0", None, 1200, None),
        ("12,5", None, None, None),
        ("1 20", None, None, None),
        ("١٬٢٠٠", 1200, 1200, 1200),
        ("1200", 1200, 1200, 1200),
    ],
)
def test_thousands_are_read_once_the_source_says_its_decimal_sign(
    cell: str, undeclared: int | None, point: int | None, comma: int | None
) -> None:
    """What can be two numbers is none before; only the Arabic sign for thousands means nothing else."""
    found = [_cell(cell, Column("killed_min", "a", decimal=sign)) for sign in ("", ".", ",")]

    assert [n if isinstance(n, int) else None for n in found] == [undeclared, point, comma]
    assert undeclared or "say decimal" in str(found[0]) or cell == "1 20"


def test_coordinates_at_the_ends_are_read_as_given() -> None:
    """A pole and the date line are places; nothing is rounded."""
    rows, rejected = rows_of(b"a,b\n90,-180\n36.2085139,37\n", Column("lat", "a"), Column("lon", "b"), table="reports")

    assert rejected == ()
    assert [(r["lat"], r["lon"]) for r in rows] == [(90.0, -180.0), (36.2085139, 37.0)]


@pytest.mark.parametrize(
    ("low", "high", "cells", "reason"),
    [
        ("date_from", "date_to", "2016-10-09,2016-10-08", "date_from 2016-10-09 lies above date_to 2016-10-08"),
        ("killed_min", "killed_max", "3,2", "killed_min 3 lies above killed_max 2"),
        ("lat", "lon", "36,", "a point has lat and lon, or neither"),
    ],
)
def test_ends_out_of_order_and_half_a_point_are_rejected(low: str, high: str, cells: str, reason: str) -> None:
    """Such a row would be a value with its ends crossed; the row before it stays."""
    first = {"date_from": "2016-10-08,2016-10-08", "killed_min": "2,", "lat": "36,37"}[low]
    rows, rejected = rows_of(f"a,b\n{first}\n{cells}\n".encode(), Column(low, "a"), Column(high, "b"), table="reports")

    assert len(rows) == 1
    assert [(r.row, r.reason) for r in rejected] == [(2, reason)]


def test_the_source_id_is_filled_where_it_is_not_mapped() -> None:
    """A file of several collections may say its own."""
    rows, _ = rows_of(b"a\nx\n", Column("note", "a"), table="reports")
    own, _ = rows_of(b"a\nx\n", Column("source_id", "a"), table="reports")

    assert (rows[0]["source_id"], own[0]["source_id"]) == ("src", "x")


@pytest.mark.parametrize("column", [Column("people_min", "a"), Column("people_max", "a"), Column("age", "a")])
def test_people_and_years_of_age_are_not_below_nothing(column: Column) -> None:
    """A year of birth would otherwise lie after the day told."""
    table = "person_records" if column.name == "age" else "access"

    assert "out of range" in str(_cell("-5", column, table=table))
    assert _cell("0", column, table=table) == 0


@pytest.mark.parametrize(("table", "low", "high"), [
    ("access", "people_min", "people_max"), ("person_records", "born_min", "born_max"),
])  # fmt: skip
def test_ends_of_people_and_of_births_are_in_order(table: str, low: str, high: str) -> None:
    """The first may not lie above the second."""
    rows, rejected = rows_of(b"a,b\n1990,1980\n", Column(low, "a"), Column(high, "b"), table=table)

    assert rows == []
    assert rejected[0].reason == f"{low} 1990 lies above {high} 1980"


@pytest.mark.parametrize("last", ["seen_to", "date_to"])
def test_a_siege_does_not_end_before_it_begins(last: str) -> None:
    """An end that nobody tells of stays open."""
    rows, rejected = rows_of(
        b"a,b\n2031-07-01,2031-06-01\n2031-07-01,\n", Column("date", "a"), Column(last, "b"), table="access"
    )

    assert [r.row for r in rejected] == [1]
    assert len(rows) == 1
