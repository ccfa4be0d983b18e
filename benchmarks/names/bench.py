"""Names across scripts: recall at fixed precision, ours beside peers, on a gazetteer and on names spelt anew.

    python benchmarks/names/bench.py [--gazetteer places.csv] [--to measured.json]

A question is a name in Latin letters; the answers are all names in the other script (or spelling). Every pair is scored;
the threshold of each method is the lowest at which the precision asked for is reached, so nobody's default is judged.
The gazetteer is a file with `name_en_path` and `name_ar_path`: place - subdistrict - district - governorate.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parent.parent / "linkage")]

from people import PEOPLES  # noqa: E402

from names import slip, towns  # noqa: E402
from solferino.places.alike import alike, keys  # noqa: E402
from solferino.places.names import skeleton  # noqa: E402

Pairs = list[tuple[int, int]]
Score = Callable[[Sequence[str], Sequence[str]], Iterator[tuple[int, int, float]]]
PRECISIONS = (0.8, 0.9, 0.95)
FLOOR = 0.5


def ours(asked: Sequence[str], told: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Yield (question, answer, how alike) of names whose consonants are one letter apart at most."""
    at: dict[str, list[int]] = {}
    for n, name in enumerate(told):
        for key in keys(name):
            at.setdefault(key, []).append(n)
    for q, name in enumerate(asked):
        for n in {n for key in keys(name) for n in at.get(key, ())}:
            yield q, n, alike(name, told[n])


def bones_alone(asked: Sequence[str], told: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Yield pairs of names with the same consonants: what linking compares by."""
    at: dict[str, list[int]] = {}
    for n, name in enumerate(told):
        at.setdefault(skeleton(name), []).append(n)
    for q, name in enumerate(asked):
        yield from ((q, n, 1.0) for n in at.get(skeleton(name), ()))


def by_matrix(prepare: Callable[[str], str]) -> Score:
    """Return a scorer by Jaro-Winkler over prepared names."""

    def score(asked: Sequence[str], told: Sequence[str]) -> Iterator[tuple[int, int, float]]:
        from rapidfuzz.distance import JaroWinkler
        from rapidfuzz.process import cdist

        made = cdist([prepare(a) for a in asked], [prepare(t) for t in told], scorer=JaroWinkler.normalized_similarity,
                     dtype=np.float32, workers=1, score_cutoff=FLOOR)  # fmt: skip
        for q, n in zip(*np.nonzero(made >= FLOOR), strict=True):
            yield int(q), int(n), float(made[q, n])

    return score


def by_code(code: Callable[[str], str], prepare: Callable[[str], str]) -> Score:
    """Return a scorer by a phonetic code, which is equal or is not, then by Jaro-Winkler within it."""

    def score(asked: Sequence[str], told: Sequence[str]) -> Iterator[tuple[int, int, float]]:
        from rapidfuzz.distance import JaroWinkler

        at: dict[str, list[int]] = {}
        for n, name in enumerate(told):
            at.setdefault(code(prepare(name)), []).append(n)
        for q, name in enumerate(asked):
            for n in at.get(code(prepare(name)), ()):
                yield q, n, float(JaroWinkler.normalized_similarity(prepare(name), prepare(told[n])))

    return score


def methods() -> dict[str, Score]:
    """Return every method by name; peers come from packages of the benchmark's own environment."""
    from anyascii import anyascii
    from jellyfish import metaphone, soundex

    def plain(text: str) -> str:
        return anyascii(text).casefold().replace("-", " ").replace("'", "").removeprefix("al ").removeprefix("al")

    return {
        "Solferino: alike": ours,
        "Solferino: same consonants": bones_alone,
        "rapidfuzz alone (Jaro-Winkler)": by_matrix(str.casefold),
        "anyascii + Jaro-Winkler": by_matrix(plain),
        "anyascii + Soundex": by_code(soundex, plain),
        "anyascii + Metaphone": by_code(metaphone, plain),
    }


def recalls(scored: Iterator[tuple[int, int, float]], true: set[tuple[int, int]]) -> dict[str, float]:
    """Return the most recall at which each precision is reached, over thresholds of the score.

    Of a question only the best answers stand, all where several are equally good: that is what a look-up does.
    """
    every = list(scored)
    best: dict[int, float] = {}
    for q, _, s in every:
        best[q] = max(s, best.get(q, 0.0))
    rows = sorted((r for r in every if r[2] == best[r[0]]), key=lambda r: -r[2])
    hit = np.cumsum([(q, n) in true for q, n, _ in rows]) if rows else np.zeros(0)
    at = np.arange(1, len(rows) + 1)
    last = np.array([n + 1 == len(rows) or rows[n + 1][2] != rows[n][2] for n in range(len(rows))], dtype=bool)
    precision = hit / at
    found = {}
    for wanted in PRECISIONS:
        ok = last & (precision >= wanted)
        found[f"recall at {wanted}"] = round(float(hit[ok].max() / len(true)), 3) if ok.any() else 0.0
    return found


def gazetteer(path: Path, sample: int) -> tuple[list[str], list[str], set[tuple[int, int]]]:
    """Return English names asked for, all Arabic names, and which are one place's; namesakes are all right."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(r["name_en_path"].split(" - ")[0].strip(), r["name_ar_path"].split(" - ")[0].split("- ")[0].strip())
                for r in csv.DictReader(file)]  # fmt: skip
    both = [(e.split("(")[0].strip(), part) for e, a in rows if ":" not in e for part in a.split("_")]
    rows = sorted({(e, a) for e, a in both if e and a})
    told = sorted({a for _, a in rows})
    every = sorted({e for e, _ in rows})
    asked = [every[n] for n in np.random.default_rng(24).permutation(len(every))[:sample]]
    at, right = {a: n for n, a in enumerate(told)}, {e: n for n, e in enumerate(asked)}
    return asked, told, {(right[e], at[a]) for e, a in rows if e in right}


def invented(seed: int, count: int) -> tuple[list[str], list[str], set[tuple[int, int]]]:
    """Return names of invented towns in Latin letters with slips, and in Arabic letters."""
    rng = np.random.default_rng(seed)
    arabic, latin = towns(rng, count, 4)
    asked = [slip(rng, forms[-1]) if rng.random() < 0.15 else forms[-1] for forms in latin]
    told = sorted(set(arabic))
    at = {a: n for n, a in enumerate(told)}
    return asked, told, {(n, at[a]) for n, a in enumerate(arabic)}


def personal(seed: int, count: int) -> tuple[list[str], list[str], set[tuple[int, int]]]:
    """Return full names in one Latin spelling with slips, and in Arabic or Cyrillic letters."""
    rng = np.random.default_rng(seed)
    made = {}
    while len(made) < count:
        men, women, families = PEOPLES[len(made) % 2]
        given = (men, women)[int(rng.integers(2))]
        both = given[int(rng.integers(len(given)))], families[int(rng.integers(len(families)))]
        made[" ".join(n[0] for n in both)] = " ".join(n[1][int(rng.integers(len(n[1])))] for n in both)
        if len(made) >= 800:
            break
    told = list(made)
    asked = [slip(rng, name) if rng.random() < 0.15 else name for name in made.values()]
    return asked, told, {(n, n) for n in range(len(told))}


def main() -> int:
    """Run every method on every set; print and keep what was measured."""
    read = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    read.add_argument("--gazetteer", type=Path)
    read.add_argument("--sample", type=int, default=1500)
    read.add_argument("--to", type=Path)
    given = read.parse_args()
    sets = {
        "invented towns, Latin against Arabic": invented(7, 2000),
        "personal names, Latin against own script": personal(7, 600),
    }
    if given.gazetteer:
        sets = {"gazetteer, English against Arabic": gazetteer(given.gazetteer, given.sample), **sets}
    measured: dict[str, dict[str, dict[str, float]]] = {}
    for title, (asked, told, true) in sets.items():
        print(f"\n{title}: {len(asked)} names against {len(told)}, {len(true)} true pairs")
        measured[title] = {}
        for name, method in methods().items():
            began = time.perf_counter()
            found = recalls(method(asked, told), true) | {"seconds": round(time.perf_counter() - began, 1)}
            measured[title][name] = found
            print(f"  {name:34}" + "  ".join(f"{k} {v}" for k, v in found.items()))
    if given.to:
        given.to.write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
