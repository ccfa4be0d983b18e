"""The trail of one thing — a claim, a sentence, a row, a source — down to the bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from solferino.claims.missing import Gap, change, gaps
from solferino.claims.refused import plainly
from solferino.pipeline import told
from solferino.pipeline.built import Built
from solferino.pipeline.links import Links
from solferino.pipeline.lock import read_lock
from solferino.store.namespace import Namespace
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.errors import UsageError
from solferino.words.near import did_you_mean
from solferino.words.result import ClaimResult, SentenceResult
from solferino.words.trace import Trace

_LINE = re.compile(r"^(?P<file>[^:]+\.md):(?P<line>\d+)$")
SHOWN = 12
"""Rows listed under a claim; the rest are counted."""
LACKS = 3
"""Things missing that are told of a claim or a sentence."""


def why(built: Built, name: str) -> Trace:
    """Return the trail of `name`: a claim id, `statement.md:14`, a report id, a draft symbol, a source id or a sha256.

    Raises UsageError with the nearest names where nothing is called so.
    """
    checked = built.checked
    name = read_lock(checked.case.root).alias.get(name, name)
    with Namespace(checked.tables) as tables:
        if name in checked.claims:
            return _Trail(built, tables).claim(checked.claims[name])
        if match := _LINE.match(name):
            return _Trail(built, tables).line(match["file"], int(match["line"]))
        trail = _Trail(built, tables)
        found = (
            trail.incident(name)
            or trail.source(name)
            or trail.report(name)
            or trail.named(name)
            or trail.exhibit(name.removeprefix("sha256:"))
        )
        if found is None:
            known = [*checked.claims, *(s.id for s in checked.case.sources), *trail.symbols()]
            what = "a claim, statement.md:LINE, a source, a report (source/row), a draft, or a sha256"
            raise UsageError(f"nothing here is called {name!r}", did_you_mean(name, known) or what)
        return found


class _Trail:
    def __init__(self, built: Built, tables: Namespace) -> None:
        self.checked, self.tables, self.links = built.checked, tables, Links(tables)

    def line(self, file: str, line: int) -> Trace:
        here = [s for s in self.checked.sentences if s.file == file]
        found = [s for s in here if s.line == line] or [s for s in here if s.line < line][-1:]
        if not found:
            raise UsageError(
                f"{file}:{line} holds no sentence", did_you_mean(file, {s.file for s in self.checked.sentences})
            )
        if len(found) == 1:
            return self.sentence(found[0])
        return Trace("line", f"{file}:{line}", f"{len(found)} sentences begin here", tuple(map(self.sentence, found)))

    def sentence(self, sentence: SentenceResult) -> Trace:
        findings = tuple(
            Trace("finding", f.rule, plainly(f.text) + (f"; what holds: {f.holds_instead}" if f.holds_instead else ""))
            for f in sentence.findings
        )
        claims = [c for c in sentence.claims if c in self.checked.claims]
        found = change(sentence, self.checked.claims)
        lacks = _lacking(found.gaps) if found else ()
        rows = [i for _, _, scheme, ids in sentence.spans if scheme == "source" for i in ids]
        return Trace(
            "sentence", f"{sentence.file}:{sentence.line}", f"{sentence.verdict}: {sentence.text}",
            (*findings, *lacks, *(self.claim(self.checked.claims[c]) for c in claims),
             *(t for i in rows if (t := self.row(i) or self.source(i)))),
        )  # fmt: skip

    def claim(self, result: ClaimResult) -> Trace:
        children = [Trace("asks", result.table or result.kind, result.query)] if result.query else []
        children += [Trace("because", result.id, plainly(text)) for text in result.verdict.because]
        children += _lacking(gaps(result, self.checked.claims))
        for w in result.weaker:
            children.append(Trace("weaker", w.key, f"{'holds' if w.holds else 'fails'} {w.text}: {_list(w.values)}"))
        children += [
            Trace("beside", c.kind, ": ".join(filter(None, (c.text, _list(c.values))))) for c in result.counter
        ]
        children += [self.claim(self.checked.claims[p]) for p in result.depends if p in self.checked.claims]
        for row in result.rows[:SHOWN]:
            found = self.incident(str(row["incident_id"])) if "incident_id" in row else None
            name = str(row.get("report_id") or row.get("incident_id") or "row")
            children.append(found or self.row(name) or Trace("report", name, _cells(row)))
        if result.total > SHOWN:
            children.append(Trace("more", result.id, f"and {result.total - SHOWN} more rows"))
        now = "" if result.verdict_now == result.verdict else f"; now: {result.verdict_now}"
        values = _list(result.values)
        asks = f"; it asks {result.holds}" if result.holds else ""
        text = f"{result.verdict}{now}" + (f": {values}{asks}" if values else "") + f" ({result.file}:{result.line})"
        return Trace("claim", result.id, text, tuple(children))

    def row(self, report_id: str) -> Trace | None:
        for table in ("vetoes", "votes", "drafts", "participation", "norms", "acts", "figures", "reports"):
            if table not in self.checked.tables:
                continue
            rows = self.tables.rows(f'SELECT * FROM "{table}" WHERE report_id = ? LIMIT 1', [report_id], of=[table])
            if rows:
                source = self.source(report_id.split("/")[0])
                parties = self.checked.case.parties
                text = told.report(rows[0], parties) if table == "reports" else f"{table}: {_cells(rows[0])}"
                words = _words(self.checked.case, report_id) if table == "reports" else ()
                return Trace("report", report_id, text, (*words, *((source,) if source else ())))
        return None

    def report(self, name: str) -> Trace | None:
        """A row; of a report also the incidents it stands to, and how near it came to the reports most like it."""
        found = self.row(name)
        if found is None or "links" not in self.checked.tables:
            return found
        stands = self.tables.rows(
            "SELECT * FROM incidents JOIN incident_reports USING (incident_id) WHERE report_id = ? ORDER BY ALL",
            [name],
            of=["incident_reports", "incidents"],
        )
        parties = self.checked.case.parties
        said = [Trace("incident", s["incident_id"], f"{s['relation']}: {told.incident(s, parties)}") for s in stands]
        return Trace(found.kind, found.id, found.text, (*said, *self.links.nearest(name), *found.children))

    def incident(self, name: str) -> Trace | None:
        """An incident with what its reports do not agree on, every report that stands to it and how, and the links."""
        rows = self.tables.rows("SELECT * FROM incidents WHERE incident_id = ?", [name], of=["incidents"])
        if not rows:
            return None
        stands = self.tables.rows(
            "SELECT * FROM incident_reports WHERE incident_id = ? ORDER BY relation DESC, report_id",
            [name],
            of=["incident_reports"],
        )
        notes = [note.partition(": ") for note in rows[0]["notes"] or ()]
        children = [Trace("note", what if rest else "", rest or what) for what, _, rest in notes]
        for s in stands:
            report = self.row(s["report_id"])
            text = f"{s['relation']}: {report.text if report else s['report_id']}"
            children.append(Trace("report", s["report_id"], text, report.children if report else ()))
        children += self.links.within([s["report_id"] for s in stands if s["relation"] == "same"])
        return Trace("incident", name, told.incident(rows[0], self.checked.case.parties), tuple(children))

    def named(self, name: str) -> Trace | None:
        """A draft by its symbol: its outcome, the rule, and each member's vote."""
        rows = self.tables.rows("SELECT * FROM drafts WHERE draft = ?", [name], of=["drafts"])
        if not rows:
            return None
        draft = rows[0]
        votes = self.tables.rows(
            "SELECT * FROM votes WHERE draft = ? ORDER BY permanent DESC, member", [name], of=["votes"]
        )
        cast = tuple(
            Trace("vote", v["member"], f"{self.checked.case.parties.name(v['member'])}: {v['vote']}") for v in votes
        )
        source = self.source(str(draft["report_id"]).split("/")[0])
        return Trace("draft", name, _cells(draft), (*cast, *((source,) if source else ())))

    def source(self, source_id: str) -> Trace | None:
        rows = self.tables.rows("SELECT * FROM sources WHERE source_id = ?", [source_id], of=["sources"])
        if not rows:
            return None
        row = rows[0]
        bad = self.tables.rows(
            "SELECT * FROM rejections WHERE source_id = ? ORDER BY ALL", [source_id], of=["rejections"]
        )
        children = [
            Trace("rejection", f"row {r['row']}", f"{r['column'] or 'whole row'}: {r['reason']}") for r in bad[:SHOWN]
        ]
        if row["sha256"]:
            children.append(self.exhibit(row["sha256"]) or Trace("exhibit", row["sha256"], row["path"]))
        text = (
            f"{row['title']}" + (f", {row['publisher']}" if row["publisher"] else "") + f"; {row['records']} rows read"
        )
        return Trace("source", source_id, text, tuple(children))

    def exhibit(self, sha256: str) -> Trace | None:
        rows = self.tables.rows(
            "SELECT * FROM exhibits WHERE starts_with(sha256, ?) ORDER BY ALL", [sha256], of=["exhibits"]
        )
        if not rows or len(sha256) < 8:
            return None
        return Trace(
            "exhibit", rows[0]["sha256"], f"{rows[0]['path']}, {rows[0]['size']} bytes, in the vault under its SHA-256"
        )

    def symbols(self) -> list[str]:
        return [r["draft"] for r in self.tables.rows("SELECT draft FROM drafts", of=["drafts"])]


def _lacking(found: Sequence[Gap]) -> tuple[Trace, ...]:
    """What would change it, in few lines; the brief of the dossier has all."""
    more = (Trace("lacks", "", f"and {len(found) - LACKS} more"),) if len(found) > LACKS else ()
    return (*(Trace("lacks", "", gap.text) for gap in found[:LACKS]), *more)


def _words(case: CaseFile, report_id: str) -> tuple[Trace, ...]:
    from solferino.pipeline.worded import worded  # a build need not load the rules that read prose

    return worded(case, report_id)


def _list(values: Mapping[str, Bounds]) -> str:
    return ", ".join(f"{k} = {v}" for k, v in values.items())


def _cells(row: dict[str, Any]) -> str:
    shown = {k: v for k, v in row.items() if v not in (None, "", []) and k not in ("sensitivity", "report_id", "sure")}
    return ", ".join(f"{k} {'; '.join(map(str, v)) if isinstance(v, list) else v}" for k, v in shown.items())
