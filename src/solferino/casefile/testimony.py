"""`[testimony]` of a source → Testimony, or what is wrong with it."""

from __future__ import annotations

from solferino.casefile.models import SourceModel, TestimonyModel
from solferino.casefile.toml import Document
from solferino.words.errors import Problem
from solferino.words.testimony import Quote, Testimony


def testimony_problems(model: SourceModel, document: Document) -> list[Problem]:
    """Return what is wrong: testimony that is not sealed, words in clear that nobody agreed to, quotes told twice."""
    told, head = model.testimony, model.source
    if told is None:
        return []
    problems = []
    if head.kind != "testimony":
        hint = 'kind = "testimony"'
        problems.append(
            Problem(document.file, document.line("source", "kind"), "a source with [testimony] is another kind", hint)
        )
    if head.sensitivity != "sealed" and told.consent != "publish":
        text = f"an account given for use {told.consent!r} stands in clear"
        hint = "solferino add CASE PATH --sealed --as ID keeps its transcript encrypted"
        problems.append(Problem(document.file, document.line("source"), text, hint))
    seen: set[str] = set()
    for i, quote in enumerate(told.quote):
        line = document.line("testimony", "quote", i)
        if told.consent != "publish":
            text = f"words of {told.witness} stand in clear, who agreed to use {told.consent!r} alone"
            problems.append(Problem(document.file, line, text, "take the quotation out; the transcript keeps it"))
        if quote.id in seen:
            problems.append(Problem(document.file, line, f"there are two quotations {quote.id!r}", "rename one"))
        if bool(quote.translation) != bool(quote.language and quote.translator):
            text = f"quotation {quote.id!r}: a translation goes with its language and who made it"
            problems.append(Problem(document.file, line, text, 'language = "en", translator = "T-1"'))
        seen.add(quote.id)
    return problems


def testimony_of(told: TestimonyModel | None, document: Document) -> Testimony | None:
    """Return the testimony that the table describes."""
    if told is None:
        return None
    quotes = [
        Quote(q.id, *q.span, q.text, q.translation, q.language, q.translator, document.line("testimony", "quote", i))
        for i, q in enumerate(told.quote)
    ]
    return Testimony(told.witness, told.consent, tuple(quotes))
