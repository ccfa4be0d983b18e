"""Judge sentences: passages give verdicts, rules give findings, the worst of both is the sentence's verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from solferino.claims.bare import bare, bare_spans, loaded, sources
from solferino.claims.numbers import numbers
from solferino.claims.passages import Reading, RowText, finding, headline
from solferino.claims.qualifier import unbound
from solferino.claims.quantity import quantities
from solferino.prose.lexicon import lexicon
from solferino.prose.numerals import numerals
from solferino.prose.sentences import sentences
from solferino.words.case import CaseFile
from solferino.words.near import did_you_mean
from solferino.words.result import ClaimResult, Finding, SentenceResult
from solferino.words.statement import Scheme, Sentence, Statement
from solferino.words.verdict import SentenceStatus, Status, join, worst

Rule = Callable[[Reading], Iterator[Finding]]


def judge_sentences(
    statement: Statement, results: Mapping[str, ClaimResult], case: CaseFile, *, row_text: RowText
) -> tuple[SentenceResult, ...]:
    """Judge every sentence of a statement against the results of its claims.

    `row_text` returns the text of a source's row by `source/row`, None where there is none.
    """
    found = []
    for number, block in enumerate(statement.blocks):
        for sentence in sentences(block, statement.language):
            reading = read(sentence, statement.language, results, case, row_text)
            found.append(replace(judge(reading), block=number, block_kind=block.kind, level=block.level))
    return tuple(found)


def read(
    sentence: Sentence, language: str, results: Mapping[str, ClaimResult], case: CaseFile, row_text: RowText
) -> Reading:
    """Lay a sentence out for the rules, all offsets counted from its first character."""
    passages = tuple(
        replace(p, start=p.start - sentence.start, end=p.end - sentence.start) for p in sentence.passages
    )
    words = lexicon(language)
    return Reading(
        sentence, sentence.text, language, passages, numerals(sentence.text, language, case.settings.as_of),
        words.quantities(sentence.text), words, case, results, row_text,
    )  # fmt: skip


def judge(reading: Reading) -> SentenceResult:
    """Judge one sentence."""
    findings = tuple(dict.fromkeys(f for rule in RULES for f in rule(reading)))
    statuses = [f.status for f in findings if f.status is not None]
    statuses += _passages(reading, findings)
    sentence = reading.sentence
    return SentenceResult(
        file=sentence.block.file, line=sentence.line, text=reading.text, verdict=worst(statuses),
        claims=tuple(dict.fromkeys(i for p in reading.of(Scheme.CLAIM) for i in p.ids)), findings=findings,
        spans=tuple((p.start, p.end, str(p.scheme), p.ids) for p in reading.passages),
        bare=tuple((s.start, s.end) for s in bare_spans(reading)),
    )  # fmt: skip


def _passages(reading: Reading, findings: tuple[Finding, ...]) -> list[SentenceStatus]:
    """Return what each passage brings; contradictions and insufficiencies come as findings already."""
    brought = []
    for passage in reading.passages:
        if passage.scheme is Scheme.CLAIM:
            status = join(r.verdict.status for r in reading.claims(passage)) if reading.claims(passage) else Status.ERROR
            if status in (Status.SUPPORTED, Status.ATTESTED, Status.TRACKED):
                brought.append(SentenceStatus(str(status)))
        elif passage.scheme is Scheme.SOURCE:
            brought.append(SentenceStatus.ATTRIBUTED)
        elif passage.scheme is Scheme.OPINION:
            brought.append(SentenceStatus.NOT_CHECKABLE)
    return brought


def unknown(reading: Reading) -> Iterator[Finding]:
    """S6: an id that no claim has, with the nearest that one has."""
    for passage in reading.of(Scheme.CLAIM):
        for name in passage.ids:
            if name not in reading.results:
                hint = did_you_mean(name, reading.results)
                text = f"there is no claim {name!r}" + (f"; {hint}" if hint else "")
                yield finding("S6", text, SentenceStatus.ERROR, at=(passage.start, passage.end))


def verdicts(reading: Reading) -> Iterator[Finding]:
    """Say of each cited claim that does not stand how the sentence fares for it."""
    for passage in reading.of(Scheme.CLAIM):
        at = (passage.start, passage.end)
        for result in reading.claims(passage):
            because = "; ".join(result.verdict.because[:2])
            match result.verdict.status:
                case Status.ERROR:
                    yield finding("claim", f"{result.id} cannot be evaluated: {because}", SentenceStatus.ERROR, at=at)
                case Status.CONTRADICTED:
                    yield _contradicted(result, reading, at, reading.text[passage.start : passage.end])
                case Status.INSUFFICIENT:
                    kind = str(result.verdict.type).replace("_", " ")
                    yield finding("claim", f"{result.id}: {kind}: {because}", SentenceStatus.INSUFFICIENT, at=at)


def _contradicted(result: ClaimResult, reading: Reading, at: tuple[int, int], words: str) -> Finding:
    """Contradicted; overstated where a weaker form holds; needs a qualifier where a law binds others only."""
    if (qualifier := unbound(result, reading, at)) is not None:
        return qualifier
    values = ", ".join(f"{k} = {v}" for k, v in result.values.items())
    text = f"{result.id} asks {result.holds}; the record gives {values}" if values else "; ".join(result.verdict.because)
    told = []
    value = headline(result)
    if value is not None and value[1].low >= 1:  # type: ignore[operator]
        rows = [str(r.get("draft") or r.get("symbol") or r.get("report_id")) for r in result.rows if r.get("sure")]
        shown = ", ".join(dict.fromkeys(rows[:4])) if len(rows) <= 4 else ""
        told.append(values + (f" ({shown})" if shown else ""))
    told += [
        f"{', '.join(f'{k} = {v}' for k, v in w.values.items())} {w.text}"
        for w in result.weaker
        if w.holds and w.key != "date"
    ]
    if not told:
        return finding("claim", text, SentenceStatus.CONTRADICTED, at=at)
    return finding("S3", text, SentenceStatus.OVERSTATED, at=at, instead="; ".join(told))


RULES: tuple[Rule, ...] = (unknown, bare, sources, verdicts, numbers, quantities, loaded)
"""What is asked of a sentence, in the order in which it is told."""
