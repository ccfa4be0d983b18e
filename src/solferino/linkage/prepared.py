"""Reports scored and constrained once, ready to be grouped many times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from solferino.linkage.cluster import Clusters
from solferino.linkage.compare import compare
from solferino.linkage.constraints import Constraints, Judgement, Pair, judged
from solferino.linkage.features import Feature, by_id, features
from solferino.linkage.pattern import Patterns
from solferino.linkage.score import Apart, score
from solferino.linkage.settings import Settings, shipped
from solferino.words.report import Link, Report

if TYPE_CHECKING:
    from solferino.linkage.engine.filed import Learned


@dataclass(frozen=True)
class Prepared:
    """Everything that worlds need to group again: the ids that make events, their scored pairs, the constraints.

    `settings` are those that hold: where weights were learned, with the thresholds that follow from them; `model` is
    then what was learned. `said` has the probability of each pair that no rule keeps apart, before anybody decided;
    `open` what each report fits that fits several events.
    """

    ids: tuple[str, ...]
    links: tuple[Link, ...]
    constraints: Constraints
    settings: Settings
    made: tuple[Feature, ...]
    said: Mapping[Pair, float]
    open: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()
    model: Any = None

    def clusters(self) -> Clusters:
        """Return the links indexed, ready for any threshold and any reports left out."""
        return Clusters(self.ids, self.links, self.constraints, absent=self.settings.cuts["absent"])


def prepare(
    reports: Iterable[Report], *, judgements: Sequence[Judgement] = (), apart: Apart = lambda _a, _b: "",
    settings: Settings | None = None,
) -> Prepared:  # fmt: skip
    """Score once and return what can be grouped many times; a world drops reports or moves the threshold.

    `apart` says why two facility ids are not one facility. From as many reports on as `settings` say, weights and
    thresholds are learned from the reports themselves.
    """
    settings, reports = settings or shipped(), list(reports)
    if len({r.id for r in reports}) != len(reports):
        raise ValueError("two reports have one id")
    made = features(reports, settings)
    must, cannot, notes = judged(judgements, made)
    denying = {r.id for r in reports if r.stance == "denies"}
    forced = {id for pair in must for id in pair}
    single = [f for f in made if f.id not in denying and (f.report.scope == "one" or f.id in forced)]
    several = [f for f in made if f.id not in denying and f.report.scope == "many" and f.id not in forced]
    taught = _taught(single, judgements, settings) if len(reports) >= settings.learn["from"] else None
    settings = settings.cut(taught.thresholds) if taught else settings
    scored = score(single, settings, apart=apart, many=several, learned=taught.reasons if taught else None)
    rank = {f.id: n for n, f in enumerate(single)}
    links = tuple(
        replace(x, blocked=cannot[x.a, x.b], probability=0.0) if (x.a, x.b) in cannot else
        replace(x, blocked="", probability=1.0) if (x.a, x.b) in must else x
        for x in (*scored.links, *_unscored(single, scored.links, (*must, *cannot), settings))
    )  # fmt: skip
    several_fit = {id: names for id, names in scored.open.items() if id not in forced}
    exclusive = {f.id: f.exclusive for f in single if f.exclusive}
    return Prepared(
        tuple(sorted(rank)), links, Constraints(must, cannot, exclusive, frozenset(several_fit), rank), settings,
        tuple(made), {(x.a, x.b): x.probability for x in scored.links if not x.blocked}, several_fit, tuple(notes),
        taught.model if taught else None,
    )  # fmt: skip


def _taught(made: Sequence[Feature], judgements: Sequence[Judgement], settings: Settings) -> Learned | None:
    from solferino.linkage.engine.filed import learned  # a small case need not load it

    return learned([f.report for f in made], judgements)


def _unscored(
    made: Sequence[Feature], links: Sequence[Link], pairs: Iterable[tuple[str, str]], settings: Settings
) -> list[Link]:
    """Return links for judged pairs that were never candidates, so that what is stored holds every judgement."""
    have, index, patterns = {(x.a, x.b) for x in links}, by_id(made), Patterns(settings)
    found = []
    for a, b in sorted(set(pairs) - have):
        if a in index and b in index:
            code = patterns.code(compare(index[a], index[b], settings))
            found.append(Link(a, b, patterns.score(code), 0.0, "apart", patterns.reasons(code)))
    return found
