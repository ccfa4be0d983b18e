"""What claims/*.toml may hold: the common keys, and those of each kind; the reference pages derive from them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from solferino.casefile.models import Strict, Text

Where = dict[str, Any]
Stratum = Literal["place_id", "month", "object", "party_may"]


class ClaimModel(Strict):
    """Keys that every kind has."""

    says: Text = Field(description="the kind of claim")
    atom: str = Field("", description="the atom of the statement it answers for")
    of: str = Field("", description="the table it asks")
    where: Where = Field(default_factory=dict, description="column = value: scalar, list, { from, to }, { must } …")
    gives: dict[str, str] = Field(
        default_factory=dict, description="name = count, count(distinct column), min(column) …"
    )
    needs: str = Field("", description="threshold below which the claim is not judged at all")
    holds: str = Field("", description="when the claim holds, in the small grammar")
    fails: str = Field("", description="when the claim is contradicted; closed tables default to not holds")
    under: list[str] = Field(default_factory=list, description="further worlds it must survive, from case.toml")
    waive: dict[str, str] = Field(default_factory=dict, description="world = reason why it does not apply")
    show: list[str] = Field(default_factory=list, description="columns to show of the rows it rests on")
    presupposed: bool = Field(False, description="the statement presupposes it without saying it")


class CountModel(ClaimModel):
    """count: how many rows, or distinct values, there are."""

    of: Text = Field(description="the table it asks")
    holds: Text = Field(description="threshold on what it gives")
    sql: str = Field("", description="file with one SELECT of one row, instead of where and gives")


class ShareModel(ClaimModel):
    """share: what part of the rows has a further property; gives part, whole and share."""

    of: Text = Field(description="the table it asks")
    holds: Text = Field(description="threshold on part, whole or share")
    part: Where = Field(description="what the part has beside `where`")


class RatioModel(ClaimModel):
    """ratio: how many rows there are for each of another set; gives part, base and ratio."""

    of: Text = Field(description="the table it asks")
    holds: Text = Field(description="threshold on part, base or ratio")
    over: Where = Field(description="the rows that `where` is compared with")


class RateModel(ClaimModel):
    """rate: how many rows a day, week, month or year; gives n, days and rate. `where` needs a date window."""

    of: Text = Field(description="the table it asks")
    holds: Text = Field(description="threshold on n, days or rate")
    per: Literal["day", "week", "month", "year"] = Field("day", description="unit of time; a month is 365.25/12 days")


class SequenceModel(ClaimModel):
    """sequence: one kind of row followed by another; gives n (first rows) and followed."""

    of: Text = Field(description="the table it asks")
    holds: Text = Field(description="threshold on n or followed")
    then: Where = Field(description="the rows that must follow")
    within: Text = Field(description="how soon: 1d, 2w, 1m …; the same day counts")
    alike: list[Text] = Field(
        default_factory=list, description="columns in which both rows must agree, such as place_id"
    )


class WitnessesModel(ClaimModel):
    """witnesses: how many independent origins stand behind what the rows say; gives n and independent (the fewest)."""

    of: Text = Field("incidents", description="the table it asks")
    where: Where = Field(description="which rows")


class TestTable(Strict):
    """`test = { … }`: a statistical test and its settings."""

    kind: Literal[
        "repeats",
        "knox",
        "near-repeat",
        "kst",
        "labelling",
        "odds",
        "scan",
        "before-after",
        "proximity",
        "double-tap",
        "listed",
    ] = Field(description="which test; docs/which-test.md says what each answers")
    protected: str | list[str] | None = Field(
        None, description="kind of object: hospital …; repeats, proximity and listed need it"
    )
    seed: int = Field(ge=0, description="seed of the random draws: an input, remembered when it moves")
    draws: int = Field(9999, ge=99, le=999_999, description="how many random draws")
    within: list[Stratum] | None = Field(
        None, description="strata within which chance is let loose; place_id and month, if left out"
    )
    controls: list[Text] | None = Field(
        None, description="proximity: kinds of object comparable with those protected; if left out, all others listed"
    )
    distance: float | list[float] | None = Field(
        None, description="metres, the one asked about first; incidents known less exactly are left out"
    )
    days: float | list[float] | None = Field(None, description="days within which a pair counts")
    group: Where | None = Field(None, description="labelling, odds: the incidents asked about among all")
    hit: Where | None = Field(None, description="odds: what happened to them")
    on: date | None = Field(None, description="before-after: the day that is asked about")
    window: int | None = Field(None, ge=1, description="before-after: days before, and days from then on; 30")
    least: int | None = Field(None, ge=0, description="double-tap: minutes that one salvo may last; 5")
    most: int | None = Field(None, ge=1, description="double-tap: minutes within which a return counts; 60")


class TestModel(ClaimModel):
    """test: a pattern, tested against chance; gives observed, expected, ratio, ratio_low, ratio_high and p."""

    of: str = Field("incidents", description="the table it asks")
    holds: Text = Field(description="threshold on what the test gives")
    test: TestTable = Field(description="which test, on what, with which seed and draws")


class EstimateTable(Strict):
    """`estimate = { … }`: which column says on whose list an incident stands."""

    lists: Literal["publisher", "publisher_type", "source_id"] = Field(
        "publisher", description="column of reports whose values are the lists; the six largest take part"
    )
    seed: int = Field(ge=0, description="seed of all that is drawn: an input, remembered when it moves")


class EstimateModel(ClaimModel):
    """estimate: how many incidents no list recorded; gives documented, low and high (the undocumented), or refuses."""

    of: str = Field("incidents", description="the table it asks")
    holds: Text = Field(description="threshold on what it gives: low >= 20")
    estimate: EstimateTable = Field(description="which lists, with which seed")


class ExistsModel(ClaimModel):
    """exists: there is at least one such row."""

    of: Text = Field(description="the table it asks")


class ActModel(ClaimModel):
    """act: an institution did this; rows marked general knowledge are not enough."""

    of: str = Field("acts", description="the table it asks")
    where: Where = Field(description="which act: body, kind, symbol, about, date …")


class NormModel(ClaimModel):
    """norm: a rule of law bound these parties on that day; gives bound and parties."""

    norm: str | list[str] = Field(description="norm id or ids; with several, any of them may bind")
    binds: list[Text] = Field(min_length=1, description="parties it is said to bind")
    on: date | str = Field("as_of", description="day: a date, as_of - 1y, or conduct (the days of the incidents)")


class FindingTable(Strict):
    """`findings.ELEMENT = { … }`: what people found on one element."""

    answer: Literal["yes", "no", "unknown"] = Field(description="what was found")
    by: str = Field("", description="who found it")
    why: str = Field("", description="on what")
    claims: list[Text] = Field(default_factory=list, description="claims it rests on; where one falls, it is unknown")


class QualificationModel(ClaimModel):
    """qualification: are the elements of a norm indicated in incidents; gives incidents and indicated, never guilt."""

    of: str = Field("incidents", description="the table it asks")
    norm: Text = Field(description="norm id")
    by: Text = Field(description="the party whose conduct it is said to be")
    findings: dict[str, FindingTable] = Field(
        default_factory=dict, description="answers of people by element: exclusive, harmful, warned, unheeded …"
    )


class JurisdictionModel(ClaimModel):
    """jurisdiction: had the International Criminal Court jurisdiction; gives jurisdiction: 1, 0, or both: contested."""

    crime: Text = Field(description="war crimes, crimes against humanity, genocide or aggression")
    territory: Text = Field(description="State on whose territory it happened")
    nationality: str = Field("", description="State of the accused")
    also_on: list[Text] = Field(default_factory=list, description="States on whose territory a part of it happened")
    on: date | str = Field("as_of", description="day of the conduct")
    facts_at: date | str | None = Field(None, description="day whose facts are taken; as_of, if left out")


class CheckTable(Strict):
    """`checks.A1 = { … }`: the answer to one question of the worksheet."""

    answer: Literal["yes", "no", "unknown"] = Field(description="the answer")
    claims: list[Text] = Field(default_factory=list, description="claims it rests on; a yes without any is unknown")
    why: str = Field("", description="how it follows")
    dissent: str = Field("", description="who says otherwise, and why")


class AssistanceModel(ClaimModel):
    """assistance: did a State aid another in a wrongful act; gives met of needed, purpose and own."""

    by: Text = Field(description="the State that is said to have helped")
    to: Text = Field(description="the State that is said to have been helped")
    checks: dict[str, CheckTable] = Field(default_factory=dict, description="answers by question, A1 to A12")


class CallModel(ClaimModel):
    """call: somebody is asked to do something; followed to tracked_to, never judged."""

    of: str = Field("acts", description="the table in which an answer would be filed")
    by: str = Field("", description="who calls")
    to: list[Text] = Field(min_length=1, description="chain of addressees, first to last")
    asks: Text = Field(description="what is asked")
    made: date | str = Field("as_of", description="day of the call")
    due: date | str | None = Field(None, description="day by which")
    met_if: Where = Field(default_factory=dict, description="acts that would meet it")
    partly_if: Where = Field(default_factory=dict, description="acts that would meet it in part")
    unmet_if: Where = Field(default_factory=dict, description="acts that would show it refused or broken")


class PromiseModel(ClaimModel):
    """promise: the speaker says it will do something; followed to tracked_to, never judged."""

    of: str = Field("acts", description="the table in which the doing would be filed")
    by: Text = Field(description="who promises")
    asks: Text = Field(description="what is promised")
    made: date | str = Field("as_of", description="day of the promise")
    due: date | str | None = Field(None, description="day by which")
    met_if: Where = Field(description="acts that would keep it")
    partly_if: Where = Field(default_factory=dict, description="acts that would keep it in part")
    unmet_if: Where = Field(default_factory=dict, description="acts that would show it broken")


class JudgementModel(ClaimModel):
    """judgement: an inference that people make; no better than its premises."""

    premises: list[Text] = Field(min_length=1, description="claims it rests on")
    by: str = Field("", description="who infers")
    why: str = Field("", description="how it follows")


MODELS: dict[str, type[ClaimModel]] = {
    "count": CountModel, "share": ShareModel, "ratio": RatioModel, "rate": RateModel, "exists": ExistsModel,
    "sequence": SequenceModel, "witnesses": WitnessesModel, "test": TestModel, "estimate": EstimateModel,
    "norm": NormModel, "qualification": QualificationModel, "jurisdiction": JurisdictionModel,
    "assistance": AssistanceModel, "act": ActModel, "call": CallModel, "promise": PromiseModel,
    "judgement": JudgementModel,
}  # fmt: skip
