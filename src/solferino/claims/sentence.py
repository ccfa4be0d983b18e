"""Sentences judged against the claims and sources that their passages cite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from solferino.claims.assisting import assisting
from solferino.claims.attribution import attribution
from solferino.claims.bare import bare_spans, uncovered
from solferino.claims.book import Places, books
from solferino.claims.certain import certain
from solferino.claims.cited import cited, standing
from solferino.claims.denied import denied
from solferino.claims.document import Documents
from solferino.claims.hedges import hedged
from solferino.claims.loaded import loaded
from solferino.claims.named import named
from solferino.claims.negated import negated
from solferino.claims.numbers import numbers
from solferino.claims.ordinals import ordinals
from solferino.claims.plural import plural
from solferino.claims.replies import replies
from solferino.claims.sole import sole
from solferino.claims.strangers import strangers
from solferino.claims.translated import translated
from solferino.claims.view import View
from solferino.claims.vouched import vouching
from solferino.prose.sentences import sentences
from solferino.words.case import CaseFile
from solferino.words.result import ClaimResult, Finding, SentenceResult
from solferino.words.statement import Scheme, Statement
from solferino.words.verdict import SentenceStatus, worst

Rule = Callable[[View], list[Finding]]

RULES: tuple[Rule, ...] = (
    cited, attribution, uncovered, numbers, ordinals, sole, negated, denied, vouching, named, strangers, hedged,
    certain, assisting, plural, replies, loaded,
)  # fmt: skip
"""Each rule looks at one sentence alone; findings come in this order."""

_PLAIN = {
    Scheme.SOURCE: SentenceStatus.ATTRIBUTED,
    Scheme.OPINION: SentenceStatus.NOT_CHECKABLE,
    Scheme.CONTEXT: SentenceStatus.CONTEXT,
}


def judge_sentences(
    statement: Statement,
    results: Mapping[str, ClaimResult],
    case: CaseFile,
    *,
    row_text: Callable[[str], str | None],
    places: Places | None = None,
    documents: Documents = lambda _: None,
    original: Statement | None = None,
    held: Mapping[int, SentenceResult] | None = None,
) -> tuple[SentenceResult, ...]:
    """Judge every sentence of a statement, headings included; a translation also against its `original`.

    `row_text` returns the cells of the row that an id `source-id/row-id` names, as text; None where no table has it.
    `places` are the names of places that the case knows, each with the ids it may mean. `documents` returns the
    document that a source is, by its id; None where it is none. `held` has the results of sentences that were judged
    before, by their number in the statement.
    """
    known = held or {}
    seen = [*views(statement, results, case, row_text=row_text, places=places, documents=documents)]
    first = [*views(original, results, case, row_text=row_text, places=places, documents=documents)] if original else []
    more = translated([v for _, v in seen], [v for _, v in first]) if original else {}
    return tuple(known.get(i) or judge(view, number, more.get(i, ())) for i, (number, view) in enumerate(seen))


def views(
    statement: Statement,
    results: Mapping[str, ClaimResult],
    case: CaseFile,
    *,
    row_text: Callable[[str], str | None],
    places: Places | None = None,
    documents: Documents = lambda _: None,
) -> Iterator[tuple[int, View]]:
    """Yield each sentence of a statement as its rules see it, with the number of its block."""
    known = books(case.parties, places or {}, statement.language)
    for number, block in enumerate(statement.blocks):
        for sentence in sentences(block, statement.language):
            yield number, View(sentence, statement.language, results, case, row_text, known, documents)


def judge(view: View, block: int, more: Iterable[Finding] = ()) -> SentenceResult:
    """Judge one sentence of block number `block`: its findings and `more`, and the worst of what they and its claims
    come to."""
    findings = tuple(dict.fromkeys([*(f for rule in RULES for f in rule(view)), *more]))
    statuses = [f.status for f in findings if f.status is not None]
    for p in view.passages:
        statuses += standing(p, view) if p.scheme is Scheme.CLAIM else [_PLAIN[p.scheme]]
    sentence = view.sentence
    return SentenceResult(
        file=sentence.block.file, line=sentence.line, text=sentence.text, verdict=worst(statuses),
        claims=tuple(dict.fromkeys(i for p in view.of(Scheme.CLAIM) for i in p.ids)), findings=findings,
        spans=tuple((p.start, p.end, str(p.scheme), p.ids) for p in view.passages), bare=bare_spans(view),
        block=block, block_kind=sentence.block.kind, level=sentence.block.level,
    )  # fmt: skip
