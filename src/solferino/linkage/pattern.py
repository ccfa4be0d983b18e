"""The table of patterns: each met once, scored once, explained once. Pairs carry one small integer."""

from __future__ import annotations

from solferino.linkage.compare import Pattern
from solferino.linkage.settings import FIELDS, Settings

_PLACE, _FACILITY = FIELDS.index("place"), FIELDS.index("facility")
Reasons = tuple[tuple[str, str, int], ...]


class Patterns:
    """Patterns by code. `score` is in millibits; `reasons` add up to it exactly."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._levels = [tuple(settings.weights[field]) for field in FIELDS]
        self._places = [{level: n for n, level in enumerate(levels)} for levels in self._levels]
        self._scores: dict[int, int] = {}
        self._reasons: dict[int, Reasons] = {}

    def code(self, pattern: Pattern) -> int:
        """Return the integer of a pattern: mixed radix over the levels of the fields."""
        code = 0
        for places, level in zip(self._places, pattern, strict=True):
            code = code * len(places) + places[level]
        return code

    def pattern(self, code: int) -> Pattern:
        """Return the pattern of an integer."""
        found = []
        for levels in reversed(self._levels):
            code, at = divmod(code, len(levels))
            found.append(levels[at])
        return tuple(reversed(found))

    def score(self, code: int) -> int:
        """Return the millibits of a pattern."""
        if code not in self._scores:
            self._scores[code] = sum(part for _, _, part in self.reasons(code))
        return self._scores[code]

    def reasons(self, code: int) -> Reasons:
        """Return (field, level, millibits), the prior first, unknown fields left out."""
        if code not in self._reasons:
            weights = self._settings.weights
            self._reasons[code] = (
                ("prior", "any", self._settings.prior),
                *(
                    (field, level, weights[field][level])
                    for field, level in zip(FIELDS, self.pattern(code), strict=True)
                    if level != "unknown"
                ),
            )
        return self._reasons[code]

    def untied(self, code: int) -> bool:
        """True where neither place nor facility says anything: a day alone ties nothing to anything."""
        pattern = self.pattern(code)
        return pattern[_PLACE] == "unknown" and pattern[_FACILITY] in ("unknown", "called")

    def with_rivals(self, code: int, level: str) -> int:
        """Return the code with the last field set."""
        levels = self._levels[-1]
        return code - code % len(levels) + levels.index(level)

    def __len__(self) -> int:
        return len(self._reasons)
