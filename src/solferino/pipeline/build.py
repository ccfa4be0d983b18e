"""A build from end to end: preserve → read → record → check, then whatever publishes; prints what ran and why."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solferino.casefile import load
from solferino.claims import worlds
from solferino.claims.track import tracked
from solferino.law import facts
from solferino.pipeline import lock as locks
from solferino.pipeline.check import check_claims, check_key, check_sentences, load_check, open_tables, table_paths
from solferino.pipeline.index import Index, key, one_builder, write_atomic
from solferino.pipeline.link import as_linked, link_key, link_reports
from solferino.pipeline.preserve import digest, preserve, resolve
from solferino.pipeline.read import keys as read_keys
from solferino.pipeline.read import read_sources
from solferino.pipeline.record import record_key, record_tables
from solferino.pipeline.situate import situate_incidents
from solferino.pipeline.written import check_json, write_checked
from solferino.store.namespace import Namespace
from solferino.words.case import CaseFile
from solferino.words.errors import StaleError, worst_exit
from solferino.words.result import Checked, ClaimResult, SentenceResult, Stage, coverage, sentence_result
from solferino.words.verdict import EXIT, Track

Tell = Callable[[Stage], None]
Publish = Callable[[Checked, Path], str]


@dataclass(frozen=True)
class Built:
    """A finished build or check: what was found, what each stage did, what was noticed on the way."""

    checked: Checked
    stages: tuple[Stage, ...]
    root: str = ""

    @property
    def exit(self) -> int:
        """The exit code that the verdicts of claims and sentences call for."""
        found = [str(r.verdict.status) for r in self.checked.claims.values()]
        found += [str(s.verdict) for s in self.checked.sentences]
        return worst_exit(EXIT.get(v, 0) for v in found)

    def json(self) -> dict[str, Any]:
        """Return the build under the keys of the contract; `atoms` gathers the status of each atom."""
        case, sentences = self.checked.case, self.checked.sentences
        return {
            "case": case.name,
            "as_of": case.settings.as_of.isoformat(),
            "stages": [s.json() for s in self.stages],
            "claims": {i: r.json() for i, r in self.checked.claims.items()},
            "sentences": [s.json() for s in sentences],
            "coverage": coverage(sentences),
            "exit": self.exit,
            "atoms": atoms(self.checked.claims, sentences),
            "variants": {"tried": self.checked.variants.tried, "reported": self.checked.variants.reported,
                         "moved": list(self.checked.variants.moved)},
            "notes": list(self.checked.notes),
            "root": self.root or None,
        }  # fmt: skip


def atoms(claims: Mapping[str, ClaimResult], sentences: tuple[SentenceResult, ...]) -> dict[str, dict[str, Any]]:
    """Return each atom of the statement with its status, the claims that answer for it and where it stands."""
    found: dict[str, dict[str, Any]] = {}
    for result in claims.values():
        if result.atom:
            entry = found.setdefault(result.atom, {"status": [], "claims": [], "lines": []})
            entry["status"].append(str(result.verdict))
            entry["claims"].append(result.id)
            entry["lines"] += [s.line for s in sentences if result.id in s.claims]
    for sentence in sentences:
        for _, _, scheme, ids in sentence.spans:
            if scheme == "opinion" and ids:
                entry = found.setdefault(ids[0], {"status": ["not_checkable"], "claims": [], "lines": []})
                entry["lines"].append(sentence.line)
    return {atom: found[atom] | {"lines": sorted(set(found[atom]["lines"]))} for atom in sorted(found, key=_atom_order)}


def _atom_order(atom: str) -> tuple[int, str]:
    digits = "".join(c for c in atom if c.isdigit())
    return (int(digits) if digits else 10**6, atom)


_UNANSWERED = (Track.OPEN, Track.PARTLY, Track.NO_PUBLIC_RECORD)


def open_case(root: Path) -> CaseFile:
    """Read the case folder, with the parties that the package knows beneath those of the case."""
    return load(root, known_parties=facts.parties().by_id.values())


def build(root: Path, *, locked: bool = False, tell: Tell | None = None, publish: Publish | None = None) -> Built:
    """Build the case at `root`. `locked`: change nothing in case.lock, and raise StaleError where it would change."""
    run = _Run(tell)
    case = open_case(root)
    folder = root / "build"
    with one_builder(folder):
        # A locked build trusts nothing that was derived before.
        index = Index(folder) if locked else Index.load(folder)
        before = {k: str(v) for k, v in index.stages.items()}
        with run.stage("preserve") as stage:
            kept = preserve(case)
            stage.facts = (_many(len(case.sources), "source"),)
            stage.ran, stage.because = bool(kept.new), f"new bytes: {', '.join(kept.new[:4])}" if kept.new else ""
        with run.stage("read") as stage:
            again = read_sources(case, kept.sources, index)
            units = index.stages["read"].values()
            stage.ran = bool(again) or str(index.stages["read"]) != before.get("read", "")
            stage.because = (
                _some(again, "source")
                if again
                else "a source was removed"
                if "read" in before
                else "nothing was read before"
            )
            records, rejected = (sum(u[k] for u in units) for k in ("records", "rejected"))
            stage.facts = (_many(records, "record"), f"{rejected} rejected" if rejected else "")
        with run.stage("link") as stage:
            stage.ran, stage.because = link_reports(case, index), "read changed" if again else "decisions changed"
            stage.facts = _linked(index)
        with run.stage("situate") as stage:
            stage.ran, stage.because = situate_incidents(case, index), "link changed"
            placed = index.stages.get("situate", {}).get("placed")
            stage.facts = () if placed is None else (f"{placed} placed",)
        with run.stage("record") as stage:
            stage.ran = record_tables(case, kept.sources, index)
            stage.because = "read changed" if again else "what sources say of themselves changed"
            counts = index.stages["record"]["counts"]
            stage.facts = tuple(
                _many(counts[t], one) for t, one in (("vetoes", "veto"), ("votes", "vote")) if counts.get(t)
            )
        with run.stage("check") as stage, open_tables(as_linked(case, index), index) as tables:
            checked, ran = _check(as_linked(case, index), index, tables, before)
            stage.ran, stage.because = bool(ran), ran
            stage.facts = (_many(len(checked.claims), "claim"), _many(len(checked.sentences), "sentence"))
        forms = locks.remember(case, checked.claims, locks.read_lock(root), since=index.since)
        text = locks.render(case, index, checked.claims, forms)
        if locked and text != forms.text:
            what = "case.lock is missing" if not forms.text else "case.lock does not say what this build gives"
            raise StaleError(what, "run solferino build without --locked, look at the difference, commit case.lock")
        checked = _with(checked, variants=locks.counted(case, forms), lock=locks.public(case, checked.claims, forms))
        root_digest = ""
        if publish is not None:
            with run.stage("dossier") as stage:
                root_digest = _publish(checked, index, publish, stage)
        if text != forms.text:
            write_atomic(root / locks.FILE, text)
        index.save()
    return Built(checked, run.done(), root_digest)


def check(root: Path, *, tell: Tell | None = None) -> Built:
    """Judge claims and statement over the tables of the last build; write nothing.

    Raises StaleError where sources changed since, or nothing was built.
    """
    run = _Run(tell)
    case = open_case(root)
    index = Index.load(root / "build")
    sources = resolve(case)
    if "record" not in index.stages:
        raise StaleError("nothing is built yet", f"run solferino build {root}")
    read = {i: u["key"] for i, u in index.stages["read"].items()} == read_keys(sources)
    recorded = read and record_key(case, sources, index) == index.stages["record"]["key"]
    linked = "link" not in index.stages or link_key(case, index) == index.stages["link"]["key"]
    if not recorded or not linked:
        what = "decisions changed" if recorded else "sources or parties changed"
        raise StaleError(f"{what} since the last build", f"run solferino build {root}")
    with run.stage("check") as stage, open_tables(as_linked(case, index), index) as tables:
        checked, ran = _check(as_linked(case, index), index, tables, {}, write=False)
        stage.ran, stage.because = bool(ran), ran
        stage.facts = (_many(len(checked.claims), "claim"), _many(len(checked.sentences), "sentence"))
    forms = locks.remember(case, checked.claims, locks.read_lock(root))
    return Built(_with(checked, variants=locks.counted(case, forms)), run.done())


def _check(
    case: CaseFile, index: Index, tables: Namespace, before: Mapping[str, str], *, write: bool = True
) -> tuple[Checked, str]:
    held = load_check(index)
    results, keys, ran = check_claims(case, index, tables, held)
    name = check_key(case, keys)
    paths, old = table_paths(index), index.stages.get("check", {}).get("key")
    if old == name and "sentences" in held:
        sentences = tuple(map(sentence_result, held["sentences"]))
    else:
        sentences = check_sentences(case, results, tables)
    if write:
        folder = index.folder(name)
        if old != name or not (folder / "check.json").is_file():
            paths |= write_checked(case, results, sentences, folder)
            write_atomic(folder / "check.json", check_json(keys, results, sentences))
        else:
            paths |= {t: folder / f"{t}.parquet" for t in ("claims", "verdicts", "sentences", "calls", "responses")}
        index.stages["check"] = {"key": name}
        if tables.kept is not None:
            worlds.keep(tables, tables.kept)
    because = "" if old == name else _why(ran, held, case, index, before)
    linked = (*index.stages.get("link", {}).get("notes", ()), *index.stages.get("situate", {}).get("notes", ()))
    record = index.stages["record"].get("notes", ())
    notes = (*record, *linked, *_uncited(case, sentences), *_overdue(case, results), *_rejections(index))
    link = index.stages.get("link", {})
    sizes, open_ = link.get("incidents", {}), link.get("doubt", {})
    counted = locks.counted(case, locks.Lock())
    return Checked(case, results, sentences, paths, counted, notes, sizes, linkage=open_), because


def _why(ran: list[str], held: Mapping[str, Any], case: CaseFile, index: Index, before: Mapping[str, str]) -> str:
    if not held:
        return "nothing was checked before"
    if ran and before.get("record") not in (None, str(index.stages["record"])):
        return "record changed"
    return (
        _some(ran, "claim")
        if ran
        else "statement.md or decisions changed"
        if len(case.claims) == len(held["claims"])
        else "a claim was removed"
    )


def _uncited(case: CaseFile, sentences: tuple[SentenceResult, ...]) -> list[str]:
    cited = {i for s in sentences for i in s.claims}
    cited |= {p for c in case.claims for p in c.rests_on()}
    return [f"{c.file}:{c.line} claim {c.id!r} is cited nowhere" for c in case.claims if c.id not in cited]


def _overdue(case: CaseFile, results: Mapping[str, ClaimResult]) -> list[str]:
    """Calls and promises whose day has passed without an answer on file that meets them."""
    found = []
    for claim in case.claims:
        result = results[claim.id]
        if claim.kind not in ("call", "promise") or result.verdict.type not in _UNANSWERED:
            continue
        due = tracked(claim, case).due
        if due is not None and due <= case.settings.tracked_to:
            found.append(f"{claim.file}:{claim.line} {claim.kind} {claim.id!r} was due on {due}: {result.verdict.type}")
    return found


def _rejections(index: Index) -> list[str]:
    return [
        f"{_many(unit['rejected'], 'row')} of source {name!r} rejected: solferino why {name}"
        for name, unit in index.stages["read"].items()
        if unit["rejected"]
    ]


def _linked(index: Index) -> tuple[str, ...]:
    """Say how many incidents there are: a range, never one number where the linkage gives two."""
    stage = index.stages.get("link")
    if stage is None:
        return ("no reports",)
    low, high = stage["incidents"]["low"], stage["incidents"]["high"]
    sizes = f"{low} incidents" if low == high else f"{low} to {high} incidents"
    return (sizes, _many(stage["decisions"], "decision"))


def _publish(checked: Checked, index: Index, publish: Publish, stage: _Timed) -> str:
    stages = [index.stages[s]["key"] for s in ("check", "record", "link", "situate") if s in index.stages]
    name = key([stages, checked.variants.tried,
                      checked.variants.moved, checked.case.settings.title, checked.case.settings.author,
                      checked.case.settings.places, checked.notes, checked.lock])  # fmt: skip
    held = index.stages.get("dossier", {})
    target = index.build / "dossier"
    if held.get("made_from") == name and _intact(target, str(held["root"])):
        return str(held["root"])
    stage.ran, stage.because = True, "check changed" if held else "nothing was published before"
    root = publish(checked, target)
    index.stages["dossier"] = {"made_from": name, "root": root}
    return root


def _intact(target: Path, root: str) -> bool:
    """True where the published folder is, byte for byte, what was published."""
    try:
        manifest = (target / "SHA256SUMS").read_bytes()
        lines = [line.split("  ", 1) for line in manifest.decode().splitlines()]
        return f"sha256:{digest(manifest)}" == root and all(digest((target / f).read_bytes()) == d for d, f in lines)
    except (OSError, ValueError):
        return False


def _with(checked: Checked, **changes: Any) -> Checked:
    return Checked(**{**{f: getattr(checked, f) for f in checked.__dataclass_fields__}, **changes})


def _many(n: int, one: str) -> str:
    plural = {"veto": "vetoes"}.get(one, one + "s")
    return f"{n:,}".replace(",", " ") + " " + (one if n == 1 else plural)


def _some(names: list[str], one: str) -> str:
    return f"{names[0]} changed" if len(names) == 1 else f"{_many(len(names), one)} changed"


class _Timed:
    """One stage while it runs; becomes a Stage when done."""

    def __init__(self, name: str) -> None:
        self.name, self.ran, self.because, self.seconds = name, False, "", 0.0
        self.facts: tuple[str, ...] = ()

    def stage(self) -> Stage:
        because = self.because if self.ran else "unchanged"
        return Stage(self.name, self.ran, because, self.seconds, tuple(f for f in self.facts if f))


class _Run:
    """Times the stages and tells each one as soon as it is over."""

    def __init__(self, tell: Tell | None) -> None:
        self.tell, self.stages = tell, list[_Timed]()

    def stage(self, name: str) -> _Context:
        timed = _Timed(name)
        self.stages.append(timed)
        return _Context(self, timed)

    def done(self) -> tuple[Stage, ...]:
        return tuple(s.stage() for s in self.stages)


class _Context:
    def __init__(self, run: _Run, timed: _Timed) -> None:
        self.run, self.timed = run, timed

    def __enter__(self) -> _Timed:
        self.start = time.perf_counter()
        return self.timed

    def __exit__(self, kind: object, *rest: object) -> None:
        self.timed.seconds = time.perf_counter() - self.start
        if kind is None and self.run.tell is not None:
            self.run.tell(self.timed.stage())
