"""A build from end to end: preserve → read → record → check, then whatever publishes; prints what ran and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from solferino.claims import worlds
from solferino.claims.evaluate import ready
from solferino.pipeline import lock as locks
from solferino.pipeline.built import Built
from solferino.pipeline.check import (
    check_claims,
    check_key,
    check_sentences,
    load_check,
    open_tables,
    sentence_keys,
    table_paths,
)
from solferino.pipeline.cited import documents
from solferino.pipeline.consent import adrift
from solferino.pipeline.index import FOREIGN, Index, key, one_builder, write_atomic
from solferino.pipeline.link import as_linked, link_key, link_reports
from solferino.pipeline.noticed import many, overdue, rejections, some, uncited, unfiled
from solferino.pipeline.open_case import open_case
from solferino.pipeline.persons import link_case_persons, persons_key
from solferino.pipeline.preserve import digest, preserve, resolve
from solferino.pipeline.read import keys as read_keys
from solferino.pipeline.read import read_sources
from solferino.pipeline.record import record_key, record_tables
from solferino.pipeline.sealed import in_session, withheld
from solferino.pipeline.sealed import locked as locked_up
from solferino.pipeline.situate import situate_incidents
from solferino.pipeline.timed import Run, Tell, Timed
from solferino.pipeline.written import check_json, write_checked
from solferino.store.namespace import Namespace
from solferino.words import rooms
from solferino.words.case import CaseFile
from solferino.words.errors import StaleError
from solferino.words.result import Checked, sentence_result

Publish = Callable[[Checked, Path], str]
_SHOWN = ("dossier", "draw")
"""Rooms whose code decides what is published of what the stages wrote."""


def build(root: Path, *, locked: bool = False, tell: Tell | None = None, publish: Publish | None = None) -> Built:
    """Build the case at `root`. `locked`: change nothing in case.lock, and raise StaleError where it would change."""
    run = Run(tell)
    case = open_case(root)
    ready(claim.kind for claim in case.claims)
    shut = locked_up(case)
    with in_session(root) as folder, one_builder(folder):
        # A locked build trusts nothing that was derived before.
        index = Index(folder) if locked else Index.load(folder)
        before = {k: str(v) for k, v in index.stages.items()}
        with run.stage("preserve") as stage:
            kept = preserve(case)
            stage.facts = (many(len(case.sources), "source"),)
            stage.ran, stage.because = bool(kept.new), f"new bytes: {', '.join(kept.new[:4])}" if kept.new else ""
        with run.stage("read") as stage:
            again = read_sources(case, kept.sources, index)
            units = index.stages["read"].values()
            stage.ran = bool(again) or str(index.stages["read"]) != before.get("read", "")
            stage.because = (
                "another version of Solferino read them"
                if again and index.foreign
                else some(again, "source")
                if again
                else "a source was removed"
                if "read" in before
                else "nothing was read before"
            )
            records, rejected = (sum(u[k] for u in units) for k in ("records", "rejected"))
            stage.facts = (many(records, "record"), f"{rejected} rejected" if rejected else "")
        # Recording is the engine's work and linking is Python's: neither waits for the other.
        with ThreadPoolExecutor(1) as beside:
            recorded = beside.submit(record_tables, case, kept.sources, index)
            with run.stage("link") as stage:
                linked = [link_reports(case, index), link_case_persons(case, index)]
                stage.ran, stage.because = any(linked), "read changed" if again else "decisions changed"
                stage.facts = _linked(index)
            with run.stage("situate") as stage:
                stage.ran, stage.because = situate_incidents(case, index), "link changed"
                placed = index.stages.get("situate", {}).get("placed")
                stage.facts = () if placed is None else (f"{placed} placed",)
            with run.stage("record") as stage:
                stage.ran = recorded.result()
                stage.because = "read changed" if again else "what sources say of themselves changed"
                counts = index.stages["record"]["counts"]
                stage.facts = tuple(
                    many(counts[t], one) for t, one in (("vetoes", "veto"), ("votes", "vote")) if counts.get(t)
                )
        with run.stage("check") as stage, open_tables(as_linked(case, index), index) as tables:
            checked, ran = _check(as_linked(case, index), index, tables, before)
            stage.ran, stage.because = bool(ran), ran
            stage.facts = (many(len(checked.claims), "claim"), many(len(checked.sentences), "sentence"))
        forms = locks.remember(case, checked.claims, locks.read_lock(root), since=index.since)
        # Without its keys a case cannot say what its verdicts are: the lock stays as it was.
        text = forms.text if shut else locks.render(case, index, checked.claims, forms)
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
    run = Run(tell)
    case = open_case(root)
    with in_session(root) as folder:
        return _checked(case, Index.load(folder), run)


def _checked(case: CaseFile, index: Index, run: Run) -> Built:
    root, sources = case.root, resolve(case)
    if "record" not in index.stages:
        raise StaleError("nothing is built yet", f"run solferino build {root}")
    read = {i: u["key"] for i, u in index.stages["read"].items()} == read_keys(sources, case.decisions)
    recorded = read and record_key(case, sources, index) == index.stages["record"]["key"]
    linked = "link" not in index.stages or link_key(case, index) == index.stages["link"]["key"]
    linked = linked and ("persons" not in index.stages or persons_key(case, index) == index.stages["persons"]["key"])
    if not recorded or not linked:
        what = "decisions changed" if recorded else "sources or parties changed"
        told = FOREIGN if index.foreign else f"{what} since the last build"
        raise StaleError(told, f"run solferino build {root}")
    with run.stage("check") as stage, open_tables(as_linked(case, index), index) as tables:
        checked, ran = _check(as_linked(case, index), index, tables, {}, write=False)
        stage.ran, stage.because = bool(ran), ran
        stage.facts = (many(len(checked.claims), "claim"), many(len(checked.sentences), "sentence"))
    forms = locks.remember(case, checked.claims, locks.read_lock(root))
    return Built(_with(checked, variants=locks.counted(case, forms)), run.done())


def _check(
    case: CaseFile, index: Index, tables: Namespace, before: Mapping[str, str], *, write: bool = True
) -> tuple[Checked, str]:
    held = load_check(index)
    results, keys, ran = check_claims(case, index, tables, held)
    told = sentence_keys(case, index, keys)
    name = check_key(keys, told)
    paths, old = table_paths(index), index.stages.get("check", {}).get("key")
    known = dict(zip(held.get("sentence_keys", ()), map(sentence_result, held.get("sentences", ())), strict=False))
    sentences = check_sentences(case, results, tables, documents=documents(case), keys=told, held=known)
    if write:
        folder = index.folder(name)
        if old != name or not (folder / "check.json").is_file():
            paths |= write_checked(case, results, sentences, folder)
            write_atomic(folder / "check.json", check_json(keys, results, told, sentences))
        else:
            paths |= {t: folder / f"{t}.parquet" for t in ("claims", "verdicts", "sentences", "calls", "responses")}
        index.stages["check"] = {"key": name}
        if tables.kept is not None:
            worlds.keep(tables, tables.kept)
    because = "" if old == name else _why(ran, held, case, index, before)
    linked = [n for s in ("link", "persons", "situate") for n in index.stages.get(s, {}).get("notes", ())]
    record = index.stages["record"].get("notes", ())
    told_of = (*uncited(case, sentences), *unfiled(case, results, tables), *overdue(case, results), *rejections(index))
    notes = (*record, *withheld(case), *adrift(case), *linked, *told_of)
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
        some(ran, "claim")
        if ran
        else "statement.md or decisions changed"
        if len(case.claims) == len(held["claims"])
        else "a claim was removed"
    )


def _linked(index: Index) -> tuple[str, ...]:
    """Say how many incidents there are: a range, never one number where the linkage gives two."""
    stage, people = index.stages.get("link"), index.stages.get("persons", {}).get("persons")
    counted = (_between(people, "persons"),) if people else ()
    if stage is None:
        return counted or ("no reports",)
    return (_between(stage["incidents"], "incidents"), *counted, many(stage["decisions"], "decision"))


def _between(sizes: Mapping[str, int], several: str) -> str:
    low, high = sizes["low"], sizes["high"]
    return f"{low} {several}" if low == high else f"{low} to {high} {several}"


def _publish(checked: Checked, index: Index, publish: Publish, stage: Timed) -> str:
    stages = [index.stages[s]["key"] for s in ("check", "record", "link", "persons", "situate") if s in index.stages]
    told = [repr(checked.case.settings), *map(repr, checked.case.sources)]
    name = key(
        [
            rooms.digest(_SHOWN),
            stages,
            checked.variants.tried,
            checked.variants.moved,
            told,
            checked.notes,
            checked.lock,
        ]
    )
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
