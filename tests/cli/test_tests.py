"""`solferino test`: keys, refusals, figures, and errors that name file and row."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

KEYS = [
    "kind", "observed", "expected", "variance", "ratio", "ratio_low", "ratio_high", "p", "permutations", "seed", "n",
    "dropped", "refusals", "sentence",
]  # fmt: skip
ROWS = "x,y,t,kind,hit,town,time,date\n" + "".join(
    f"{(n * 37) % 90},{(n * 53) % 70},{(n * 29) % 80},{'a' if n % 3 else 'b'},{'yes' if n % 4 else 'no'},t{n % 2},"
    f"2020-01-{1 + n % 28:02} {n % 24:02}:{(n * 7) % 60:02},2020-{1 + n % 9:02}-{1 + n % 28:02}\n"
    for n in range(90)
)


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the verb in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "solferino", "test", *map(str, words)], capture_output=True, text=True, check=False
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Ninety made-up events."""
    path = tmp_path / "events.csv"
    path.write_text(ROWS, "utf-8")
    return path


@pytest.mark.parametrize(
    "words",
    [
        "knox FILE --x x --y y --t t --distance 20 --days 10 --within town --permutations 99 --seed 4",
        "near-repeat FILE --distances 10,20 --t t --days 5,10",
        "kst FILE --distances 10,20 --t t --days 5,10",
        "labelling FILE --t t --of kind=a --to kind=b --radii 20,10",
        "proximity FILE --places FILE --protected kind=b --within town --radii 15",
        "odds FILE --group kind=b --hit hit=yes --within town",
        "repeats FILE --town town --place kind",
        "double-tap FILE --place town --time time",
        "listed FILE --places PLACES --place kind --date date --within town",
        "scan FILE --t t --place kind --permutations 19",
        "before-after FILE --on 2020-05-05 --window 30",
    ],
)  # fmt: skip
def test_every_kind_prints_the_keys_of_the_contract(table: Path, words: str, tmp_path: Path) -> None:
    """One JSON value alone on standard output, exit 0, or 3 with a refusal; a figure that is SVG."""
    (tmp_path / "places.csv").write_text("kind,town,listed\na,t,2020-03-01\nb,t,\nc,t,2020-06-01\n", "utf-8")
    named = {"FILE": table, "PLACES": tmp_path / "places.csv"}
    done = run(*(named.get(w, w) for w in words.split()), "--json", "--figure", tmp_path / "f.svg")
    body: dict[str, Any] = json.loads(done.stdout)

    assert list(body) == KEYS
    assert body["kind"] == words.split()[0]
    assert done.returncode == (3 if body["refusals"] else 0)
    assert (tmp_path / "f.svg").read_text("utf-8").startswith("<svg")


def test_a_cell_that_cannot_be_read_is_named_with_its_row(tmp_path: Path) -> None:
    """All at once, each with its file, row and column, and what was expected."""
    path = tmp_path / "strikes.csv"
    path.write_text("lat,lon,date\n10,20,2020-01-01\nten,20,2020-01-02\n10,200,2020-13-01\n", "utf-8")
    done = run("knox", path, "--distance", "500", "--days", "7")

    assert done.returncode == 2
    assert "strikes.csv row 2: 'ten' in column 'lat' is not a number from -90 to 90" in done.stderr
    assert "strikes.csv row 3: '200' in column 'lon'" in done.stderr
    assert "row 3: '2020-13-01' in column 'date' is not a date such as 2016-11-24" in done.stderr


def test_a_column_that_is_not_there_is_answered_with_those_that_are(table: Path) -> None:
    """A slip of the pen is a message, not a trace."""
    done = run("odds", table, "--group", "kid=a", "--hit", "hit=yes")

    assert (done.returncode, "has no column 'kid'" in done.stderr, "kind" in done.stderr) == (2, True, True)


def test_a_refusal_says_what_it_means(table: Path) -> None:
    """Code, facts, plain words, and the break-even number that a list would have to exceed."""
    done = run("repeats", table, "--town", "town", "--place", "kind")

    assert done.returncode == 3
    assert "refused: NO_UNHIT_LIST" in done.stdout
    assert "No list is filed of the places that stood and were never hit" in done.stdout


def test_rows_without_a_value_are_dropped_and_counted(tmp_path: Path) -> None:
    """An empty cell is no error; how many rows it cost is printed."""
    path = tmp_path / "e.csv"
    path.write_text("x,y,t\n" + "".join(f"{n % 7},{n % 5},{n % 9}\n" for n in range(60)) + ",1,1\n3,3,\n", "utf-8")
    body = json.loads(run("knox", path, "--distance", "1", "--days", "1", "--json").stdout)

    assert (body["n"], body["dropped"]) == (60, {"no place": 1, "no time": 1})


def test_places_never_hit_leave_only_as_sizes(table: Path) -> None:
    """No name or point of a comparable place is printed, in JSON or in the figure."""
    done = run(
        "proximity", table, "--places", table, "--protected", "kind=b", "--within", "town", "--radii", "15", "--whole"
    )
    body = json.loads(done.stdout)

    assert body["strata"] == [45, 45]
    assert not {"t0", "t1"} & set(done.stdout.replace('"', " ").split())


def test_coordinates_are_said_as_they_were_read(tmp_path: Path) -> None:
    """Columns taken for each other are no error of the table, so the console says where the rows lie."""
    path = tmp_path / "e.csv"
    path.write_text("lat,lon,t\n" + "".join(f"36.{n % 7},37.{n % 5},{n % 9}\n" for n in range(60)), "utf-8")
    done = run("knox", path, "--lat", "lon", "--lon", "lat", "--distance", "20000", "--days", "1")

    assert "read: 37.0 to 37.4 degrees north, 36.0 to 36.6 degrees east" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("knox FILE --t t --distance nan --days 2", "'nan' is not a number from zero up"),
        ("near-repeat FILE --t t --distances 0 --days 2", "numbers from zero up, one above zero"),
        ("kst FILE --t t --distances 9 --days 2 --window 9,9,1,1", "a window is a rectangle in x and y"),
        ("kst FILE --t t --distances 9 --days 2 --from monday", "'monday' is no day"),
        ("knox FILE --t t --distance 9 --days 2 --figure /no/such/folder/f.svg", "cannot be written"),
    ],
)
def test_a_setting_that_means_nothing_is_said(table: Path, words: str, said: str) -> None:
    """Exit 2 with a sentence, no trace."""
    done = run(*(table if w == "FILE" else w for w in words.split()))

    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_events_that_chance_cannot_move_are_refused(tmp_path: Path) -> None:
    """All at one place: every random world is the one that was observed."""
    path = tmp_path / "e.csv"
    path.write_text("x,y,t\n" + "".join(f"5,5,{n % 9}\n" for n in range(60)), "utf-8")
    body = json.loads(run("knox", path, "--distance", "1", "--days", "1", "--json").stdout)

    assert body["refusals"][0]["code"] == "NOTHING_TO_SHUFFLE"
    assert body["p"] is None
