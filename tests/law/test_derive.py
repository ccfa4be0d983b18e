"""derive(): votes, lists and drafts that agree, disagree, are missing, or come in another order."""

from __future__ import annotations

import random
from datetime import date
from itertools import chain

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from law.filed import Row, ballot, fetch, put
from solferino.law import council, record
from solferino.store.engine import connect
from solferino.words.tables import tables

DAY = date(2014, 5, 22)
PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")
ELECTED = ("ARG", "AUS", "CHL", "JOR", "KOR", "LTU", "LUX", "NGA", "RWA", "TCD")
EVERYONE = (*PERMANENT, *ELECTED)
# members of 2005; S/RES/1593 of 31 March 2005: 11-0-4, abstaining as in notes/standards.md, section 5, T4
IN_2005 = ("ARG", "BEN", "BRA", "CHN", "DNK", "DZA", "FRA", "GBR", "GRC", "JPN", "PHL", "ROU", "RUS", "TZA", "USA")
ABSTAINED = ("BRA", "CHN", "DZA", "USA")


def votes(*, no: tuple[str, ...] = (), abstain: tuple[str, ...] = (), draft: str = "D") -> list[Row]:
    """Return the votes of the fifteen of 2014: in favour, but for those named."""
    return ballot(draft, DAY, [(m, "no" if m in no else "abstain" if m in abstain else "yes") for m in EVERYONE])


def listed(*members: str, draft: str = "D", day: date = DAY) -> list[Row]:
    """Return the rows of a list of vetoes by name."""
    return [
        {"report_id": f"l/{draft}|{m}", "draft": draft, "date": day, "member": m, "topic": "Elsewhere"} for m in members
    ]


def one(con: duckdb.DuckDBPyConnection) -> Row:
    """Return the only draft."""
    (found,) = fetch(con, "SELECT * FROM drafts")
    return found


def test_nothing_filed_gives_empty_tables(con: duckdb.DuckDBPyConnection) -> None:
    """With no raw table at all every table exists with its columns, without rows, and nothing is noted."""
    notes = record.derive(con)

    assert notes == ()
    for name in ("drafts", "votes", "vetoes", "participation", "norms"):
        columns = [d[0] for d in con.execute(f"SELECT * FROM {name}").description]
        assert columns == [f.name for f in tables()[name].fields]
        assert con.fetchall() == []


def test_deriving_again_gives_the_same(con: duckdb.DuckDBPyConnection) -> None:
    """A second derivation on one engine replaces the first and leaves no helper behind."""
    put(con, "votes", votes(no=("RUS",)))
    record.derive(con)
    first = fetch(con, "SELECT * FROM drafts")
    record.derive(con)

    assert fetch(con, "SELECT * FROM drafts") == first
    assert fetch(con, "SELECT table_name AS t FROM information_schema.tables WHERE table_name LIKE 'law %'") == []


def test_two_permanent_votes_against(con: duckdb.DuckDBPyConnection) -> None:
    """Each of two vetoing members has a row that names the other; an elected vote against has none."""
    put(con, "votes", votes(no=("CHN", "RUS", "ARG")))
    record.derive(con)
    found = fetch(con, 'SELECT report_id, member, "with", basis FROM vetoes ORDER BY member')

    assert found == [
        {"report_id": "v/D|CHN", "member": "CHN", "with": ["RUS"], "basis": "derived"},
        {"report_id": "v/D|RUS", "member": "RUS", "with": ["CHN"], "basis": "derived"},
    ]
    assert one(con)["outcome"] == "vetoed"


def test_1593_is_adopted_with_two_permanent_abstentions(con: duckdb.DuckDBPyConnection) -> None:
    """Four abstentions, two of them permanent, leave eleven in favour: adopted, and nobody vetoed."""
    cast = [(m, "abstain" if m in ABSTAINED else "yes") for m in IN_2005]
    put(con, "votes", ballot("S/RES/1593 (2005)", date(2005, 3, 31), cast))
    record.derive(con)
    found = one(con)

    assert (found["yes"], found["no"], found["abstain"]) == (11, 0, 4)
    assert (found["outcome"], found["vetoing"], found["basis"]) == ("adopted", [], "derived")


def test_seven_of_eleven_can_be_vetoed_in_1965(con: duckdb.DuckDBPyConnection) -> None:
    """On its last day the Council of eleven needs seven, and one of five seats is the USSR's."""
    cast = dict.fromkeys(("CHN", "FRA", "GBR", "USA", *ELECTED[:3]), "yes") | {"SUN": "no"}
    cast |= dict.fromkeys(ELECTED[3:6], "abstain")
    put(con, "votes", ballot("D", date(1965, 12, 31), cast.items()))
    record.derive(con)
    found = one(con)

    assert (found["yes"], found["seats"], found["outcome"], found["vetoing"]) == (7, 11, "vetoed", ["SUN"])


def test_eleven_votes_decide_nothing_from_1966(con: duckdb.DuckDBPyConnection) -> None:
    """On the first day of the enlarged Council eleven votes are not all votes: no outcome, and a note."""
    put(con, "votes", ballot("D", date(1966, 1, 1), [(m, "yes") for m in EVERYONE[:11]]))
    notes = record.derive(con)

    assert one(con)["outcome"] is None
    assert notes == (
        "D: votes of 11 members are filed, of 15 seats, or a vote contradicts another; "
        "the outcome is not derived from them",
    )


def test_failed_with_permanent_votes_against_is_no_veto(con: duckdb.DuckDBPyConnection) -> None:
    """Eight in favour fail, though all five permanent members voted against."""
    put(con, "votes", votes(no=PERMANENT, abstain=("ARG", "AUS")))
    record.derive(con)

    assert (one(con)["outcome"], one(con)["vetoing"]) == ("failed", [])
    assert fetch(con, "SELECT * FROM vetoes") == []


def test_procedural_question_is_not_vetoed(con: duckdb.DuckDBPyConnection) -> None:
    """A draft filed as procedural is adopted by nine although a permanent member voted against."""
    put(con, "votes", votes(no=("RUS", *ELECTED[:5])))
    put(con, "drafts", [{"report_id": "d/D", "draft": "D", "date": DAY, "outcome": "procedural"}])
    record.derive(con)

    assert (one(con)["yes"], one(con)["outcome"], one(con)["vetoing"]) == (9, "adopted", [])
    assert fetch(con, "SELECT * FROM vetoes") == []


def test_procedural_question_can_fail(con: duckdb.DuckDBPyConnection) -> None:
    """Eight in favour are too few on a procedural question as well."""
    put(con, "votes", votes(no=ELECTED[:7]))
    put(con, "drafts", [{"report_id": "d/D", "draft": "D", "date": DAY, "outcome": "procedural"}])
    record.derive(con)

    assert one(con)["outcome"] == "failed"


def test_procedural_and_listed_as_vetoed_is_noted(con: duckdb.DuckDBPyConnection) -> None:
    """A list that names a veto on a question filed as procedural is followed, and the clash is told."""
    put(con, "vetoes", listed("SUN"))
    put(con, "drafts", [{"report_id": "d/D", "draft": "D", "date": DAY, "outcome": "procedural"}])
    notes = record.derive(con)

    assert one(con)["outcome"] == "vetoed"
    assert notes == (
        "D: filed as a procedural question, which no veto can stop, and listed as vetoed; the list is used",
    )


def test_recorded_veto_where_no_votes_are_filed(con: duckdb.DuckDBPyConnection) -> None:
    """A list alone gives a vetoed draft that says it is recorded, with nothing known of what it asked."""
    put(con, "vetoes", listed("GBR", "FRA"))
    notes = record.derive(con)
    found = one(con)

    assert notes == ()
    assert (found["outcome"], found["vetoing"], found["basis"]) == ("vetoed", ["FRA", "GBR"], "recorded")
    assert (found["asks"], found["yes"]) == (["uncoded"], None)
    assert fetch(con, "SELECT DISTINCT basis FROM vetoes") == [{"basis": "recorded"}]


def test_votes_win_over_a_list_that_names_another(con: duckdb.DuckDBPyConnection) -> None:
    """Where the list names a member that the votes do not, the votes are used and a note tells both."""
    put(con, "votes", votes(no=("CHN", "RUS")))
    put(con, "vetoes", listed("RUS", "USA"))
    notes = record.derive(con)

    assert one(con)["vetoing"] == ["CHN", "RUS"]
    assert notes == (
        "D: the votes and the list of vetoes disagree: the votes give a veto by CHN, RUS, the list RUS, USA; "
        "the votes are used",
    )


def test_a_listed_veto_that_the_votes_show_as_failed(con: duckdb.DuckDBPyConnection) -> None:
    """A list that calls a failed draft vetoed is overruled by the votes, with a note."""
    put(con, "votes", votes(no=PERMANENT, abstain=("ARG", "AUS")))
    put(con, "vetoes", listed("USA"))
    notes = record.derive(con)

    assert fetch(con, "SELECT * FROM vetoes") == []
    assert len(notes) == 1
    assert "the votes give no veto (failed), the list USA" in notes[0]


def test_agreeing_sources_leave_no_note(con: duckdb.DuckDBPyConnection) -> None:
    """The same veto in votes and in a list is one veto per member, derived."""
    put(con, "votes", votes(no=("CHN", "RUS")))
    put(con, "vetoes", listed("CHN", "RUS"))
    notes = record.derive(con)

    assert notes == ()
    assert [r["basis"] for r in fetch(con, "SELECT basis FROM vetoes")] == ["derived", "derived"]


def test_days_that_differ_are_noted(con: duckdb.DuckDBPyConnection) -> None:
    """A list with another day than the votes is told, and the day of the votes stands."""
    put(con, "votes", votes(no=("RUS",)))
    put(con, "vetoes", listed("RUS", day=date(2014, 5, 23)))
    notes = record.derive(con)

    assert notes == ("D: filed on different days: 2014-05-22, 2014-05-23",)
    assert fetch(con, "SELECT date FROM vetoes") == [{"date": DAY}]


def test_counts_that_differ_from_the_votes_are_noted(con: duckdb.DuckDBPyConnection) -> None:
    """Published counts that the votes do not give are told; those of the votes stand."""
    put(con, "votes", votes(no=("CHN", "RUS")))
    put(con, "drafts", [{"report_id": "d/D", "draft": "D", "date": DAY, "yes": 12, "no": 2, "abstain": 1}])
    notes = record.derive(con)

    assert notes == ("D: the counts filed (12-2-1) are not those of the votes (13-2-0); the votes are used",)
    assert one(con)["yes"] == 13


def test_a_vote_filed_twice_with_two_words_decides_nothing(con: duckdb.DuckDBPyConnection) -> None:
    """Two sources that give one member two votes leave the outcome open; both rows are kept."""
    again = {**votes()[3], "report_id": "w/D|RUS", "vote": "no"}
    put(con, "votes", [*votes(), again])
    notes = record.derive(con)

    assert one(con)["outcome"] is None
    assert len(notes) == 1
    assert len(fetch(con, "SELECT * FROM votes WHERE member = 'RUS'")) == 2


def test_a_word_that_is_no_vote_decides_nothing(con: duckdb.DuckDBPyConnection) -> None:
    """A vote in a word we do not know is never taken for one of ours."""
    put(con, "votes", [{**r, "vote": "nay" if r["member"] == "RUS" else "yes"} for r in votes()])
    notes = record.derive(con)

    assert one(con)["outcome"] is None
    assert len(notes) == 1


def test_permanent_as_filed_against_the_charter_is_noted(con: duckdb.DuckDBPyConnection) -> None:
    """A file that makes an elected member permanent is followed, and the note names it."""
    put(con, "votes", ballot("D", DAY, [(m, "no" if m == "ARG" else "yes") for m in EVERYONE], [*PERMANENT, "ARG"]))
    notes = record.derive(con)

    assert one(con)["vetoing"] == ["ARG"]
    assert notes == ("D: permanent or not, as filed, is not as the Charter has it for ARG",)


def test_derived_rows_carry_the_highest_sensitivity(con: duckdb.DuckDBPyConnection) -> None:
    """One sealed vote seals the draft and its vetoes; a word we do not know guards like the highest."""
    kept = [{**r, "sensitivity": "restricted" if r["member"] == "LUX" else "public"} for r in votes(no=("RUS",))]
    odd = [{**r, "sensitivity": "sealed " if r["member"] == "LUX" else None} for r in votes(no=("RUS",), draft="E")]
    put(con, "votes", kept + odd)
    record.derive(con)

    assert fetch(con, "SELECT draft, sensitivity FROM vetoes ORDER BY draft") == [
        {"draft": "D", "sensitivity": "restricted"},
        {"draft": "E", "sensitivity": "sealed"},
    ]


CAST = st.lists(st.sampled_from(["yes", "yes", "yes", "no", "abstain", "absent"]), min_size=15, max_size=15)
SEVERAL = st.lists(CAST, min_size=1, max_size=8)


def many(
    casts: list[list[str]], names: tuple[str, ...] = EVERYONE, permanent: tuple[str, ...] | None = None
) -> list[Row]:
    """Return the votes on D0, D1 and so on, each cast by the fifteen in turn."""
    rows = (ballot(f"D{i}", DAY, zip(names, cast, strict=True), permanent) for i, cast in enumerate(casts))
    return list(chain.from_iterable(rows))


def derived(rows: list[Row], lists: list[Row] | None = None) -> tuple[dict[str, list[Row]], tuple[str, ...]]:
    """Return the derived tables and notes of what is given, on an engine of its own."""
    with connect() as con:
        put(con, "votes", rows)
        put(con, "vetoes", lists or [])
        notes = record.derive(con)
        return {t: fetch(con, f"SELECT * FROM {t} ORDER BY report_id") for t in record.DERIVED}, notes


@given(SEVERAL, st.randoms(use_true_random=False))
@settings(max_examples=8)
def test_order_of_rows_changes_nothing(casts: list[list[str]], chance: random.Random) -> None:
    """Rows filed in any order give the same tables and the same notes in the same order."""
    rows, lists = many(casts), listed("RUS", draft="D0") + listed("GBR", "USA", draft="E") + listed("CHN", draft="F")
    shuffled, mixed = list(rows), list(lists)
    chance.shuffle(shuffled)
    chance.shuffle(mixed)

    assert derived(shuffled, mixed) == derived(rows, lists)


@given(SEVERAL, st.permutations(EVERYONE))
@settings(max_examples=8)
def test_renaming_members_changes_no_outcome(casts: list[list[str]], names: list[str]) -> None:
    """With members swapped as one pleases, who is permanent going along, outcomes and vetoes stay."""
    new = dict(zip(EVERYONE, names, strict=True))
    before = derived(many(casts, EVERYONE, PERMANENT))[0]
    after = derived(many(casts, tuple(names), tuple(new[m] for m in PERMANENT)))[0]

    def judged(tables: dict[str, list[Row]], name: dict[str, str]) -> set[tuple[str, str, frozenset[str]]]:
        return {(r["draft"], r["outcome"], frozenset(name[m] for m in r["vetoing"])) for r in tables["drafts"]}

    assert judged(after, {m: m for m in EVERYONE}) == judged(before, new)
    assert {(r["draft"], r["member"]) for r in after["vetoes"]} == {
        (r["draft"], new[r["member"]]) for r in before["vetoes"]
    }


@given(SEVERAL)
@settings(max_examples=12)
def test_tables_and_function_follow_one_rule(casts: list[list[str]]) -> None:
    """What the tables derive from fifteen votes is what council.outcome says of their counts."""
    found = {r["draft"]: r for r in derived(many(casts))[0]["drafts"]}

    for i, cast in enumerate(casts):
        n = {word: cast.count(word) for word in ("yes", "no", "abstain", "absent")}
        expected = council.outcome(**n, permanent_no=cast[:5].count("no"), day=DAY)

        assert found[f"D{i}"]["outcome"] == expected.outcome
        assert {word: found[f"D{i}"][word] for word in n} == n
