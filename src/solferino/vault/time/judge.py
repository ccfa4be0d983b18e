"""A token judged: which bytes it is about, whose it is, and before when they existed. Never by today's date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from solferino.vault.time import programs
from solferino.vault.time.answer import LARGEST, Answer, RefusedError, read_answer
from solferino.vault.time.request import Request, read_request
from solferino.vault.time.roots import fault, read_roots, relied_on
from solferino.vault.time.state import State


@dataclass(frozen=True)
class Judgement:
    """How a token stands. `time` is what it states; `before`, only where it is anchored, what it proves.

    `program` verified it; `why` says in its words what was wrong; `roots` is the SHA-256 of the root it leads to.
    """

    state: State
    time: datetime | None = None
    before: datetime | None = None
    program: str = ""
    why: str = ""
    roots: tuple[str, ...] = ()

    @property
    def earliest(self) -> datetime:
        """The moment after which the authority says it signed; the least there is, where nothing is proved."""
        if self.time is None or self.before is None:
            return datetime.min.replace(tzinfo=UTC)
        return self.time - (self.before - self.time)


def judge(
    answer: bytes,
    imprint: bytes,
    *,
    request: bytes | Request,
    roots: bytes,
    ask: Sequence[programs.Program] = programs.ALL,
) -> Judgement:
    """Judge an answer over the digest `imprint`, given the request it answers and the pinned roots (PEM).

    Never raises over what an answer holds: whatever cannot be read is held, unverified.
    """
    if len(answer) > LARGEST:
        return Judgement(State.TOO_LARGE, why=f"{len(answer)} bytes")
    try:
        found = read_answer(answer)
        wanted = read_request(request) if isinstance(request, bytes) else request
    except RefusedError as error:
        return Judgement(State.REFUSED, why=str(error))
    except (ValueError, OverflowError) as error:
        return Judgement(State.UNVERIFIED, why=str(error))
    if found.imprint != imprint or wanted.imprint != imprint:
        return Judgement(State.OTHER_HASH, found.time)
    if found.nonce != wanted.nonce:
        return Judgement(State.OTHER_NONCE, found.time)
    try:
        pinned = read_roots(roots)
    except ValueError:
        return Judgement(State.UNKNOWN_ROOT, found.time, why="no root certificate is pinned")
    opinions = []
    for program in ask:
        opinions.append(program(found, wanted, pinned))
        if opinions[-1].accepts:
            return Judgement(
                State.ANCHORED, found.time, _latest(found), opinions[-1].program, roots=relied_on(found, pinned)
            )
    reason = fault(found, pinned)
    if reason is None:
        judged = any(opinion.accepts is False for opinion in opinions)
        reason = State.WRONG_SIGNATURE if judged else State.UNVERIFIED
    why = "; ".join(f"{opinion.program}: {opinion.why}" for opinion in opinions)
    return Judgement(reason, found.time, why=why)


def _latest(answer: Answer) -> datetime:
    """Return the end of the second in which, at the latest, the token was signed by the authority's own account."""
    end = answer.time + answer.accuracy
    return end.replace(microsecond=0) + timedelta(seconds=1 if end.microsecond else 0)
