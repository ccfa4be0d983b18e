"""The layout in which the UN Digital Library gives votes of the Security Council, with rows that the whole record holds."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from law.filed import fetch
from solferino.casefile.sources import parse_source
from solferino.casefile.toml import Document, parse_toml
from solferino.exchange.read import Read, read
from solferino.law import record
from solferino.store.engine import quote
from solferino.words.source import Source

SOURCE = """[source]
title = "Votes of the Security Council"
kind = "record"
path = "files/votes.csv"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
[[read]]
table = "votes"
id = ["resolution", "ms_code"]
[read.columns]
draft = "resolution"
date = "date"
member = "ms_code"
vote = { column = "ms_vote", values = { "Y" = "yes", "N" = "no", "A" = "abstain", "X" = "absent", "" = "absent" } }
permanent = { column = "permanent_member", values = { "True" = "true", "False" = "false" } }
"""
HEAD = "undl_id,ms_code,ms_name,ms_vote,date,resolution,draft,meeting,description,agenda,subjects,vote_note,modality,total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link,permanent_member"
FIVE = ("CHN", "FRA", "RUS", "GBR", "USA")
TEN = ("AGO", "EGY", "ESP", "JPN", "MYS", "NZL", "SEN", "UKR", "URY", "VEN")


def rows(symbol: str, day: str, votes: Iterable[tuple[str, str]], permanent: Iterable[str] = FIVE) -> list[str]:
    """One line per member, as the library writes it."""
    return [f'1,{m},"{m}",{v},{day},{symbol},,,"text","agenda","",,VOTE,?,?,?,?,?,,{m in permanent}' for m, v in votes]


def filed(con: duckdb.DuckDBPyConnection, *lines: str) -> Read:
    """Read lines of that layout and derive the record from them."""
    document = parse_toml(SOURCE, "votes.toml")
    assert isinstance(document, Document)
    source = parse_source(document, "votes")
    assert isinstance(source, Source), source
    (one,) = read(con, source, "\n".join([HEAD, *lines, ""]).encode())
    con.execute(f"CREATE OR REPLACE TABLE raw_votes AS SELECT * FROM {quote(one.relation)}")
    record.derive(con)
    return one


def outcomes(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """Outcome and basis of each draft."""
    return {r["draft"]: (r["outcome"], r["basis"]) for r in fetch(con, "SELECT draft, outcome, basis FROM drafts")}


def test_a_whole_vote_is_derived(con: duckdb.DuckDBPyConnection) -> None:
    """Fifteen members in favour, and one against: adopted; a permanent one against: vetoed. Totals of `?` do not matter."""
    ten = [(m, "Y") for m in TEN]
    one = filed(
        con,
        *rows("S/RES/2286(2016)", "2016-05-03", [*((m, "Y") for m in FIVE), *ten]),
        *rows("S/2016/846", "2016-10-08", [*((m, "N" if m == "RUS" else "Y") for m in FIVE), *ten]),
    )

    assert one.rejected == ()
    assert outcomes(con) == {"S/RES/2286(2016)": ("adopted", "derived"), "S/2016/846": ("vetoed", "derived")}


def test_an_unknown_vote_is_rejected_by_name_and_nothing_is_derived(con: duckdb.DuckDBPyConnection) -> None:
    """`?` for a vote is a rejection with its row, and fourteen votes are no vote of the Council."""
    votes = [*((m, "Y") for m in FIVE), *((m, "?" if m == "AGO" else "Y") for m in TEN)]
    one = filed(con, *rows("S/RES/9", "2016-05-03", votes))

    assert [(r.row, "'?' is not one of" in r.reason) for r in one.rejected] == [(6, True)]
    assert outcomes(con)["S/RES/9"][1] == "recorded"


def test_one_symbol_voted_twice_is_named(con: duckdb.DuckDBPyConnection) -> None:
    """Paragraph by paragraph, or an amendment with the symbol of its text: the second row of a member names the first."""
    whole = [(m, "Y") for m in (*FIVE, *TEN)]
    one = filed(con, *rows("S/RES/9", "2016-05-03", whole), *rows("S/RES/9", "2016-05-03", [("FRA", "N")]))

    assert [r.reason for r in one.rejected] == ["its id 'S/RES/9|FRA' is that of row 2"]
    assert outcomes(con)["S/RES/9"] == ("adopted", "derived")


def test_a_text_without_a_vote_is_told_from_one_that_failed(con: duckdb.DuckDBPyConnection) -> None:
    """All members not voting: adopted without a vote."""
    filed(con, *rows("S/RES/9", "2016-05-03", [(m, "X") for m in (*FIVE, *TEN)]))

    assert outcomes(con)["S/RES/9"][0] == "adopted without a vote"


def test_the_council_of_eleven_needs_seven(con: duckdb.DuckDBPyConnection) -> None:
    """S/RES/218 of 23 November 1965 was adopted by seven votes to none, four abstaining."""
    five = ("CHN", "FRA", "SUN", "GBR", "USA")
    six = ("BOL", "CIV", "JOR", "MYS", "NLD", "URY")
    abstained = ("FRA", "GBR", "USA", "NLD")
    votes = [(m, "A" if m in abstained else "Y") for m in (*five, *six)]
    filed(con, *rows("S/RES/218(1965)", "1965-11-23", votes, five))

    assert outcomes(con)["S/RES/218(1965)"] == ("adopted", "derived")


def test_a_seat_that_changed_hands_is_that_of_its_day(con: duckdb.DuckDBPyConnection) -> None:
    """A vote against of the Soviet Union in 1990 is a veto, of the Russian Federation on that day none: it had no seat."""
    ten = [(m, "Y") for m in TEN]
    others = [(m, "Y") for m in FIVE if m != "RUS"]
    filed(
        con,
        *rows("S/1", "1990-01-10", [*others, ("SUN", "N"), *ten], (*FIVE, "SUN")),
        *rows("S/2", "1990-01-11", [*others, ("RUS", "N"), *ten], ()),
    )
    vetoes = [(r["draft"], r["member"]) for r in fetch(con, "SELECT draft, member FROM vetoes")]

    assert ("S/1", "SUN") in vetoes
    assert ("S/2", "RUS") not in vetoes
