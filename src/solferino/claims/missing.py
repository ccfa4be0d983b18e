"""What would change a sentence: the evidence that is missing, ranked by the sentences that it would let stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from solferino.claims.weakened import actor, headline
from solferino.words.bounds import Bounds
from solferino.words.grammar import GrammarError, parse
from solferino.words.result import ClaimResult, SentenceResult
from solferino.words.truth import Truth
from solferino.words.verdict import Lack, SentenceStatus, Status

LADDERS = ("occurrence", "attribution", "intent", "qualification")
UNCONFIRMED = "general knowledge"
_OPEN = ("missing", "unknown")
_FAILS = (SentenceStatus.INSUFFICIENT, SentenceStatus.OVERSTATED, SentenceStatus.CONTRADICTED)
_MOST = 1000
_ASKS = {
    "occurrence": "a second independent origin", "attribution": "a second independent origin that blames the same",
    "intent": "another line of evidence for intent", "qualification": "a reviewed answer on what it is in law",
}  # fmt: skip
"""What lifts a fact by a grade, per ladder."""
_NUMBER = re.compile(r"(?:>=|>|==)\s*(\d+)")


@dataclass(frozen=True, order=True)
class Gap:
    """One thing that is not on file, in words; `key` is the same for all claims that lack the same thing."""

    key: str
    text: str


@dataclass(frozen=True)
class Missing:
    """A gap with the claims that lack it, the sentences it alone keeps down, and those where more is lacking."""

    gap: Gap
    claims: tuple[str, ...]
    alone: tuple[tuple[str, int], ...]
    among: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Change:
    """What would change one sentence: the gaps that must all be filled, and whether its words must change as well."""

    gaps: tuple[Gap, ...]
    words: str = ""


def gaps(result: ClaimResult, results: Mapping[str, ClaimResult], seen: frozenset[str] = frozenset()) -> list[Gap]:
    """Return what a claim lacks; of an inference, what its premises lack. Nothing of one that stands or is refuted."""
    if result.verdict.status is not Status.INSUFFICIENT or result.id in seen:
        return []
    premises = [results[i] for i in result.depends if i in results]
    below = [g for p in premises for g in gaps(p, results, seen | {result.id})]
    own = [] if result.kind == "judgement" and below else list(_own(result))
    return list(dict.fromkeys([*below, *own]))


def _own(result: ClaimResult) -> Iterator[Gap]:
    told, lack = (result.verdict.because or ("nothing more is told",))[0], result.verdict.type
    if result.sheet:
        for step in result.sheet:
            if step.get("answer", "") in _OPEN:
                yield Gap(
                    f"answer {result.id} {step['step']}",
                    f"an answer, with its evidence, for {result.id}: {step['asks']}",
                )
    elif lack is Lack.UNCONFIRMED_FACT:
        weak = [str(r["report_id"]) for r in result.rows if r.get("check_status") == UNCONFIRMED and r.get("report_id")]
        for row in weak or [result.id]:
            yield Gap(f"confirm {row}", f"a primary source for {row}, which rests on general knowledge")
    elif lack is Lack.METHOD_REFUSED:
        yield Gap(f"method {told}", f"what the method lacks: {told}")
    elif lack is Lack.FRAGILE:
        yield Gap(f"fragile {result.id}", f"evidence beside what breaks {result.id}: {told}{_breaking(result)}")
    elif told.startswith("nothing is filed in the table "):
        yield Gap(f"table {result.table}", f"the table {result.table}: nothing is filed in it")
    else:
        yield from _short(result)


def _breaking(result: ClaimResult) -> str:
    broken = [name for name, verdict in result.worlds.items() if verdict not in (Status.SUPPORTED, Status.ATTESTED)]
    return f" (in all: {', '.join(broken)})" if len(broken) > 1 else ""


def _short(result: ClaimResult) -> Iterator[Gap]:
    """Yield what a number lacks: a grade where that alone keeps rows out, accounts that settle, else more rows."""
    lead = headline(result)
    need = _needed(result)
    if lead is None or need is None:
        yield Gap(f"claim {result.id}", f"more for {result.id}: {(result.verdict.because or ('',))[0]}")
        return
    name, value = lead
    if re.search(rf"\b{name} = (?:min|max)\(", result.query):
        # The least or the most that a row says: more rows would not add to it.
        yield Gap(
            f"told {result.id}", f"accounts that say otherwise for {result.id} ({name} = {value}, asks {result.holds})"
        )
        return
    have, most = float(value.low), None if value.high is None else float(value.high)
    more = f"{need - have:g}"
    if most is None or most >= need:
        of = "" if most is None else f" of the {most - have:g}"
        text = f"what settles {more}{of} rows of {result.table} that match {result.id} in some reading only"
        yield Gap(f"settle {result.id}", f"{text} ({name} = {value}, asks {result.holds})")
        return
    for form in result.weaker:
        there = form.values.get(name)
        if form.key in LADDERS and form.holds and there is not None:
            yield Gap(f"grade {form.key} {result.id}", (
                f"{_ASKS[form.key]} for {more} of the {there} {result.table} that match {result.id} {form.text}"
            ))  # fmt: skip
            return
    nearest = next((f for f in result.weaker if f.holds and not actor(f) and name in f.values), None)
    beside = f"; {name} = {nearest.values[name]} {nearest.text}" if nearest else ""
    rows = f"{more} more {'row' if more == '1' else 'rows'} of {result.table}"
    yield Gap(f"more {result.id}", f"{rows} for {result.id} ({name} = {value}, asks {result.holds}){beside}")


def _needed(result: ClaimResult) -> float | None:
    """Return the least number at which the claim would hold; None where no number would do."""
    lead = headline(result)
    try:
        asked = parse(result.holds)
        for n in sorted(
            {float(x) for x in _NUMBER.findall(result.holds)} | {float(x) + 1 for x in _NUMBER.findall(result.holds)}
        ):
            if (
                lead
                and asked.truth({**result.values, lead[0]: Bounds.exactly(n)}) is Truth.YES
                and n > float(lead[1].low)
            ):
                return n
    except (GrammarError, KeyError):
        return None
    return None


def change(sentence: SentenceResult, results: Mapping[str, ClaimResult]) -> Change | None:
    """Return what would change a sentence that does not stand; None for one that does, or that is only worded wrong
    with nothing to say of it.
    """
    if sentence.verdict not in _FAILS and not sentence.bare and sentence.verdict is not SentenceStatus.NEEDS_QUALIFIER:
        return None
    lacking = [g for i in sentence.claims if i in results for g in gaps(results[i], results)]
    for finding in sentence.findings:
        if finding.rule == "S4" and finding.status is SentenceStatus.OVERSTATED:
            lacking.append(Gap(f"words {finding.text}", f"evidence of a higher grade: {finding.text}"))
    worded = [f for f in sentence.findings if f.status in (
        SentenceStatus.OVERSTATED, SentenceStatus.CONTRADICTED, SentenceStatus.NEEDS_QUALIFIER, SentenceStatus.BARE,
    ) and f.rule != "S4"]  # fmt: skip
    words = (worded[0].holds_instead or worded[0].text) if worded else ""
    return Change(tuple(dict.fromkeys(lacking)), words) if lacking or words else None


def ranked(sentences: Sequence[SentenceResult], results: Mapping[str, ClaimResult]) -> tuple[Missing, ...]:
    """Return the missing evidence of a statement, what would let most sentences stand by itself first."""
    alone: dict[Gap, list[tuple[str, int]]] = {}
    among: dict[Gap, list[tuple[str, int]]] = {}
    for sentence in sentences:
        found = change(sentence, results)
        for gap in found.gaps if found else ():
            held = alone if found and len(found.gaps) == 1 and not found.words else among
            held.setdefault(gap, []).append((sentence.file, sentence.line))
    lack = {r.id: set(gaps(r, results)) for r in results.values()}
    listed = [
        Missing(g, tuple(i for i, has in lack.items() if g in has), _once(alone.get(g, ())), _once(among.get(g, ())))
        for g in {**alone, **among}
    ]
    return tuple(sorted(listed, key=lambda m: (-len(m.alone), -len(m.among), -len(m.claims), m.gap)))


def _once(places: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(dict.fromkeys(places))
