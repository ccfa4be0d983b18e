"""A document from a word processor held against the statement: the same claims, the verdicts of the new words.

The document's sentences take over the links of those they were, near or word for word; what is judged is the statement
that this gives, so a comment says what a build would say had the document been taken over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from solferino.casefile.markdown import markdown
from solferino.casefile.statement import parse_statement
from solferino.exchange.docx import Document
from solferino.exchange.docx_comments import Note, commented
from solferino.exchange.docx_paragraphs import Paragraph
from solferino.pipeline.check import check_sentences
from solferino.prose.moved import moved
from solferino.prose.redrafted import Redrafted, redrafted
from solferino.prose.sentences import sentences
from solferino.store.namespace import Namespace
from solferino.words.case import CaseFile
from solferino.words.errors import CaseError, Problem, worst_exit
from solferino.words.result import ClaimResult, SentenceResult
from solferino.words.statement import Block, Sentence, Statement
from solferino.words.verdict import EXIT

_QUIET = ("context", "not_checkable")


@dataclass(frozen=True)
class Line:
    """One sentence of the document: what it was (same, near, new), what moved in it, and its verdict."""

    how: str
    was: Sentence | None
    moved: tuple[str, ...]
    result: SentenceResult
    paragraph: int
    start: int
    end: int

    def json(self) -> dict[str, Any]:
        return {
            "how": self.how, "file": self.was.block.file if self.was else None,
            "line": self.was.line if self.was else None, "was": self.was.text if self.was else None,
            "moved": list(self.moved), **self.result.json(),
        }  # fmt: skip


@dataclass(frozen=True)
class Checkup:
    """A document as judged. `gone` are sentences of the statement that it lacks; `statement` is what it would be."""

    file: str
    lines: tuple[Line, ...]
    gone: tuple[Sentence, ...]
    statement: str
    copy: bytes

    @property
    def exit(self) -> int:
        """The exit code that the verdicts of its sentences call for."""
        return worst_exit(EXIT.get(str(line.result.verdict), 0) for line in self.lines)

    def json(self) -> dict[str, Any]:
        """Return the sentences as in the contract of `check`, each with what it was, and what is gone."""
        gone = [{"file": s.block.file, "line": s.line, "text": s.text} for s in self.gone]
        return {"statement": self.file, "sentences": [x.json() for x in self.lines], "gone": gone, "exit": self.exit}


def check_document(
    document: Document, case: CaseFile, results: Mapping[str, ClaimResult], *, tables: Namespace
) -> Checkup:
    """Judge a document by the claims of the case; its copy bears the verdicts as comments, its words untouched."""
    texts = [_clean(p.text) for p in document.paragraphs]
    blocks = [
        Block(document.name, n + 1, p.kind, text, starts=((0, n + 1),), level=p.level)
        for n, (p, (text, _)) in enumerate(zip(document.paragraphs, texts, strict=True))
    ]
    statement = _nearest(case, blocks)
    language = statement.language
    old = [s for b in statement.blocks for s in sentences(b, language)]
    new = [s for b in blocks for s in sentences(b, language)]
    drafted = redrafted(old, new)
    marks = [[_mark(p, at) for at in places] for p, (_, places) in zip(document.paragraphs, texts, strict=True)]
    text = _written(blocks, drafted, marks)
    parsed = parse_statement(text, statement.file, language)
    if not isinstance(parsed, Statement) or [b.text for b in parsed.blocks] != [b.text for b in blocks]:
        text = _written(blocks, drafted, [])
        parsed = parse_statement(text, statement.file, language)
    if not isinstance(parsed, Statement):
        raise CaseError([Problem(document.name, 0, p.text, "look at the place in the document") for p in parsed])
    judged = check_sentences(replace(case, statements=(parsed,)), results, tables)
    if [s.text for s in judged] != [s.text for s in new]:
        raise CaseError([Problem(document.name, 0, "its sentences cannot be told apart", "save it again as .docx")])
    lines = tuple(_line(d, r, case, language, at=texts) for d, r in zip(drafted, judged, strict=True))
    taken = {id(d.old) for d in drafted}
    notes = [
        Note(document.paragraphs[x.paragraph], x.start, x.end, told) for x in lines if (told := _told(x, results, case))
    ]
    gone = tuple(s for s in old if id(s) not in taken)
    return Checkup(statement.file, lines, gone, text, commented(document, notes))


def _clean(text: str) -> tuple[str, list[int]]:
    """A paragraph without white space that says nothing, and where each character of it stood."""
    made: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        if not letter.isspace():
            made.append(letter)
            places.append(at)
        elif made and made[-1] != " ":
            made.append(" ")
            places.append(at)
    if made and made[-1] == " ":
        made.pop()
        places.pop()
    return "".join(made), places


def _nearest(case: CaseFile, blocks: list[Block]) -> Statement:
    """The file of the statement that shares most words with the document: it may be a translation."""
    words = {w for b in blocks for w in b.text.split()}
    return max(case.statements, key=lambda s: sum(w in words for b in s.blocks for w in b.text.split()))


def _mark(paragraph: Paragraph, at: int) -> str:
    return paragraph.runs[paragraph.run[at]].mark


def _written(blocks: list[Block], drafted: tuple[Redrafted, ...], marks: list[list[str]]) -> str:
    passages: dict[int, list[Any]] = {}
    breaks: dict[int, list[int]] = {}
    for d in drafted:
        passages.setdefault(id(d.new.block), []).extend(d.passages)
        breaks.setdefault(id(d.new.block), []).append(d.new.start - 1)
    linked = [replace(b, passages=tuple(passages.get(id(b), ()))) for b in blocks]
    return markdown(linked, [breaks.get(id(b), ()) for b in blocks], marks=marks)


def _line(d: Redrafted, r: SentenceResult, case: CaseFile, language: str, *, at: list[tuple[str, list[int]]]) -> Line:
    n = d.new.block.line - 1
    places = at[n][1]
    changed: tuple[str, ...] = ()
    if d.old is not None and not d.same:
        changed = moved(d.old.text, d.new.text, language, parties=case.parties, as_of=case.settings.as_of)
    how = "new" if d.old is None else "same" if d.same else "near"
    return Line(how, d.old, changed, r, n, places[d.new.start], places[d.new.end - 1] + 1)


def _told(line: Line, results: Mapping[str, ClaimResult], case: CaseFile) -> tuple[str, ...]:
    """What the margin says of a sentence; nothing of background that is as it was."""
    r = line.result
    if str(r.verdict) in _QUIET and not line.moved and not r.findings:
        return ()
    told = [str(r.verdict).replace("_", " ")]
    worst = [f for f in r.findings if f.status == r.verdict] or list(r.findings)
    told += [f.text + (f"; what holds: {f.holds_instead}" if f.holds_instead else "") for f in worst[:3]]
    told += [_claim(results[c]) for c in r.claims if c in results]
    if line.was is None:
        told.append("This sentence is not in the statement; no claim stands behind it.")
    elif line.how == "near":
        told.append(f"Reworded since {line.was.block.file}:{line.was.line}; its claims were kept.")
        told += [f"Moved: {text}." for text in line.moved]
    named = {*r.claims, f"{line.was.block.file}:{line.was.line}" if line.was else ""}
    told += [f"Corrected on {c.on}: {c.was} → {c.now}. {c.why}" for c in case.corrections if c.about in named]
    return tuple(told)


def _claim(r: ClaimResult) -> str:
    values = ", ".join(f"{k} = {v}" for k, v in r.values.items())
    asked = f" ({values}; asks {r.holds})" if values and r.holds else ""
    return f"{r.id}: {r.verdict}{asked} · {r.file}:{r.line}"
