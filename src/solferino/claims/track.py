"""Calls and promises: followed to `tracked_to`, never judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from solferino.claims.asked import SHOWN, shown_row
from solferino.claims.marks import marks
from solferino.claims.query import Query
from solferino.claims.where import ClaimError, Where, compile_where, plain_part
from solferino.store.engine import quote
from solferino.store.namespace import Namespace, Rows
from solferino.words.case import CaseFile
from solferino.words.claim import Claim, canonical, plain
from solferino.words.result import ClaimResult
from solferino.words.tables import tables as schemas
from solferino.words.verdict import Status, Track, Verdict
from solferino.words.window import Window, day

_ASKS = (("met_if", Track.MET), ("partly_if", Track.PARTLY), ("unmet_if", Track.UNMET))


@dataclass(frozen=True)
class Tracked:
    """A call or promise with its days; `due` None: no day was set."""

    by: str
    to: tuple[str, ...]
    asks: str
    made: date
    due: date | None


def tracked(claim: Claim, case: CaseFile) -> Tracked:
    """Return the days and parties of a call; raise ClaimError where a day cannot be read."""
    anchors = case.settings.anchors()
    found: dict[str, date | None] = {"due": None}
    for key in ("made", "due"):
        if (text := claim.own.get(key)) is not None:
            try:
                found[key] = day(text, {**anchors, **({"made": found["made"]} if found.get("made") else {})})  # type: ignore[dict-item]
            except ValueError as error:
                raise ClaimError(key, f"{key}: {error}") from None
    made = found["made"]
    assert made is not None
    if found["due"] and found["due"] < made:
        raise ClaimError("due", f"it is due on {found['due']}, before it was made on {made}")
    return Tracked(claim.own.get("by", ""), tuple(claim.own.get("to", ())), claim.own["asks"], made, found["due"])


def searches(claim: Claim, case: CaseFile) -> dict[Track, Query]:
    """Return what would count as an answer to a call or promise, as questions to the table it names."""
    call, table, end = tracked(claim, case), schemas()[claim.of], case.settings.tracked_to
    since = plain_part("date", f"{quote(table.event)} >= DATE '{call.made}'", f"{table.event} from {call.made}")
    found = {}
    for key, track in _ASKS:
        if not (wanted := claim.own.get(key)):
            continue
        try:
            where = compile_where(wanted, table, case)
        except ClaimError as error:
            raise ClaimError(key, f"{key}: {error}", error.hint) from None
        found[track] = Query(table, Where((*where.parts, since), Window(call.made, end)), end)
    return found


def silence(call: Tracked, case: CaseFile) -> Track:
    """Return what a call is where nothing filed answers it: open, or past its day without a public record."""
    return Track.NO_PUBLIC_RECORD if call.due is not None and call.due <= case.settings.tracked_to else Track.OPEN


def evaluate_track(claim: Claim, tables: Namespace, case: CaseFile) -> ClaimResult:
    """Say what has come of a call or promise by `tracked_to`, from the acts filed."""
    call, table = tracked(claim, case), schemas()[claim.of]
    found = {track: query.rows(tables) for track, query in searches(claim, case).items()}
    answers = {track: rows for track, rows in found.items() if rows}
    sure = {track: [r for r in rows if r["_sure"]] for track, rows in answers.items()}
    track = next((t for _, t in _ASKS if sure.get(t)), silence(call, case))
    rows = [row for rows in answers.values() for row in rows]
    verdict = Verdict(Status.TRACKED, track, _because(track, call, sure, rows, tables, claim.of, case))
    chain = " → ".join(case.parties.name(p) for p in (call.by, *call.to) if p)
    return ClaimResult(
        id=claim.id, kind=claim.kind, atom=claim.atom, verdict=verdict, verdict_now=verdict, values={}, holds="",
        file=claim.file, line=claim.line, query=f"{chain}: {call.asks}", table=claim.of, digest=claim.digest(),
        columns=tuple(c for c in table.columns if c != "sensitivity"),
        rows=tuple(shown_row(r, ()) for r in rows[:SHOWN]), total=len(rows), days=_days(call, rows, case),
        symbols=tuple(sorted({r["symbol"] for r in rows if r.get("symbol")})),
        notes=_met(claim),
    )  # fmt: skip


def _because(
    track: Track, call: Tracked, sure: dict[Track, Rows], rows: Rows, tables: Namespace, of: str, case: CaseFile
) -> tuple[str, ...]:
    end = case.settings.tracked_to
    by = f", due {call.due}" if call.due else ", no day was set"
    told = [f"{r.get('date')}: {r.get('what') or r['report_id']} ({r['report_id']})" for r in sure.get(track, [])[:3]]
    if track in (Track.NO_PUBLIC_RECORD, Track.OPEN):
        days = marks(tables, schemas()[of]).column("date")
        n = sum(1 for day in days if day is not None and call.made <= day <= end)
        told.append(f"none of the {n} {of} filed for these days answers it")
        told += [f"{r['report_id']} would, but is marked general knowledge" for r in rows if not r["_sure"]][:1]
    return (*told, f"made {call.made}{by}; followed to {end}")


def _days(call: Tracked, rows: Rows, case: CaseFile) -> tuple[str, ...]:
    days = {
        call.made,
        case.settings.as_of,
        *(r["date"] for r in rows if r.get("date")),
        *([call.due] if call.due else []),
    }
    return tuple(sorted(d.isoformat() for d in days))


def _met(claim: Claim) -> tuple[str, ...]:
    """Say what would count as met, as written when the call was made."""
    return tuple(
        f"{track}: {', '.join(f'{k} = {canonical(plain(v)).decode()}' for k, v in claim.own[key].items())}"
        for key, track in _ASKS
        if claim.own.get(key)
    )
