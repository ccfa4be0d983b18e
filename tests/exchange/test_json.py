"""JSON and JSON Lines: nested values, numbers as written, errors with their line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.filed import loaded, rows_of
from solferino.words.errors import CaseError
from solferino.words.source import Column


def test_nested_values_get_dotted_names() -> None:
    """Objects by key, lists of objects by position; a list of plain values stays one cell."""
    data = json.dumps([{"a": {"b": 1, "c": {"d": "x"}}, "e": [{"f": 2}], "g": ["p", "q"]}]).encode()
    found, rows = loaded(data, "json")

    assert found.columns == ("a.b", "a.c.d", "e.0.f", "g")
    assert rows[0] == {"row": 1, "a.b": "1", "a.c.d": "x", "e.0.f": "2", "g": "p\x1fq\x1f"}


def test_numbers_keep_their_digits_and_words_of_logic_are_words() -> None:
    """36.20 stays 36.20, a long number is not rounded, true is true, null is empty."""
    _, rows = loaded(b'[{"a": 36.20, "b": 12345678901234567890, "c": true, "d": null}]', "json")

    assert rows == [{"row": 1, "a": "36.20", "b": "12345678901234567890", "c": "true", "d": None}]


def test_a_list_in_the_file_is_a_list_in_the_table_whatever_its_items_hold() -> None:
    """Items of a JSON list are not cut again at a separator; in a text column they are joined."""
    data = json.dumps([{"a": ["x; y", "z"]}]).encode()
    rows, rejected = rows_of(data, Column("about", "a"), Column("what", "a"), format="json")

    assert rejected == ()
    assert (rows[0]["about"], rows[0]["what"]) == (["x; y", "z"], "x; y; z")


def test_a_path_leads_to_the_array() -> None:
    """Dotted keys walk into the document."""
    data = b'{"data": {"items": [{"a": 1}], "n": 1}}'

    assert loaded(data, "json", path="data.items")[1] == [{"row": 1, "a": "1"}]


@pytest.mark.parametrize(
    ("data", "path", "message"),
    [
        (b'{"data": {"items": []}}', "data.item", "has no key 'item' at 'data'"),
        (b'{"rows": [], "n": 1}', "", 'path = "rows"'),
        (b'{"a": {"rows": [1]}}', "a", 'path = "a.rows"'),
        (b'"text"', "", "is a plain value where an array of objects was expected"),
        (b"[]", "", "holds no record"),
        (b'[\n{"a": 1},\n{"a": }\n]', "", "files/a.json:3: not JSON: expecting value at column 7"),
        (b'[\n{"a": 1},\n{"a"', "", "the file may be cut off"),
        (b'[{"a": "x', "", "the file may be cut off"),
        (b"[" * 100_000, "", "nested too deep"),
        (b'[{"a": NaN}]', "", "NaN is no value"),
        (b'\xff[{"a": 1}]', "", "not utf-8"),
    ],
)
def test_a_document_that_cannot_be_read_says_why(data: bytes, path: str, message: str) -> None:
    """Line and column, or the key that is missing, and what to write instead."""
    with pytest.raises(CaseError) as caught:
        loaded(data, "json", path=path)

    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (b"[1]", "is an array where an object was expected"),
        (b"null", "is null where an object was expected"),
        (b'{"a": 1, "a": 2}', "key 'a' stands twice"),
        (b'{"a.b": 1, "a": {"b": 2}}', "key 'a.b' stands twice"),
        (b'{"a": "\\u0000"}', "holds a NUL"),
        (b'{"a": "\\ud800"}', "half a character pair"),
        (b'{"a": ' + b'{"b": ' * 150 + b"1" + b"}" * 151, "nested more than 100 deep"),
    ],
)
def test_a_bad_record_is_rejected_and_the_others_stay(record: bytes, reason: str) -> None:
    """In an array as in lines, one bad record is named by its number and costs no other."""
    good = b'{"a": 0}'
    for format, data in (
        ("json", b"[" + b",".join((good, record, good)) + b"]"),
        ("jsonl", b"\n".join((good, record, good))),
    ):
        found, rows = loaded(data, format)

        assert [r["row"] for r in rows] == [1, 3]
        assert [(r.row, r.line) for r in found.rejected] == [(2, 2 if format == "jsonl" else 0)]
        assert reason in found.rejected[0].reason


def test_lines_count_as_in_the_file() -> None:
    """Empty lines are skipped and still counted, so that an editor finds the bad one; U+2028 ends no line."""
    found, rows = loaded('\n{"a": "x\u2028y"}\n\n{"a": \n{"a": 2}\n'.encode(), "jsonl")

    assert [r["a"] for r in rows] == ["x\u2028y", "2"]
    assert [(r.row, r.line) for r in found.rejected] == [(2, 4)]
    assert "expecting value" in found.rejected[0].reason


def test_a_cell_that_does_not_fit_is_named_with_its_line() -> None:
    """What the mapping rejects carries the line of the file, where the format has lines."""
    _, rejected = rows_of(b'{"a": "2016-10-08"}\n\n{"a": "soon"}\n', Column("date", "a"), format="jsonl")

    assert [(r.row, r.line, r.column) for r in rejected] == [(2, 3, "a")]


def test_too_many_columns_are_refused() -> None:
    """An object that is a table in disguise is no row."""
    record = json.dumps({str(i): 1 for i in range(3_000)}).encode()
    with pytest.raises(CaseError, match="more than 2000 keys"):
        loaded(b"[" + record + b"]", "json")


letters = st.characters(codec="utf-8", exclude_characters="\0\x1f", exclude_categories=("Cs", "Zs"))
plain = st.none() | st.booleans() | st.integers() | st.text(letters | st.just(" "))


@given(st.lists(st.dictionaries(st.text(letters, min_size=1, max_size=4), plain, max_size=4), min_size=1))
def test_every_record_is_a_row_or_a_rejection(records: list[dict[str, object]]) -> None:
    """Rows read and rows rejected add up, and plain text comes back trimmed of spaces and otherwise unchanged."""
    if not any(records):
        return
    found, rows = loaded(json.dumps(records).encode(), "json")

    assert len(rows) + len(found.rejected) == len(records)
    for row in rows:
        for key, value in records[row["row"] - 1].items():
            if isinstance(value, str):
                assert (row[key] or "") == value.strip(" ")
