"""How many were killed and injured, with two ends, from one sentence; a total that is not said is not added up.

Numbers are masked first: what counts is one sign, so that a rule is about words only. "About 30" and "possibly
two" have no ends and are noted; so is a number of killed and injured together, and two totals that differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from solferino.exchange.accounts.account import Found, Spot, Value
from solferino.exchange.accounts.words import Words
from solferino.prose.numeral import Numeral

_OF_ONE = re.compile(r"\bof\s+(?:the\s+)?(?:one|a\s+single)$", re.IGNORECASE)
"""No total: "four members of one family"."""
_N, _ONE = "\ue000", "\ue001"
_COUNT = rf"[{_N}{_ONE}]+"


@dataclass(frozen=True)
class _Total:
    low: int | None
    high: int | None
    start: int
    end: int
    vague: bool = False


def casualties(text: str, counted: Sequence[Numeral], w: Words) -> Found:
    """Return `killed_min`, `killed_max`, `injured_min`, `injured_max` as told in `text`."""
    masked = _Masked(text, counted, w)
    notes: list[str] = []
    for m in masked.mixed:
        notes.append(f"“{_short(text, m)}” counts killed and injured together")
    values: dict[str, tuple[Value, ...]] = {}
    for what in ("killed", "injured"):
        totals = masked.totals(what)
        firm = [t for t in totals if not t.vague]
        notes += [
            f"{what}: “{_short(text, (t.start, t.end))}” is no exact or certain number" for t in totals if t.vague
        ]
        if len({(t.low, t.high) for t in firm}) > 1:
            told = ", ".join(f"“{_short(text, (t.start, t.end))}”" for t in firm)
            notes.append(f"{what}: several numbers: {told}")
        elif firm:
            t = firm[0]
            for end, value in (("min", t.low), ("max", t.high)):
                if value is not None:
                    values[f"{what}_{end}"] = (Value(str(value), t.start, t.end),)
    return Found(values, tuple(notes))


class _Masked:
    """A sentence in which each number is one sign, and what the signs stand for."""

    def __init__(self, text: str, counted: Sequence[Numeral], w: Words) -> None:
        self.w, self.numbers = w, {n.start: n for n in counted if n.kind == "count" and not n.weak}
        for start in [k for k, n in self.numbers.items() if _OF_ONE.search(text[: n.end])]:
            del self.numbers[start]
        letters = list(text)
        for n in self.numbers.values():
            letters[n.start : n.end] = _N * (n.end - n.start)
        self.text = self.whole = "".join(letters)
        if "including" in w:  # a part of a total, and no further number
            self.text = w.search(r"{including}[^,;.]*").sub(lambda m: " " * len(m[0]), self.text)
        if "person" in w:
            one = w.search(r"{one_before}(?=\s+(?:[\w’'-]+\s+){0,2}?{person})")
            self.text = one.sub(lambda m: _ONE * len(m[0]), self.text)
        self.mixed = self._mixed()

    def totals(self, what: str) -> list[_Total]:
        """Return every number told of the killed or of the injured; each number once."""
        found: dict[int, _Total] = {}
        for template in self._templates(what):
            for m in self.w.search(template).finditer(self.text):
                if any(a < m.end("list") and m.start("list") < b for a, b in self.mixed):
                    continue
                start, end = m.span("list")
                before = end == m.end()  # the verb stands before the list, else after it
                total = self._sum(start, self._listed(start, end)) if before else self._sum(self._own(start, end), end)
                if total is not None:
                    if "maybe" in self.w and self.w.search("{maybe}").search(m[0]):
                        total = replace(total, vague=True)
                    found.setdefault(total.start, total)
        for template in self._nobody(what):
            found |= {m.start(): _Total(0, 0, *m.span()) for m in self.w.search(template).finditer(self.text)}
        return [found[k] for k in sorted(found)]

    def _templates(self, what: str) -> list[str]:
        done, doing = ("{killed}", "{killing}") if what == "killed" else ("{injured}", "{injuring}")
        if "person" not in self.w:
            return [rf"{doing}\s+(?P<list>{self._group})", rf"(?P<list>{self._group})\s+{done}"]
        aside = r"(?:\s*,[\s,]*)?"
        listed = rf"(?P<list>{self._group}(?:(?:,|,?\s+{{and}})\s+{self._group})*)"
        made = [rf"{doing}\s+{listed}", rf"{listed}{aside}(?:\s+{{between}})*\s+{done}"]
        if what == "killed":
            made.append(rf"{{toll}}[^;]{{0,90}}?\s{{toll_at}}\s+(?P<list>{self._group})")
        return made

    def _nobody(self, what: str) -> list[str]:
        if "none" not in self.w:
            return []
        verb = "{killed}" if what == "killed" else "{injured}"
        return [
            rf"{{none}}\s+(?:{{between}}\s+)*{verb}",
            "{no_casualties}",
            "{no_deaths}" if what == "killed" else "{no_injuries}",
        ]

    @property
    def _group(self) -> str:
        how = "|".join(f"{{{k}}}" for k in ("least", "more", "most", "fewer", "about", "range") if k in self.w)
        if "person" not in self.w:
            return rf"(?:(?:{how})\s+)?{_COUNT}"
        stop = "{and}|{between}|{killed}|{killing}|{injured}|{injuring}|{including}|in|on|at|when|after|by|with"
        return rf"(?:(?:{how})\s+)?(?:{{own}}\s+)?{_COUNT}(?:\s+(?!(?:{stop})\b)[\w’'-]+){{0,5}}?(?![\w’'-])"

    def _own(self, start: int, end: int) -> int:
        """Return where the list of a verb after it begins: in "killed 12 and 30 were injured" it is the 30 alone."""
        if "person" not in self.w:
            return start
        taken = self.w.search(r"(?:{killing}|{injuring})\s+$").search(self.text[:start])
        ands = list(self.w.search(r"{and}\s+").finditer(self.text, start, end)) if taken else []
        return ands[-1].end() if ands else start

    def _listed(self, start: int, end: int) -> int:
        """Return where the list that begins at `start` ends: "killed a nurse and 12 patients" goes on past the nurse.

        What follows a comma may be a part of the people before it; a number with a verb of its own is told of others.
        """
        if "person" not in self.w:
            return end
        words = r"(?:\s+(?!(?:{and}|{between}|{killed}|{injured}|{including})(?!\w))[\w’'-]+){0,3}?"
        more = rf"{words}(?:,\s+{self._group}{words})*,?\s+{{and}}\s+{self._group}"
        m = self.w.search(more).match(self.text, end)
        if m is None or ("," in m[0] and self.w.search("{people}").search(self.text, start, m.end())):
            return end
        apart = self.w.search(rf"{words},?\s+(?:{{auxiliary}}|{{killed}}|{{injured}}|{{part_of}}|{{including}})")
        return end if apart.match(self.whole, m.end()) else m.end()

    def _sum(self, start: int, end: int) -> _Total | None:
        """Return the numbers of a list added up, each with the word before it that says how exact it is."""
        low: int | None = 0
        high: int | None = 0
        vague, told = False, self.text[start:end]
        if "animal" in self.w and self.w.search(r"{animal}|{part_of}").search(self.whole, start, end + 12):
            return None
        runs = list(re.finditer(_COUNT, told))
        for i, m in enumerate(runs):
            n = self.numbers.get(start + m.start())
            a, b = (int(n.low or 0), None if n.high is None else int(n.high)) if n else (1, 1)
            before = told[runs[i - 1].end() if i else 0 : m.start()]
            how = next((k for k in ("least", "more", "most", "fewer", "about") if self._says(k, before)), "")
            vague = vague or how == "about"
            x, y = {"least": (a, None), "more": (a + 1, None), "most": (None, b),
                    "fewer": (None, None if b is None else b - 1)}.get(how, (a, b))  # fmt: skip
            low, high = None if low is None or x is None else low + x, None if high is None or y is None else high + y
        return _Total(low, high, start, end, vague) if runs else None

    def _says(self, key: str, before: str) -> bool:
        return self.w.search(f"{{{key}}}").search(before) is not None

    def _mixed(self) -> list[Spot]:
        if "mixed" not in self.w:
            return []
        found = list(
            self.w.search(rf"(?:{{mixed}}\s+{self._group})|(?:{self._group}\s+{{casualties}})").finditer(self.text)
        )
        after = self.w.search(rf"{self._group}(?:\s+{{between}})*\s+{{mixed}}").finditer(self.text)
        return [m.span() for m in (*found, *after)]


def _short(text: str, spot: Spot) -> str:
    return " ".join(text[slice(*spot)].split())[:80]
