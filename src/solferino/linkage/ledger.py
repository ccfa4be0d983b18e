"""People's decisions about reports, read from a ledger for the plain front."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from solferino.casefile.decisions import parse_decisions
from solferino.linkage.constraints import ACTS, Judgement
from solferino.words.decision import standing
from solferino.words.errors import Problem, UsageError


def judgements(path: Path) -> tuple[Judgement, ...]:
    """Return the decisions of a ledger that are about how reports stand to each other.

    They name reports as the files do. A ledger that is none, or a line that breaks its author's chain, is a UsageError.
    """
    try:
        found = parse_decisions(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", "give the decisions.jsonl of a case") from None
    wrong = [d for d in found if isinstance(d, Problem)]
    if wrong:
        more = f", and {len(wrong) - 1} more lines" if len(wrong) > 1 else ""
        raise UsageError(f"{path}:{wrong[0].line} {wrong[0].text}{more}", wrong[0].hint)
    held = standing(d for d in found if not isinstance(d, Problem))
    return tuple(Judgement(d.id, d.act, d.about, d.why) for d in held if d.act in ACTS)


def kept_apart(judged: Sequence[Judgement], a: str, b: str) -> str:
    """Return the decision that keeps two reports apart, nothing for none."""
    for j in sorted(judged, key=lambda j: j.id):
        if j.act == "not-same" and {a, b} <= set(j.about):
            return f"decision {j.id}: {j.why or 'no reason written'}"
    return ""
