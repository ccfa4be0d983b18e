"""The facts of the package: sizes, vocabularies, windows and credits as documented, and nobody's name."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from law.filed import described
from solferino.law import facts
from solferino.law.lag import treaty_rules
from solferino.words.errors import UsageError

NAMES = ("drafts", "norms", "participation", "vetoes", "votes")


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of `law:NAME`; a row with a cell too many or too few is an error."""
    rows = list(csv.DictReader(io.StringIO(facts.data(name).decode("utf-8"), newline=""), strict=True))
    assert all(None not in r and None not in r.values() for r in rows)
    return rows


def theirs(shared: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the research folder."""
    with (shared / "data/facts" / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def words(kind: str) -> set[str]:
    """Return the words of one vocabulary."""
    text = files("solferino.words").joinpath("data/vocabulary.toml").read_text("utf-8")
    return set(tomllib.loads(text)[kind])


@pytest.mark.parametrize(
    ("name", "rows", "key"),
    [
        ("drafts", 262, ("draft",)),  # 232 vetoed (233 rows of vetoes.csv, two of them equal) and 30 not vetoed
        ("norms", 129, ("norm_id",)),  # norms.csv
        ("participation", 1651, ("treaty", "state", "as_of")),
        ("vetoes", 285, ("draft", "member")),  # 286 names in vetoes.csv, one of the row that stands there twice
        ("votes", 450, ("draft", "member")),  # council_votes.csv: 30 texts, 15 members
    ],
)
def test_sizes_and_keys(name: str, rows: int, key: tuple[str, ...]) -> None:
    """Each table has so many rows, and its key tells them apart."""
    found = table(name)

    assert len(found) == rows
    assert len({tuple(r[k] for k in key) for r in found}) == rows
    assert described(name).readings[0].id == key


def test_names_of_the_facts() -> None:
    """These and no others can be asked for as law:NAME; a slip gets the nearest."""
    assert facts.names() == NAMES
    with pytest.raises(UsageError, match="no facts called 'veto'") as caught:
        facts.data("veto")
    assert "vetoes" in caught.value.hint


@pytest.mark.parametrize("name", NAMES)
def test_columns_described_exist(name: str) -> None:
    """Every column that a description reads stands in the file."""
    header = set(table(name)[0])
    reading = described(name).readings[0]

    assert {c.column for c in reading.columns if c.column} <= header
    assert reading.table == name


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("drafts", date(2011, 1, 1), date(2016, 12, 31)),
        ("votes", date(2011, 1, 1), date(2016, 12, 31)),
        ("vetoes", None, date(2025, 9, 18)),  # from the first veto ever cast
        ("participation", date(1948, 12, 9), date(2013, 2, 15)),  # the day to which all eight tables reach
        ("norms", date(1949, 8, 12), date(2019, 12, 6)),  # from the Geneva Conventions to the last amendment
    ],
)
def test_closed_windows(name: str, start: date | None, end: date) -> None:
    """Each table says between which days it is complete, and in what."""
    found = described(name)

    assert (found.closed_from, found.closed_to) == (start, end)
    assert found.closed_note


def test_rows_of_votes_lie_within_their_window() -> None:
    """No vote is of a day outside 2011 to 2016; the last veto is of the last day of its list."""
    assert {r["date"][:4] for r in table("votes")} == {str(year) for year in range(2011, 2017)}
    assert max(r["date"] for r in table("vetoes")) == "2025-09-18"


@pytest.mark.parametrize("name", NAMES)
def test_credit_licence_and_address(name: str) -> None:
    """Whoever compiled what we use is named, with the terms and the address."""
    found = described(name)

    assert found.kind == "dataset"
    assert found.title
    assert found.credit
    assert found.licence
    assert found.url.startswith("https://")


def test_the_votes_credit_their_compiler() -> None:
    """The table of votes is CC BY 4.0: its author and year are credited wherever it, or its counts, are used."""
    assert "Sciences Po" in described("votes").credit
    assert "(2026)" in described("votes").credit
    assert described("votes").licence == "CC BY 4.0"
    assert all("Sciences Po" in described(name).credit for name in ("drafts", "vetoes"))


def test_vocabularies() -> None:
    """Coded cells hold words of the vocabulary and no others."""
    participation, norms = table("participation"), table("norms")

    assert {r["vote"] for r in table("votes")} == words("vote")
    assert {r["permanent"] for r in table("votes")} == {"true", "false"}
    assert {r["check_status"] for r in participation} == {r["check_status"] for r in norms} == words("check_status")
    assert {r["consent"] for r in participation} - {""} <= words("consent")
    assert {r["status"] for r in participation} == {"", "party", "signatory", "not party"}
    assert {r["binds"] for r in norms} == {"all", "members", "parties", "persons", "states"}
    assert {c for r in norms for c in r["conflict_type"].split(";")} == {"ANY", "IAC", "NIAC"}


def test_what_drafts_asked_is_coded_with_known_words() -> None:
    """`asks` has these words; one that is uncoded has no other word."""
    coded = [r["asks"].split(";") for r in table("drafts")]

    assert {a for asks in coded for a in asks} == {
        "access", "ceasefire", "condemnation", "icc-referral", "inquiry", "membership", "other", "sanctions",
        "transition", "uncoded",
    }  # fmt: skip
    assert all(len(asks) == 1 for asks in coded if "uncoded" in asks)


def test_what_drafts_asked_is_coded_where_the_note_says_so() -> None:
    """Coded are: every text not adopted from 2011 to 2016, on Syria save one, and every admission."""
    rows = table("drafts")
    uncoded = {r["draft"] for r in rows if r["asks"] == "uncoded"}
    vetoed = {r["draft"] for r in table("vetoes")}
    admissions = {r["draft"] for r in rows if re.search("admission of|applications? for membership", r["agenda"], re.I)}

    assert [r["draft"] for r in rows if "2011" <= r["date"][:4] <= "2016" and r["draft"] in uncoded] == []
    assert {r["draft"] for r in rows if r["topic"] == "Syria"} & uncoded == {"S/2019/757"}
    assert admissions == {r["draft"] for r in rows if r["asks"] == "membership"}
    assert len(admissions & vetoed) == 43
    assert all(r["what"] for r in rows if r["asks"] != "uncoded")


def test_two_texts_asked_for_a_referral() -> None:
    """Of the texts whose content is coded one referral was adopted and one vetoed."""
    found = [r["draft"] for r in table("drafts") if "icc-referral" in r["asks"]]

    assert found == ["S/RES/1970 (2011)", "S/2014/348"]


def test_drafts_and_vetoes_agree() -> None:
    """Every vetoed draft is a draft, of the same day, topic and agenda."""
    by_draft = {r["draft"]: r for r in table("drafts")}
    keys = ("draft", "date", "topic", "agenda")

    assert [r for r in table("vetoes") if any(r[k] != by_draft[r["draft"]][k] for k in keys)] == []


def test_every_code_is_a_party_we_know() -> None:
    """Members and States are written by codes that parties.toml names."""
    known = {p.id for p in facts.parties().by_id.values() if p.kind == "state"}

    assert {r["member"] for name in ("votes", "vetoes") for r in table(name)} <= known
    assert {r["state"] for r in table("participation")} <= known
    assert set(facts.rules("council")["united_nations"]["not_members"]) <= known


def test_no_two_parties_share_a_name() -> None:
    """A word that people write leads to one party, or to none."""
    count = Counter(name.lower() for p in facts.parties().by_id.values() for name in p.names())

    assert [name for name, n in count.items() if n > 1] == []


def test_treaties_named_have_rules() -> None:
    """Each treaty that a norm or a row of participation names has a rule of entry into force."""
    named = {r["treaty"] for r in table("norms")} | {r["treaty"] for r in table("participation")}

    assert named - {""} <= set(treaty_rules())
    assert set(facts.rules("treaties")["since"]) <= {r["norm_id"] for r in table("norms")}


def test_unconfirmed_facts_are_marked() -> None:
    """Rows that rest on memory say so: Syria and the Geneva Conventions and Protocols, and no other State."""
    found = {(r["treaty"], r["state"]) for r in table("participation") if r["check_status"] == "general knowledge"}

    assert found == {
        ("Additional Protocol I", "SYR"),
        ("Additional Protocol II", "SYR"),
        ("Geneva Conventions I-IV", "SYR"),
    }


def test_the_row_with_a_comma_too_many_is_whole() -> None:
    """API-50-1, whose elements hold a comma unquoted in the research table, has its own citation."""
    (found,) = (r for r in table("norms") if r["norm_id"] == "API-50-1")

    assert found["elements"].endswith("an attacker's duty, not a rule for counting")
    assert (found["citation"], found["check_status"]) == ("AP I (1977), 1125 UNTS 3", "general knowledge")


def test_votes_are_those_of_the_research_table(shared: Path) -> None:
    """All 450 votes agree; "not voting" is written absent."""
    ours = {
        (r["draft"], r["date"], r["member"], r["permanent"], r["vote"], r["recorded_outcome"]) for r in table("votes")
    }
    flag, word = {"1": "true", "0": "false"}, {"not voting": "absent"}

    assert ours == {
        (
            r["symbol"],
            r["date"],
            r["member"],
            flag[r["permanent"]],
            word.get(r["vote"], r["vote"]),
            r["recorded_outcome"],
        )
        for r in theirs(shared, "council_votes.csv")
    }


def test_vetoes_are_those_of_the_research_table(shared: Path) -> None:
    """Day, topic and member agree, but for the row that stands there twice and one misprint."""
    codes = {"USSR": "SUN", "Russia": "RUS", "China": "CHN", "France": "FRA", "UK": "GBR", "USA": "USA"}
    listed = Counter(
        (r["date"], r["topic"].replace("Malasyia", "Malaysia"), codes[member])
        for r in theirs(shared, "vetoes.csv")
        for member in r["vetoing_members"].split(";")
    )
    ours = Counter((r["date"], r["topic"], r["member"]) for r in table("vetoes"))

    assert ours - listed == Counter()
    assert listed - ours == Counter({("2023-12-22", "Israel-Palestine", "USA"): 1})


# Consents later than the research table: CCM from the Cluster Munition Monitor of 2016, Rome Statute from the Assembly
# of its States Parties (Palestine) and lists of parties (Armenia); each row names its source.
LATER = {
    ("CCM", "BLZ", "2014-09-02"),
    ("CCM", "CAN", "2015-03-16"),
    ("CCM", "COG", "2014-09-02"),
    ("CCM", "COL", "2015-09-10"),
    ("CCM", "CUB", "2016-04-06"),
    ("CCM", "GIN", "2014-10-21"),
    ("CCM", "GUY", "2014-10-31"),
    ("CCM", "ISL", "2015-08-31"),
    ("Rome Statute", "ARM", "2023-11-14"),
    ("Rome Statute", "PSE", "2015-01-02"),
}


def test_actions_are_those_of_the_research_table(shared: Path) -> None:
    """Every dated signature, consent and withdrawal of theirs is ours, and ours has ten consents more."""
    ours, listed = table("participation"), theirs(shared, "treaty_participation.csv")
    signed = {(r["treaty"], r["iso3"], r["signature_date"]) for r in listed if r["signature_date"]}
    consented = {(r["treaty"], r["iso3"], r["consent_date"]) for r in listed if r["consent_date"]}
    left = {(r["treaty"], r["iso3"], r["withdrawal_effective"]) for r in listed if r["withdrawal_effective"]}

    assert {(r["treaty"], r["state"], r["signed"]) for r in ours if r["signed"]} == signed
    assert {(r["treaty"], r["state"], r["consented"]) for r in ours if r["consented"]} - consented == LATER
    assert consented <= {(r["treaty"], r["state"], r["consented"]) for r in ours}
    assert {(r["treaty"], r["state"], r["withdrawn"]) for r in ours if r["withdrawn"]} == left


def test_every_row_names_its_source() -> None:
    """Whoever reads a fact can go and look: each row names where it was read, or says that nothing was found."""
    unsourced = [r for r in table("participation") if not r["source"] and not r["note"].startswith("UNCONFIRMED")]

    assert unsourced == []
    assert [r for r in table("drafts") if not r["source"]] == []
    assert [r for r in table("norms") if not r["citation"]] == []


ON_RELIEF = ("UNSC-2165", "UNSC-2258", "UNSC-2332")
"""Resolutions on relief that the research table has not: read in the press and in a table of votes, so secondary."""


def test_norms_are_those_of_the_research_table(shared: Path) -> None:
    """Conduct, conflict type and provision agree; the check status is the tag that stood beside the citation."""
    tags = {"checked": "confirmed", "secondary": "secondary", "memory": "general knowledge"}
    listed = {r["id"]: r for r in theirs(shared, "norms.csv")}
    ours = table("norms")

    assert {r["norm_id"] for r in ours} == set(listed) | set(ON_RELIEF)
    for r in ours:
        if r["norm_id"] in ON_RELIEF:
            assert r["check_status"] == "secondary"
            continue
        other = listed[r["norm_id"]]
        cited = f"{other['source_url_or_citation']} {other.get(None) or ''}"  # type: ignore[call-overload]
        assert (r["provision"], r["conflict_type"], r["conduct"]) == tuple(
            other[k] for k in ("provision", "conflict_type", "conduct")
        )
        assert r["check_status"] == tags[re.findall(r"\[(\w+)\]", cited)[-1]], r["norm_id"]


def test_examples_pin_these_bytes(examples: Path) -> None:
    """Each example that uses law:NAME is pinned to the bytes that ship."""
    pins = [tomllib.loads(p.read_text("utf-8"))["source"] for p in sorted(examples.glob("*/sources/*.toml"))]
    ours = [p for p in pins if p.get("path", "").startswith("law:")]

    assert ours
    for pin in ours:
        data = facts.data(pin["path"].removeprefix("law:"))
        assert (pin["sha256"], pin["size"]) == (hashlib.sha256(data).hexdigest(), len(data)), pin["path"]


# Words with a capital that stand beside another one, by what they belong to; names of States come from parties.toml.
PLACES = """Berlin Corfu Channel Panama Canal Falkland Islands Malvinas Islas Middle East Asia Latin Southern Southeast
Northwestern Rhodesia Falklands Kampuchea Viet Vietnam Ceylon Transjordan Khan Shaykhun Siege"""
THINGS = """Additional Protocol Arms Trade Treaty Atomic Energy Commission Biological Warfare Blockade Chemical Weapons
Convention Cluster Munition Munitions Monitor Collection Common Enforced Disappearance Geneva Conventions Genocide Rome
Statute Art Security Council Complaints Permanent Representative Supreme Soviet Supervision Mission Sciences Po Archive
Joint Investigative Mechanism Humanitarian Access Korean Airlines War Civil Question Situation Third Report State Party
States Parties Responsibility Member Members Membership Republic Democratic General The United Nations Resolution"""
CAPITALS = re.compile(r"\b[A-Z][a-zà-ÿ'’]+(?:[ -]+[A-Z][a-zà-ÿ'’]+)+")
TITLES = re.compile(r"\b(Mr|Mrs|Ms|Dr|Sir|Lord|Ambassador|Colonel|Major|Captain|Judge)\b\.?")


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_named(name: str) -> None:
    """No cell has a title of address, or words in capitals side by side other than places, bodies and treaties."""
    known = set(f"{PLACES} {THINGS}".split())
    for party in facts.parties().by_id.values():
        known |= set(re.findall(r"[^\s,()-]+", " ".join(party.names())))
    cells = [cell for row in table(name) for column, cell in row.items() if column != "name"]
    odd = {m for cell in cells for m in CAPITALS.findall(cell) if not set(re.split("[ -]+", m)) <= known}

    assert odd == set()
    assert [cell for cell in cells if TITLES.search(cell)] == []


def test_the_search_for_names_finds_one() -> None:
    """The pattern that finds nobody above would find an invented person."""
    assert CAPITALS.findall("said Ada Nobody of the ministry") == ["Ada Nobody"]
    assert TITLES.search("a letter of Mr. Nobody")
