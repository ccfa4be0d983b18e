"""Has the International Criminal Court jurisdiction over a crime on a day, on the facts as they stood on another?

Eight questions, each answered with its reason: Rome Statute, Articles 5 to 17, 121, 124 and 127. The answer is yes, no
or contested, and says nothing of whether a case is admissible or anybody guilty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from solferino.law import facts
from solferino.law.reading import worst
from solferino.law.treaty import Standing, standing
from solferino.words.errors import UsageError
from solferino.words.near import did_you_mean

CRIMES = ("war crimes", "crimes against humanity", "genocide", "aggression")
YES, NO, CONTESTED = "yes", "no", "contested"
WEAK = "general knowledge"

Facts = Mapping[str, Any]
Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class Step:
    """One question of the chain. `source` cites what the answer rests on."""

    n: int
    asks: str
    answer: str
    why: str
    source: str = ""
    check_status: str = ""


@dataclass(frozen=True)
class Answer:
    """yes, no or contested, with the chain of reasons; `check_status` is that of the weakest fact it rests on."""

    answer: str
    steps: tuple[Step, ...]
    check_status: str
    facts_at: date


@dataclass(frozen=True)
class _Basis:
    """Something that gives jurisdiction; `doubt` says why that is disputed."""

    why: str
    source: str
    check_status: str
    doubt: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked. `territory` and `nationality` are States by code; `also_on` are States where a part happened."""

    crime: str
    day: date
    territory: str
    nationality: str = ""
    also_on: tuple[str, ...] = ()
    facts_at: date = field(default_factory=lambda: date.max)


def jurisdiction(asked: Question, participation: Rows, *, court: Facts | None = None) -> Answer:
    """Answer `asked` from `participation` (rows of that table) and the facts of the Court.

    Facts later than `facts_at` are not known yet. Raises UsageError for a crime that the Statute does not have.
    """
    if asked.crime not in CRIMES:
        raise UsageError(f"the Statute has no crime {asked.crime!r}", did_you_mean(asked.crime, CRIMES))
    return _Chain(asked, tuple(participation), court or facts.rules("court")).answer()


class _Chain:
    def __init__(self, asked: Question, participation: Sequence[Mapping[str, Any]], court: Facts) -> None:
        self.asked, self.court = asked, court
        # A consent that comes later shows that there was none before, so all are read.
        self.rows = [*participation, *map(_consent, court.get("consent", ()))]
        self.steps: list[Step] = []

    def known(self, kind: str, when: str) -> list[Mapping[str, Any]]:
        """The facts of a kind that were known on the day whose facts are taken."""
        return [f for f in self.court.get(kind, ()) if f[when] <= self.asked.facts_at]

    def answer(self) -> Answer:
        a, statute = self.asked, self.court["statute"]
        begins = statute["in_force"]
        in_time = a.day >= begins
        self.step(1, "was the Statute in force", YES if in_time else NO, f"it is in force since {begins}", statute)
        if not in_time:
            return self.done(NO, [statute["check_status"]])
        referred = self.referral()
        if a.crime == "aggression":
            return self.aggression(referred)
        bases = ([referred] if referred else []) + self.states()
        bases, barred = self.opted_out(bases, referred)
        self.trigger(referred)
        self.admissibility()
        if suspended := self.deferred():
            return self.done(NO, [suspended["check_status"]])
        sure = [b for b in bases if not b.doubt]
        if sure:
            # The strongest basis carries the answer; a weak fact counts only where nothing stronger does.
            best = min(sure, key=lambda b: (b.check_status == WEAK, bases.index(b)))
            return self.done(YES, [best.check_status])
        if bases:
            return self.done(CONTESTED, [b.check_status for b in bases])
        return self.done(NO, [*self.silent, *barred])

    def step(self, n: int, asks: str, answer: str, why: str, fact: Mapping[str, Any] | None = None) -> None:
        source, check = (str(fact["source"]), str(fact["check_status"])) if fact else ("", "")
        self.steps.append(Step(n, asks, answer, why, source, check))

    def done(self, answer: str, checks: Iterable[str]) -> Answer:
        self.steps.sort(key=lambda s: s.n)
        return Answer(answer, tuple(self.steps), worst(*checks), self.asked.facts_at)

    def referral(self) -> _Basis | None:
        """A referral by the Security Council that covers the State and the day; a carve-out is a disputed limit."""
        a, asks = self.asked, "did the Security Council refer the situation"
        for r in self.known("referral", "adopted"):
            if r["state"] == a.territory and r["from"] <= a.day:
                doubt = ""
                if a.nationality and a.nationality != a.territory and not self.party(a.nationality):
                    doubt = f"{r['id']} {r['carve_out']}; whether the Council can limit the Court so is disputed"
                text = f"{r['id']} of {r['adopted']} covers {_name(a.territory)} since {r['from']}"
                text += f"; {doubt}" if doubt else f"; {r['carve_out']}, a limit that is disputed"
                self.step(2, asks, CONTESTED if doubt else YES, text, r)
                return _Basis(text, r["source"], r["check_status"], doubt)
        near = [r for r in self.known("referral", "adopted") if r["state"] == a.territory]
        text = f"no referral of {_name(a.territory)} covers {a.day}"
        text += f"; {near[0]['id']} begins on {near[0]['from']}" if near else ""
        self.step(2, asks, NO, text, near[0] if near else None)
        return None

    def states(self) -> list[_Basis]:
        """Where it happened, whose national is accused: party on the day, or a declaration covers it."""
        a = self.asked
        asked = [(a.territory, "happened on its territory", "")]
        if a.nationality and a.nationality != a.territory:
            asked.append((a.nationality, "its national is accused", ""))
        partial = "only a part of the crime happened there; that this is enough was held in one situation, not in all"
        asked += [(state, "a part happened on its territory", partial) for state in a.also_on]
        found: list[_Basis] = []
        self.silent: list[str] = []
        for state, role, doubt in asked:
            at = standing(self.rows, self.court["statute"]["treaty"], state, a.day)
            basis = self.member(state, role, doubt, at) or self.declared(state, role, doubt)
            if basis is None and at.status == "unknown":
                basis = _Basis(at.why, "", WEAK, "the facts filed do not settle it")
            asks = f"is it a matter of {_name(state)} ({role})"
            if basis is None:
                self.silent.append(at.check_status)
                self.step(3, asks, NO, f"{at.why}; no declaration under Article 12(3) covers {a.day}")
            else:
                found.append(basis)
                text = basis.why + (f"; {basis.doubt}" if basis.doubt else "")
                self.steps.append(
                    Step(3, asks, CONTESTED if basis.doubt else YES, text, basis.source, basis.check_status)
                )
        return found

    def party(self, state: str) -> bool:
        return standing(self.rows, self.court["statute"]["treaty"], state, self.asked.day).status == "party"

    def member(self, state: str, role: str, doubt: str, at: Standing) -> _Basis | None:
        if at.status != "party":
            return None
        return _Basis(f"{at.why} ({role})", ", ".join(at.rows), at.check_status, doubt or self.disputed(state))

    def declared(self, state: str, role: str, doubt: str) -> _Basis | None:
        for d in self.known("declaration", "lodged"):
            if d["state"] == state and d["from"] <= self.asked.day <= d.get("to", date.max):
                until = f" to {d['to']}" if "to" in d else ""
                text = f"{_name(state)} accepted the jurisdiction from {d['from']}{until}, "
                text += f"lodged on {d['lodged']} ({role})"
                return _Basis(text, d["source"], d["check_status"], doubt or self.disputed(state))
        return None

    def disputed(self, state: str) -> str:
        for c in self.known("contested", "since"):
            if c["state"] == state:
                return f"contested since {c['since']}: {c['why']}"
        return ""

    def opted_out(self, bases: list[_Basis], referred: _Basis | None) -> tuple[list[_Basis], list[str]]:
        """Article 124 takes war crimes by nationals of the State out; beside an open declaration that is disputed."""
        a, asks = self.asked, "is there an opt-out, a withdrawal or an amendment"
        for o in self.known("opt_out", "lodged"):
            if a.crime == "war crimes" and a.nationality == o["state"] and o["from"] <= a.day <= o["to"]:
                open_ = self.declared(o["state"], "its national is accused", "")
                kept = [b for b in bases if b is referred]
                if open_ is not None:
                    kept.append(
                        _Basis(
                            open_.why, open_.source, open_.check_status, "an opt-out under Article 124 stands beside it"
                        )
                    )
                self.step(6, asks, CONTESTED if open_ else YES, f"{_name(o['state'])}: {o['source']}", o)
                return kept, [o["check_status"]]
        self.step(
            6, asks, NO, "no opt-out under Article 124 covers it; a withdrawal counts from the day it takes effect"
        )
        return bases, []

    def trigger(self, referred: _Basis | None) -> None:
        """What sets the Court in motion does not change whether it could act; it is said apart."""
        asks = "is there a trigger"
        if referred:
            self.step(4, asks, YES, "the referral by the Security Council (Article 13(b))")
            return
        for t in self.known("trigger", "on"):
            if t["state"] in (self.asked.territory, *self.asked.also_on):
                self.step(4, asks, YES, f"{t['what']} on {t['on']}", t)
                return
        text = "none is on file: a State Party must refer, or the Prosecutor act with leave of the Pre-Trial Chamber"
        self.step(4, asks, "still needed", f"{text} (Articles 14 and 15)")

    def deferred(self) -> Mapping[str, Any] | None:
        for d in self.known("deferral", "from"):
            if d["state"] == self.asked.territory and self.asked.facts_at <= d["to"]:
                self.step(5, "is it deferred", YES, f"by the Security Council until {d['to']} (Article 16)", d)
                return d
        self.step(5, "is it deferred", NO, "no deferral under Article 16 is on file")
        return None

    def aggression(self, referred: _Basis | None) -> Answer:
        """Its own rules: without a referral, not over nationals or territory of a State that is no party (15bis(5))."""
        a, statute, asks = self.asked, self.court["statute"], "do the rules on aggression allow it"
        begins = {"source": statute["aggression_source"], "check_status": statute["check_status"]}
        if a.day < statute["aggression"]:
            self.step(7, asks, NO, f"the jurisdiction over aggression begins on {statute['aggression']}", begins)
            return self.done(NO, [statute["check_status"]])
        if referred and not referred.doubt:
            self.step(7, asks, YES, "a referral by the Security Council suffices (Article 15ter)")
            return self.done(YES, [referred.check_status])
        states = [s for s in (a.nationality, a.territory) if s]
        found = {s: standing(self.rows, statute["treaty"], s, a.day) for s in states}
        for at in found.values():
            if at.status in ("not party", "signatory"):
                text = f"{at.why}: no jurisdiction over its nationals or its territory (Article 15bis(5))"
                self.steps.append(Step(7, asks, NO, text, ", ".join(at.rows), at.check_status))
                return self.done(NO, [at.check_status])
        text = (
            "both States are parties, and whether both must have accepted the amendments is disputed (Article 15bis(4))"
        )
        self.step(7, asks, CONTESTED, text)
        return self.done(CONTESTED, [at.check_status or WEAK for at in found.values()])

    def admissibility(self) -> None:
        self.step(
            8, "is it admissible", "apart", "whether a State genuinely investigates is another question (Article 17)"
        )


def _consent(fact: Mapping[str, Any]) -> dict[str, Any]:
    """A consent of the facts as a row of participation."""
    empty = dict.fromkeys(("signed", "withdrawn", "status", "as_of", "note"))
    own = {k: fact[k] for k in ("state", "name", "consented", "consent", "check_status", "source")}
    return {**empty, **own, "treaty": "Rome Statute", "report_id": f"court/{fact['state']}-{fact['consented']}"}


def _name(state: str) -> str:
    return facts.parties().name(state)
