"""sources/*.toml → Source."""

from __future__ import annotations

from collections.abc import Mapping

from solferino.casefile.models import ColumnModel, ReadModel, SourceModel
from solferino.casefile.testimony import testimony_of, testimony_problems
from solferino.casefile.toml import Document
from solferino.casefile.validate import validate
from solferino.words.errors import Problem
from solferino.words.near import did_you_mean
from solferino.words.source import Column, Reading, Source
from solferino.words.tables import tables


def parse_source(document: Document, source_id: str, *, pinned: bool = True) -> Source | list[Problem]:
    """Return the source that `document` describes, or every problem with it.

    `pinned` False: a description that the package ships, whose bytes are named and pinned by the case.
    """
    model = validate(SourceModel, document.data, document)
    if isinstance(model, list):
        return model
    problems = _pins(model, document) if pinned else []
    problems += _shown(model, document) if model.source.show else []
    problems += testimony_problems(model, document)
    for i, read in enumerate(model.read):
        problems += _reading_problems(read, i, document)
    if problems:
        return problems
    head = model.source
    closed = head.closed
    return Source(
        id=source_id, file=document.file, line=document.line("source"), title=head.title or source_id,
        kind=head.kind, publisher=head.publisher, path=head.path, sha256=head.sha256, size=head.size, url=head.url,
        commitment=head.commitment, testimony=testimony_of(model.testimony, document),
        licence=head.licence, credit=head.credit, note=head.note, sensitivity=head.sensitivity,
        show=head.show, alt=head.alt,
        retrieved=head.retrieved, closed_from=closed.start if closed else None,
        closed_to=closed.end if closed else None,
        closed_note=closed.note if closed else "", readings=tuple(map(_reading, model.read)),
        lines={".".join(map(str, path)): line for path, line in document.lines.items()},
    )  # fmt: skip


def _shown(model: SourceModel, document: Document) -> list[Problem]:
    """What is shown has bytes, and an image words for those who do not see it."""
    line = document.line("source", "show")
    if model.source.kind == "citation":
        return [Problem(document.file, line, "a citation has no bytes that could be shown", "take the key out")]
    if model.source.show != "map" and not model.source.alt.strip():
        return [Problem(document.file, line, "key 'source.alt' is missing: say in words what the image shows",
                        "some readers hear the page, and some do not want to see it")]  # fmt: skip
    return []


def inherit(source: Source, base: Source) -> Source:
    """Return `source` with what it leaves unsaid taken from `base`, the package's own description of the data."""
    own = {
        "title": source.title if source.title != source.id else base.title,
        "closed_from": source.closed_from if source.closed_to else base.closed_from,
        "closed_to": source.closed_to or base.closed_to,
        "closed_note": source.closed_note or base.closed_note,
        "readings": source.readings or base.readings,
    }
    for name in ("kind", "publisher", "url", "licence", "credit", "note", "retrieved"):
        own[name] = getattr(source, name) or getattr(base, name)
    return Source(**{**{f: getattr(source, f) for f in source.__dataclass_fields__}, **own})


def _pins(model: SourceModel, document: Document) -> list[Problem]:
    head = model.source
    if head.kind == "citation":
        if head.path or head.sha256 or model.read:
            return [Problem(document.file, document.line("source", "kind"), "a citation has no path, sha256 or read",
                            "give it another kind, or remove these keys")]  # fmt: skip
        return []
    if head.path.startswith("/") or ".." in head.path.replace("\\", "/").split("/"):
        text = f"path {head.path!r} leads out of the case"
        return [
            Problem(document.file, document.line("source", "path"), text, "solferino add CASE PATH brings the file in")
        ]
    if (head.sensitivity == "sealed") != bool(head.commitment):
        key = "sensitivity" if head.sensitivity == "sealed" else "commitment"
        text = "a sealed source is kept encrypted, and its description holds the commitment of its plain bytes"
        hint = "move the file out of the case; solferino add CASE PATH --sealed --as ID encrypts it and writes this"
        return [Problem(document.file, document.line("source", key), text, hint)]
    missing = [key for key in ("path", "sha256") if not getattr(head, key)]
    if not head.path.startswith("law:"):
        missing += [key for key in ("title", "kind") if not getattr(head, key)]
    return [
        Problem(document.file, document.line("source"), f"key 'source.{key}' is missing",
                "solferino add CASE PATH pins a file and writes this for you; without bytes it is kind = \"citation\"")
        for key in missing
    ]  # fmt: skip


def _reading_problems(read: ReadModel, i: int, document: Document) -> list[Problem]:
    known = tables()
    if read.table not in known:
        line = document.line("read", i, "table")
        return [Problem(document.file, line, f"there is no table {read.table!r}", did_you_mean(read.table, known))]
    columns = known[read.table].columns
    return [
        Problem(document.file, document.line("read", i, "columns", name),
                f"table {read.table!r} has no column {name!r}", did_you_mean(name, columns))
        for name in read.columns
        if name not in columns or name == "report_id"
    ]  # fmt: skip


def _reading(read: ReadModel) -> Reading:
    return Reading(
        table=read.table, format=read.format, columns=tuple(_column(n, c) for n, c in read.columns.items()),
        id=tuple(read.id), encoding=read.encoding, delimiter=read.delimiter or ("\t" if read.format == "tsv" else ","),
        where=_texts(read.where), area=tuple(read.area),
        options={k: str(v) for k in ("path", "sheet", "published") if (v := getattr(read, k))},
    )  # fmt: skip


def _column(name: str, model: str | ColumnModel) -> Column:
    if isinstance(model, str):
        return Column(name, model)
    return Column(
        name,
        model.column,
        model.value,
        dict(model.values),
        model.split,
        model.date,
        model.default,
        model.pattern,
        model.point,
        model.labels,
        model.decimal,
        model.within,
        dict(model.units),
    )


def _texts(where: Mapping[str, str | list[str]]) -> dict[str, tuple[str, ...]]:
    return {k: (v,) if isinstance(v, str) else tuple(v) for k, v in where.items()}
