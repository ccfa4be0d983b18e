"""The sweep against a comparison of all with all: no pair missed, none twice; hostile rows; names and homonyms."""

from __future__ import annotations

import ast
import csv
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.columns_of import linked
from solferino.linkage.engine import greedy, kernel
from solferino.linkage.engine.columns import Columns, grid, points
from solferino.linkage.engine.fields import scheme
from solferino.linkage.engine.model import fit
from solferino.linkage.engine.sweep import EMPTY, patterns, scored, with_busy
from solferino.linkage.table import link_table

SCHEME = scheme("incident")
SPEC = SCHEME.spec({})
MODEL = fit(SCHEME, SPEC, (EMPTY, EMPTY, EMPTY), (EMPTY, EMPTY, EMPTY), {})
HEADER = ["report_id", "source", "deduplicated", "date", "date_to", "lat", "lon", "precision_m", "place", "admin2",
          "weapon", "killed_min", "killed_max", "scope", "stance"]  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> Columns:
    """Return up to twelve reports around one point of the globe, the poles and the date line among them."""
    n = draw(st.integers(2, 12))
    lat, lon = draw(st.sampled_from([(35.0, 37.0), (0.0, 179.99), (89.98, 0.0), (-0.01, -0.01)]))
    near = st.floats(-0.15, 0.15)
    at = points(
        np.array([min(lat + draw(near), 90.0) for _ in range(n)]), np.array([lon + draw(near) * 2 for _ in range(n)])
    )
    start = np.array([736_000 + draw(st.integers(0, 20)) for _ in range(n)])
    cells = np.zeros((n, SCHEME.width), dtype=np.int64)
    cells[:, kernel.START] = start
    cells[:, kernel.END] = start + [draw(st.sampled_from([0, 0, 0, 2])) for _ in range(n)]
    cells[:, kernel.CLASS] = [draw(st.sampled_from([0, 1, 1, 2])) for _ in range(n)]
    cells[:, kernel.RADIUS] = np.array([500, 5000, 25000])[cells[:, kernel.CLASS]]
    cells[:, kernel.SKELETON] = [draw(st.integers(-1, 2)) for _ in range(n)]
    for f, begins in SCHEME.columns().items():
        if f in ("killed", "injured"):
            cells[:, begins] = cells[:, begins + 1] = [draw(st.sampled_from([-1, 0, 1, 6, 7])) for _ in range(n)]
    names = np.zeros((3, 16), dtype=np.uint8)
    names[:, :4] = [[107, 102, 114, 104], [107, 102, 114, 109], [115, 108, 109, 116]]
    group = np.array([draw(st.integers(-1, 1)) for _ in range(n)])
    source = np.array([draw(st.integers(-1, 1)) for _ in range(n)])
    made = Columns(
        cells, at, names, np.array([4, 4, 4]), np.arange(n), source, np.full(n, -1), grid(at, SCHEME.windows["metres"]), group,
        np.zeros(n, dtype=np.int64), group,
    )  # fmt: skip
    return made.ordered(np.arange(n))


def everyone(columns: Columns, shift: int) -> dict[int, tuple[int, int]]:
    """Return the patterns of all pairs, by comparing all with all: how many may be one event, how many may not."""
    found: dict[int, tuple[int, int]] = {}
    cells, w = columns.cells, SCHEME.windows
    pairs = (
        combinations(range(len(columns)), 2)
        if not shift
        else ((i, j) for i in range(len(columns)) for j in range(len(columns)))
    )
    for i, j in pairs:
        one, two = cells[i], cells[j]
        if (
            max(one[kernel.START], two[kernel.START] - shift) - min(one[kernel.END], two[kernel.END] - shift)
            > w["days"]
        ):
            continue
        if kernel.COARSE in (one[kernel.CLASS], two[kernel.CLASS]) and (
            columns.group[i] != columns.group[j] or columns.group[i] < 0
        ):
            continue
        out = [0] * len(SPEC)
        if i == j or not kernel.compare(
            i, j, shift, cells, columns.points, columns.names, columns.lengths, SPEC, float(w["slack_m"]), out
        ):
            continue
        code = sum(level * int(stride) for level, stride in zip(out, SPEC[:, 3], strict=True))
        may, not_ = found.get(code, (0, 0))
        apart = kernel.same_key(i, j, columns.source, columns.document)
        found[code] = (may, not_ + 1) if apart else (may + 1, not_)
    return found


@given(rows(), st.sampled_from([0, 12]))
def test_the_sweep_meets_every_pair_once(columns: Columns, shift: int) -> None:
    """The patterns counted are those of all pairs that are near, in space and in time, displaced or not."""
    columns = with_busy(columns, SCHEME)
    codes, may, apart = patterns(columns, SCHEME, SPEC, shift=shift)

    assert dict(zip(codes.tolist(), zip(may.tolist(), apart.tolist(), strict=True), strict=True)) == everyone(
        columns, shift
    )


@given(rows())
def test_scored_pairs_are_those_at_the_floor_or_above(columns: Columns) -> None:
    """Each stored pair once, in order, never two records of one source, its score that of its pattern."""
    columns = with_busy(columns, SCHEME)
    edges = scored(columns, SCHEME, SPEC, MODEL.weights, MODEL.prior)
    pairs = list(zip(edges.one.tolist(), edges.two.tolist(), strict=True))
    codes, may, _ = patterns(columns, SCHEME, SPEC)
    worth = {c: MODEL.prior + sum(part for _, _, part in MODEL.bars(c)) for c in codes.tolist()}

    assert pairs == sorted(set(pairs))
    assert all(i < j and not kernel.same_key(i, j, columns.source, columns.document) for i, j in pairs)
    assert len(pairs) == sum(
        n for c, n in zip(codes.tolist(), may.tolist(), strict=True) if worth[c] >= SCHEME.cuts["floor"]
    )
    assert all(worth[int(c)] == s for c, s in zip(edges.code, edges.score, strict=True))


@given(rows())
def test_levels_do_not_depend_on_the_order_of_a_pair(columns: Columns) -> None:
    """Each field has one level for a pair, whichever report comes first."""
    given_ = columns.cells, columns.points, columns.names, columns.lengths, SPEC, 1000.0
    for i, j in combinations(range(len(columns)), 2):
        one, two = [0] * len(SPEC), [0] * len(SPEC)

        assert kernel.compare(i, j, 0, *given_, one) == kernel.compare(j, i, 0, *given_, two)
        assert one == two


def table(path: Path, lines: list[dict[str, Any]]) -> Path:
    """Write reports that tell only what is given."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, restval="")
        writer.writeheader()
        writer.writerows(lines)
    return path


def said(id: str, **told: Any) -> dict[str, Any]:
    """Return a report of a strike on one town on one day."""
    base = {
        "report_id": id,
        "date": "2016-05-10",
        "lat": 35.0,
        "lon": 37.0,
        "precision_m": 2000,
        "place": "Kafr Hamrah",
    }
    return {**base, "weapon": "missile", "killed_min": 7, "killed_max": 7, **told}


def test_hostile_rows_neither_crash_nor_link(tmp_path: Path) -> None:
    """Nothing told, the point zero zero, a district unknown, a whole month, negative counts: each alone or rejected."""
    bare = dict.fromkeys(HEADER, "")
    hostile = [bare | {"report_id": f"blank{n}", "date": "2016-01-01"} for n in range(3)]
    hostile += [bare | {"report_id": f"zero{n}", "date": "2016-01-01", "lat": 0, "lon": 0} for n in range(3)]
    hostile += [said(f"month{n}", date="2016-01-01", date_to="2016-01-31") for n in range(3)]
    hostile += [said(f"undated{n}", date="") for n in range(2)]
    hostile += [said("negative", killed_min=-1), said("nan", lat="nan"), said("half", lon="")]
    path = table(tmp_path / "hostile.csv", [*hostile, said("a"), said("b")])
    body = link_table(path, to=tmp_path / "to.csv", engine="local")
    groups = linked(path).partition()

    assert [r["row"] for r in body["rejected"]] == [12, 13, 14]
    assert [g for g in groups if len(g) > 1] == [("a", "b")]


def test_heaped_days_tell_no_day(tmp_path: Path) -> None:
    """A source that puts a year of reports on one first of January has told no day, and nothing is joined by it."""
    heaped = [said(f"h{n}", source="s", date="2016-01-01") for n in range(25)]

    assert [g for g in linked(table(tmp_path / "heaped.csv", heaped)).partition() if len(g) > 1] == []


def test_homonyms_far_apart_never_meet(tmp_path: Path) -> None:
    """Two towns of one name two hundred kilometres apart stay two, and a report that gives only the name joins neither."""
    bare = {"lat": "", "lon": "", "precision_m": ""}
    far = [said("north", lat=36.8), said("south", lat=35.0), said("nowhere", **bare)]

    assert [g for g in linked(table(tmp_path / "far.csv", far)).partition() if len(g) > 1] == []
    assert linked(table(tmp_path / "one.csv", [said("south"), said("nowhere", **bare)])).partition() == [
        ("nowhere", "south")
    ]


def test_one_town_in_two_scripts_is_one(tmp_path: Path) -> None:
    """An Arabic and a Latin spelling of one town are one name."""
    found = linked(table(tmp_path / "scripts.csv", [said("a"), said("b", place="كفر حمرة")]))

    assert found.partition() == [("a", "b")]


def test_reports_that_are_no_event_stand_to_incidents(tmp_path: Path) -> None:
    """A report about a week covers the incidents of its days and place; a denial denies the one before it; none is one."""
    lines = [
        said("a"), said("b"), said("later", date="2016-05-20"), said("far", lat=36.0, place="Elsewhere"),
        said("week", date="2016-05-08", date_to="2016-05-16"), said("list", scope="many"),
        said("denial", date="2016-05-12", stance="denies"),
    ]  # fmt: skip
    body = link_table(
        table(tmp_path / "r.csv", lines), to=tmp_path / "to.csv", links=tmp_path / "links.csv", engine="local"
    )
    found = duckdb.execute(
        f"SELECT report_id, incident_id, relation FROM '{tmp_path / 'to.csv'}' ORDER BY ALL"
    ).fetchall()
    event = next(i for r, i, _ in found if r == "a")

    assert body["incidents"]["base"] == 3
    assert {(r, rel) for r, i, rel in found if i == event} == {
        ("a", "same"), ("b", "same"), ("week", "covers"), ("list", "covers"), ("denial", "denies"),
    }  # fmt: skip
    assert sorted(r for r, _, _ in found) == ["a", "b", "denial", "far", "later", "list", "week"]
    links = duckdb.execute(f"SELECT * FROM '{tmp_path / 'links.csv'}'")
    assert [c[0] for c in links.description] == ["report_a", "report_b", "score", "probability", "relation"]
    assert len(links.fetchall()) == body["links"]


@pytest.mark.parametrize("engine", ["exact", "local"])
def test_both_forms_reject_the_same_rows(tmp_path: Path, engine: str) -> None:
    """Whatever reads the file, a bad row has its number and its reason, and the file's name where there are two."""
    lines = [
        said("a"),
        said("a"),
        said("b", date="2016-13-01"),
        said("c", lat=99),
        said("", date="2016-05-10"),
        said("d", killed_max=2),
    ]
    one, two = table(tmp_path / "one.csv", lines), table(tmp_path / "two.csv", [said("z"), said("e", stance="perhaps")])
    body = link_table([one, two], engine=engine)

    assert [(r["row"], r["reason"].split(";")[0]) for r in body["rejected"]] == [
        (2, "one.csv: report_id 'a' stands in row 1 already"),
        (2, "two.csv: stance 'perhaps': expected one of affirms, denies"),
        (3, "one.csv: date '2016-13-01': expected a day of the calendar as YYYY-MM-DD"),
        (4, "one.csv: lat '99': expected degrees between -90 and 90"),
        (5, "one.csv: report_id is empty"),
        (6, "one.csv: killed_min 7 is more than killed_max 2"),
    ]
    assert body["reports"] == 2


@pytest.mark.parametrize("module", [kernel, greedy], ids=["kernel", "greedy"])
def test_kernels_call_nothing_from_another_file(module: ModuleType) -> None:
    """Machine code is kept by the age of one file: what is compiled along must stand in it."""
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    found = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("solferino")]

    assert [alias.name for n in found for alias in n.names] == ["inner"]
