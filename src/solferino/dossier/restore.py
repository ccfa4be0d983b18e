"""The case as far as a dossier carries it: what evaluation needs, built again from `data/`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from solferino.words.case import CaseFile, Correction, Settings
from solferino.words.claim import Claim
from solferino.words.decision import Decision
from solferino.words.party import Parties, Party
from solferino.words.reply import reply_of
from solferino.words.source import Reading, Source
from solferino.words.window import Window


def case_of(docs: Mapping[str, Any], root: Path) -> CaseFile:
    """Return the case that `data/` describes; raises KeyError, TypeError or ValueError where it is malformed."""
    return CaseFile(
        root, _settings(docs["case"]),
        Parties.of(Party(p["id"], p["name"], tuple(p["aliases"]), p["within"], p["kind"]) for p in docs["parties"]),
        tuple(_source(s) for s in docs["sources"]), tuple(_claim(k, c) for k, c in docs["claims"].items()), (),
        corrections=tuple(_correction(c) for c in docs["case"]["corrections"]),
        decisions=tuple(_reply(r, n) for n, r in enumerate(docs["case"]["replies"], 1)),
    )  # fmt: skip


def _correction(c: Mapping[str, Any]) -> Correction:
    return Correction(date.fromisoformat(c["on"]), c["about"], c["was"], c["now"], c["why"], c["by"])


def _reply(value: Mapping[str, Any], line: int) -> Decision:
    """Return a reply as the decision it was; who wrote it down stays in the case."""
    return Decision(str(line), "", "", "reply", (), reply_of(dict(value)).json(), "", "", line)


def _settings(s: Mapping[str, Any]) -> Settings:
    return Settings(
        title=s["title"], as_of=date.fromisoformat(s["as_of"]), tracked_to=date.fromisoformat(s["tracked_to"]),
        period=Window(_day(s["period"]["from"]), _day(s["period"]["to"])), language=s["language"],
        timezone=s["timezone"], author=s["author"], link=s["link"], worlds=s["worlds"], places=s["places"],
        withhold=tuple(s["withhold"]), smallest=int(s["smallest"]),
    )  # fmt: skip


def _claim(claim_id: str, c: Mapping[str, Any]) -> Claim:
    return Claim(
        id=claim_id, kind=c["kind"], file=c["file"], line=int(c["line"]), atom=c["atom"], of=c["of"], where=c["where"],
        gives=c["gives"], needs=c["needs"], holds=c["holds"], fails=c["fails"], under=tuple(c["under"]),
        waive=c["waive"], show=tuple(c["show"]), presupposed=bool(c["presupposed"]), own=c["own"], lines=c["lines"],
    )  # fmt: skip


def _source(s: Mapping[str, Any]) -> Source:
    return Source(
        id=s["id"], file=s["file"], line=int(s["line"]), title=s["title"], kind=s["kind"], publisher=s["publisher"],
        path=s["path"], sha256=s["sha256"], size=int(s["size"]), url=s["url"], licence=s["licence"],
        credit=s["credit"], note=s["note"], sensitivity=s["sensitivity"], retrieved=_day(s["retrieved"]),
        closed_from=_day(s["closed_from"]), closed_to=_day(s["closed_to"]), closed_note=s["closed_note"],
        readings=tuple(Reading(t, "", ()) for t in s["tables"]),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
