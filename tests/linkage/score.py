"""Print linkage of the example against the coded reading: measures, then every error with what the pair scored.

Run from the root of the tree:  PYTHONPATH=src:tests python -m linkage.score
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from linkage.filed import gold, linked
from solferino.linkage.measure import Agreement, b_cubed, pairwise, restricted
from solferino.words.report import Link, Linked

FOLDER = Path(__file__).resolve().parents[2] / "examples/aleppo-2016/files"


def measured(result: Linked) -> tuple[Agreement, Agreement, list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return pairwise and B-cubed agreement, and both partitions, over the reports that the reading places."""
    truth = [tuple(sorted(e["reports"])) for e in gold()["event"]]
    ids = [id for group in truth for id in group]
    found = restricted(result.base.groups, ids)
    return pairwise(found, truth), b_cubed(found, truth), found, truth


def errors(result: Linked) -> list[str]:
    """Return one paragraph per error: reports wrongly kept apart, and reports wrongly joined."""
    _, _, found, truth = measured(result)
    links = {(x.a, x.b): x for x in result.links if x.relation in ("same", "apart")}
    reasons = {id: e["why"] for e in gold()["event"] for id in e["reports"]}
    mine = {id: n for n, g in enumerate(found) for id in g}
    yours = {id: n for n, g in enumerate(truth) for id in g}
    said = []
    for a, b in combinations(sorted(mine), 2):
        if (mine[a] == mine[b]) == (yours[a] == yours[b]):
            continue
        kind = "joined, should be apart" if mine[a] == mine[b] else "apart, should be joined"
        said.append(f"{a} {b} {kind}: {_why(links.get((a, b)))}\n    reading: {reasons[a]} | {reasons[b]}")
    return said


def _why(link: Link | None) -> str:
    if link is None:
        return "no stored link (under the floor)"
    parts = ", ".join(f"{field} {level} {value:+d}" for field, level, value in link.reasons)
    return f"{link.score} = {parts}" + (f" [{link.blocked}]" if link.blocked else "")


def main() -> None:
    result = linked(FOLDER)
    pairs, cubed, found, truth = measured(result)
    print(
        f"incidents {len(result.low)} / {len(result.base)} / {len(result.high)}; read: {len(truth)}; found of those: {len(found)}"
    )
    for name, a in (("pairwise", pairs), ("B-cubed", cubed)):
        print(f"{name}: precision {a.precision:.3f} recall {a.recall:.3f} F1 {a.f1:.3f}")
    print("\n".join(errors(result)))


if __name__ == "__main__":
    main()
