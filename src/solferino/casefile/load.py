"""The whole case folder → CaseFile, or a CaseError with every problem of every file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from solferino.casefile.claims import parse_claims
from solferino.casefile.decisions import FILE, parse_decisions
from solferino.casefile.models import CaseModel, CorrectionsModel, OverrideModel, PartyModel
from solferino.casefile.sources import parse_source
from solferino.casefile.statement import language_of, parse_statement
from solferino.casefile.toml import Document, read_text, read_toml
from solferino.casefile.validate import validate
from solferino.words.case import Authority, CaseFile, Correction, Override, Reviewer, Seal, Settings
from solferino.words.claim import Claim
from solferino.words.decision import Decision, standing
from solferino.words.errors import CaseError, Problem, UsageError
from solferino.words.near import did_you_mean
from solferino.words.party import Parties, Party
from solferino.words.source import Source
from solferino.words.statement import Statement
from solferino.words.window import Window


def load(root: Path, *, known_parties: Iterable[Party] = ()) -> CaseFile:
    """Read the case at `root`; `known_parties` are those of the package, under the case's own.

    Raises UsageError where there is no case, CaseError with all problems where files are malformed.
    """
    if not (root / "case.toml").is_file():
        hint = "a case is a folder with a case.toml; solferino init DIR makes one"
        raise UsageError(f"{root} is not a case" if root.is_dir() else f"there is no folder {root}", hint)
    reader = _Loader(root)
    settings = reader.settings()
    parties = reader.parties(known_parties)
    sources = reader.sources()
    claims = reader.claims(settings)
    statements = reader.statements(settings.language if settings else "en")
    decisions = reader.decisions()
    overrides = reader.overrides()
    corrections = reader.corrections()
    if reader.problems or settings is None:
        raise CaseError(reader.problems)
    return CaseFile(root, settings, parties, sources, claims, statements, reader.inputs, decisions, overrides,
                    corrections)  # fmt: skip


class _Loader:
    """Collects problems while reading; `inputs` are the digests of the files read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.inputs: dict[str, str] = {}

    def settings(self) -> Settings | None:
        document = self._toml(self.root / "case.toml")
        if document is None:
            return None
        model = validate(CaseModel, document.data, document)
        if isinstance(model, list):
            self.problems += model
            return None
        case = model.case
        tracked = case.tracked_to or case.as_of
        if tracked < case.as_of:
            text = f"tracked_to {tracked} lies before as_of {case.as_of}"
            self.problems.append(Problem("case.toml", document.line("case", "tracked_to"), text))
        try:
            period = Window(case.period.start, case.period.end)
        except ValueError as error:
            self.problems.append(Problem("case.toml", document.line("case", "period"), f"period: {error}"))
            period = Window()
        try:
            ZoneInfo(case.timezone)
        except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError
            line = document.line("case", "timezone")
            text = f"there is no time zone {case.timezone!r}"
            self.problems.append(Problem("case.toml", line, text, "an IANA name such as Europe/Paris, or UTC"))
        return Settings(
            title=case.title, as_of=case.as_of, tracked_to=tracked, period=period, language=case.language,
            timezone=case.timezone, author=case.author,
            link={k: v for k, v in model.link.model_dump(exclude_unset=True).items() if v},
            worlds={name: {"drop": dict(w.drop)} for name, w in model.world.items()},
            places=model.publish.places, map=model.publish.map, # What is sealed never leaves, whatever the file says.
            withhold=tuple(sorted({*model.publish.withhold, "sealed"})),
            approvals=model.publish.approvals, smallest=model.publish.smallest, seal=_seal(model),
            authorities=tuple(Authority(a.url, a.roots, document.line("anchor", "authorities"))
                              for a in model.anchor.authorities),
        )  # fmt: skip

    def parties(self, known: Iterable[Party]) -> Parties:
        found = {p.id: p for p in known}
        path = self.root / "parties.toml"
        document = self._toml(path) if path.is_file() else None
        for party_id, body in (document.data if document else {}).items():
            assert document is not None
            if not isinstance(body, dict):
                hint = f'write [{party_id}] and name = "…" under it'
                self.problems.append(
                    Problem("parties.toml", document.line(party_id), f"{party_id!r} is not a table", hint)
                )
                continue
            model = validate(PartyModel, body, document, (party_id,))
            if isinstance(model, list):
                self.problems += model
            else:
                found[party_id] = Party(party_id, model.name, tuple(model.aliases), model.within, model.kind)
        for party in found.values():
            if party.within and party.within not in found and document:
                text = f"{party.id} lies within {party.within!r}, which is not known"
                line = document.line(party.id, "within")
                self.problems.append(Problem("parties.toml", line, text, did_you_mean(party.within, found)))
        made = Parties.of(sorted(found.values(), key=lambda p: p.id))
        if document:
            self.problems += [
                Problem("parties.toml", document.line(p, "within"), f"{p} lies within itself by way of its parents",
                        "a party lies within the one that contains it: take one `within` of the circle out")
                for p in document.data if p in made and made.by_id[p].within and p in made.above(p)
            ]  # fmt: skip
        return made

    def overrides(self) -> tuple[Override, ...]:
        path = self.root / "facts.toml"
        document = self._toml(path) if path.is_file() else None
        found = []
        for row, body in (document.data if document else {}).items():
            assert document is not None
            model = validate(OverrideModel, body if isinstance(body, dict) else {}, document, (row,))
            if isinstance(model, list):
                self.problems += model
            else:
                found.append(Override(row, dict(model.set), model.why, model.by, document.line(row)))
        return tuple(found)

    def corrections(self) -> tuple[Correction, ...]:
        path = self.root / "corrections.toml"
        document = self._toml(path) if path.is_file() else None
        model = validate(CorrectionsModel, document.data, document) if document else CorrectionsModel()
        if isinstance(model, list):
            self.problems += model
            return ()
        return tuple(Correction(c.on, c.about, c.was, c.now, c.why, c.by) for c in model.correction)

    def sources(self) -> tuple[Source, ...]:
        found = []
        for path in sorted((self.root / "sources").glob("*.toml")):
            if (document := self._toml(path)) is not None:
                source = parse_source(document, path.stem)
                if isinstance(source, Source):
                    found.append(source)
                else:
                    self.problems += source
        return tuple(found)

    def claims(self, settings: Settings | None) -> tuple[Claim, ...]:
        found: dict[str, Claim] = {}
        for path in sorted((self.root / "claims").glob("*.toml")):
            if (document := self._toml(path)) is None:
                continue
            for item in parse_claims(document):
                if isinstance(item, Problem):
                    self.problems.append(item)
                elif item.id in found:
                    first = found[item.id]
                    text = f"claim {item.id!r} stands already in {first.file}:{first.line}"
                    self.problems.append(Problem(item.file, item.line, text, "rename one of the two"))
                else:
                    found[item.id] = item
        worlds = settings.worlds if settings else {}
        for claim in found.values():
            for name in claim.under:
                if settings and name not in worlds:
                    self._about(claim, "under", f"there is no world {name!r}", did_you_mean(name, worlds))
            if claim.under and claim.own.get("sql"):
                hint = "leave out 'under', or ask in keys instead of a SELECT"
                self._about(claim, "under", "a SELECT of its own is asked as it stands, in no other world", hint)
            for name in claim.rests_on():
                if name not in found:
                    self._about(claim, "premises", f"there is no claim {name!r}", did_you_mean(name, found))
        self._circles(found)
        return tuple(found[k] for k in sorted(found))

    def _about(self, claim: Claim, key: str, text: str, hint: str = "") -> None:
        self.problems.append(Problem(claim.file, claim.lines.get(key, claim.line), f"{claim.id}: {text}", hint))

    def _circles(self, claims: dict[str, Claim]) -> None:
        """A judgement may rest on judgements, never on itself by any road."""
        for claim in claims.values():
            seen: set[str] = set()
            ahead = list(claim.rests_on())
            while ahead:
                name = ahead.pop()
                if name == claim.id:
                    self._about(claim, "premises", "rests on itself")
                    break
                if name in claims and name not in seen:
                    seen.add(name)
                    ahead += claims[name].rests_on()

    def statements(self, language: str) -> tuple[Statement, ...]:
        paths = sorted(self.root.glob("statement*.md"), key=lambda p: (p.name != "statement.md", p.name))
        if not (self.root / "statement.md").is_file():
            self.problems.append(Problem("statement.md", 0, "this file is missing", "the statement, in CommonMark"))
        found = []
        for path in paths:
            text = self._read(path)
            if text is None:
                continue
            statement = parse_statement(text, path.name, language_of(path.name, language))
            if isinstance(statement, Statement):
                found.append(statement)
            else:
                self.problems += statement
        return tuple(found)

    def decisions(self) -> tuple[Decision, ...]:
        path = self.root / FILE
        text = self._read(path) if path.is_file() else None
        found = parse_decisions(text or "")
        self.problems += [item for item in found if isinstance(item, Problem)]
        return standing(item for item in found if isinstance(item, Decision))

    def _toml(self, path: Path) -> Document | None:
        file = path.relative_to(self.root).as_posix()
        document = read_toml(path, file)
        if isinstance(document, Problem):
            self.problems.append(document)
            return None
        self._keep(path, file)
        return document

    def _read(self, path: Path) -> str | None:
        file = path.relative_to(self.root).as_posix()
        text = read_text(path, file)
        if isinstance(text, Problem):
            self.problems.append(text)
            return None
        self._keep(path, file)
        return text

    def _keep(self, path: Path, file: str) -> None:
        self.inputs[file] = hashlib.sha256(path.read_bytes()).hexdigest()


def _seal(model: CaseModel) -> Seal:
    reviewers = tuple(Reviewer(name, r.role, r.key) for name, r in sorted(model.seal.reviewers.items()))
    return Seal(tuple(model.seal.recipients), model.seal.attest, reviewers)
