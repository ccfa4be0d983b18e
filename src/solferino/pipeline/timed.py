"""Stages while they run: how long each takes, whether it had to, and who hears of it when it is over."""

from __future__ import annotations

import time
from collections.abc import Callable

from solferino.words.result import Stage

Tell = Callable[[Stage], None]


class Timed:
    """One stage while it runs; becomes a Stage when done."""

    def __init__(self, name: str) -> None:
        self.name, self.ran, self.because, self.seconds = name, False, "", 0.0
        self.facts: tuple[str, ...] = ()

    def stage(self) -> Stage:
        because = self.because if self.ran else "unchanged"
        return Stage(self.name, self.ran, because, self.seconds, tuple(f for f in self.facts if f))


class Run:
    """Times the stages and tells each one as soon as it is over."""

    def __init__(self, tell: Tell | None) -> None:
        self.tell, self.stages = tell, list[Timed]()

    def stage(self, name: str) -> _Running:
        timed = Timed(name)
        self.stages.append(timed)
        return _Running(self, timed)

    def done(self) -> tuple[Stage, ...]:
        return tuple(s.stage() for s in self.stages)


class _Running:
    def __init__(self, run: Run, timed: Timed) -> None:
        self.run, self.timed = run, timed

    def __enter__(self) -> Timed:
        self.start = time.perf_counter()
        return self.timed

    def __exit__(self, kind: object, *rest: object) -> None:
        self.timed.seconds = time.perf_counter() - self.start
        if kind is None and self.run.tell is not None:
            self.run.tell(self.timed.stage())
