"""A bench for sentences: an invented case, results of claims as an evaluation would give them, and a judge.

Every number is invented; what a sentence should come to follows from the numbers written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from solferino.casefile.statement import parse_statement
from solferino.claims.sentence import judge_sentences
from solferino.law import facts
from solferino.words.bounds import Bounds, Value
from solferino.words.case import CaseFile, Settings
from solferino.words.party import Parties, Party
from solferino.words.result import ClaimResult, Counter, SentenceResult, Weaker
from solferino.words.source import Source
from solferino.words.statement import Statement
from solferino.words.verdict import Lack, Status, Track, Verdict
from solferino.words.window import Window

AS_OF = date(2020, 6, 30)
WINDOW = ("2015-06-30", "2020-06-30")
ROWS = {
    "letters/L1": "L1 · 2020-05-14 · Ministry of Health · 14 clinics closed and 3 to 5 people hurt · S/2020/411",
    "letters/L2": "L2 · 2019-11-02 · spokesman of the joint command · no school was hit",
}


def bounds(values: Mapping[str, Any]) -> dict[str, Bounds]:
    """Return bounds from plain numbers, or (low, base, high)."""
    return {k: Bounds(*v) if isinstance(v, tuple) else Bounds.exactly(v) for k, v in values.items()}


def result(
    name: str,
    kind: str = "count",
    *,
    holds: str = "",
    status: str = "supported",
    type_: Lack | Track | None = None,
    because: tuple[str, ...] = ("why",),
    weaker: tuple[Weaker, ...] = (),
    **more: Any,
) -> ClaimResult:
    """Return the result of one claim; `more` holds values by name and fields of ClaimResult."""
    fields = {
        k: more.pop(k)
        for k in (
            "days",
            "symbols",
            "closed",
            "table",
            "depends",
            "counter",
            "rows",
            "total",
            "grades",
            "graded",
            "blamed",
            "elsewhere",
        )
        if k in more
    }
    fields["parties"] = fields.pop("blamed", ())  # "parties" is a value of norms
    verdict = Verdict(Status(status), type_, because)
    days = {*fields.pop("days", ()), *(WINDOW if kind != "norm" else ()), AS_OF.isoformat()}
    return ClaimResult(
        id=name,
        kind=kind,
        atom="",
        verdict=verdict,
        verdict_now=verdict,
        values=bounds(more),
        holds=holds,
        file="claims/bench.toml",
        line=1,
        weaker=weaker,
        days=tuple(sorted(days)),
        **fields,
    )


def leave(key: str, text: str, holds: bool, **values: Value) -> Weaker:
    """Return a claim's form with one condition left out."""
    return Weaker(key, f"without {text}", holds, bounds(values))


RESULTS: dict[str, ClaimResult] = {
    r.id: r
    for r in (
        result(
            "vetoes",
            holds="n >= 2",
            n=4,
            closed=True,
            table="vetoes",
            symbols=("S/2017/315", "S/2018/516", "S/2019/961"),
            days=("2017-04-12", "2018-06-01", "2019-12-20", "2020-02-11"),
            counter=(Counter("other", "the same with member = Freedonia", bounds({"n": 0})),),
        ),
        result(
            "referral",
            holds="n >= 2",
            n=1,
            status="contradicted",
            closed=True,
            table="vetoes",
            weaker=(leave("asks", "asks = icc-referral", True, n=4), leave("member", "member = X", True, n=9)),
            rows=({"draft": "S/2018/516", "date": "2018-06-01"},),
            total=1,
        ),
        result(
            "none-at-all",
            holds="n >= 1",
            n=0,
            status="contradicted",
            closed=True,
            table="vetoes",
            because=("n = 0; it asks n >= 1",),
            weaker=(leave("member", "member = X", True, n=9),),
        ),
        result("no-vetoes", holds="n == 0", n=0, closed=True, table="vetoes"),
        result("drafts-two", holds="n >= 1", n=2, closed=True, table="vetoes"),
        result("single", "exists", holds="n >= 1", n=1, closed=True, table="drafts"),
        result("raids", holds="n >= 20", n=38, table="incidents", days=("2019-03-04", "2019-08-19", "2020-01-07")),
        result("markets", holds="n >= 1", n=2, table="incidents", days=("2019-08-19",)),
        result("killed", holds="n >= 20", n=(38, 40, 41), table="incidents"),
        result("displaced", holds="n >= 20000", n=22000, table="figures"),
        result("wounded", holds="n >= 100", n=397, table="figures"),
        result("hearsay", holds="n >= 2", n=5, table="incidents", grades={"occurrence": 2, "attribution": 2}),
        result("shelling", holds="killed >= 45 and injured >= 100", killed=45, injured=100, table="incidents"),
        result(
            "mixed",
            holds="n >= 2",
            n=32,
            table="incidents",
            grades={"occurrence": 3},
            graded={"occurrence 3": bounds({"n": 9})},
        ),
        result(
            "blamed",
            holds="n >= 2",
            n=5,
            table="incidents",
            grades={"occurrence": 3, "attribution": 2},
            blamed=("FRE",),
        ),
        result("vague", holds="n >= 1", n=(1, 2, 6), table="incidents"),
        result("one-or-more", holds="n >= 1", n=(1, 1, None), table="incidents"),
        result(
            "unfiled",
            holds="n >= 20",
            n=0,
            status="insufficient",
            type_=Lack.NOT_FILED,
            table="incidents",
            because=("no incidents are filed in this case",),
        ),
        result(
            "unsure",
            holds="n >= 2",
            n=(1, 2, 3),
            status="insufficient",
            type_=Lack.BETWEEN,
            table="incidents",
            because=("n = 1 to 3; it asks n >= 2",),
        ),
        result(
            "fact-unsure",
            "act",
            holds="n >= 1",
            n=(0, 0, 1),
            status="insufficient",
            type_=Lack.UNCONFIRMED_FACT,
            table="acts",
            because=("it rests on acts/a7, marked general knowledge",),
        ),
        result("share", "share", holds="share > 0.3", part=3, whole=8, share=0.375, closed=True, table="vetoes"),
        result("most", "share", holds="share > 0.5", part=30, whole=40, share=0.75, table="reports"),
        result(
            "all",
            "share",
            holds="share >= 1",
            part=3,
            whole=4,
            share=0.75,
            status="contradicted",
            closed=True,
            table="vetoes",
            weaker=(leave("topic", "topic = T", True, part=4, whole=4, share=1.0),),
        ),
        result(
            "ban",
            "norm",
            holds="bound >= parties",
            bound=0,
            parties=2,
            status="contradicted",
            closed=True,
            table="norms",
            because=("Convention on Mines, Art 1 did not bind A or B", "A: not a party"),
        ),
        result(
            "ban-known",
            "norm",
            holds="bound == 0",
            bound=0,
            parties=2,
            closed=True,
            table="norms",
            because=("Convention on Mines, Art 1 did not bind A or B",),
        ),
        result(
            "rule",
            "norm",
            holds="bound >= parties",
            bound=2,
            parties=2,
            closed=True,
            table="norms",
            symbols=("Rule 28", "Customary IHL", "Article 8(2)(e)(iv)"),
            days=("2020-06-30",),
        ),
        result(
            "letter",
            "act",
            holds="n >= 1",
            n=1,
            table="acts",
            days=("2019-11-02",),
            symbols=("A/74/611", "S/RES/2504 (2020)"),
            rows=({"report_id": "acts/a1", "what": "57 States ask for an inquiry", "body": "57 States"},),
        ),
        result("findings", "act", holds="n >= 1", n=3, table="acts", days=("2018-09-12", "2019-02-28", "2019-09-11")),
        result("call", "call", status="tracked", type_=Track.OPEN, table="acts"),
        result("promise", "promise", status="tracked", type_=Track.MET, table="acts", days=("2020-07-08",)),
        result("inference", "judgement", depends=("vetoes", "letter")),
        result("weak-inference", "judgement", depends=("unfiled",), status="insufficient", type_=Lack.NOT_FILED),
        result("told", holds="n >= 5", n=6, status="attested", table="persons"),
        result("broken", status="error", because=("column 'membr' is missing", "did you mean 'member'?")),
        result(
            "only-one",
            holds="n >= 1",
            n=4,
            closed=True,
            table="vetoes",
            counter=(Counter("other", "the same with member = Sylvania", bounds({"n": 3})),),
        ),
    )
}


def case(parties: Parties | None = None) -> CaseFile:
    """Return the invented case, with all States of the package and three parties of its own."""
    own = [
        Party("FRE", "Freedonia", ("Freedonian", "Fridonie", "Фридония", "فريدونيا")),
        Party("SYL", "Sylvania", ("Sylvanian", "Sylvanie", "Сильвания", "سيلفانيا")),
        Party("JC", "Joint Command", ("joint command",), kind="force"),
    ]
    known = parties or Parties.of([*facts.parties().by_id.values(), *own])
    settings = Settings("bench", AS_OF, AS_OF, Window(date(2015, 1, 1), AS_OF))
    source = Source(id="letters", title="Letters", kind="document", file="sources/letters.toml", line=1)
    return CaseFile(Path(), settings, known, (source,), (), ())


def statement(text: str, language: str = "en") -> Statement:
    """Return the statement that `text` is."""
    made = parse_statement(text, "statement.md", language)
    assert isinstance(made, Statement), made
    return made


def judged(text: str, parties: Parties | None = None, *, language: str = "en") -> tuple[SentenceResult, ...]:
    """Return every sentence of a text, judged on the bench."""
    return judge_sentences(statement(text, language), RESULTS, case(parties), row_text=ROWS.get)


def judge(text: str, language: str = "en") -> SentenceResult:
    """Return the one sentence of a text, judged on the bench."""
    (found,) = judged(text, language=language)
    return found
