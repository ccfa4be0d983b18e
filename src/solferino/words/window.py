"""Windows of days, both edges inclusive, and the small date arithmetic of `where`."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_OFFSET = re.compile(
    r"^\s*(?P<anchor>[A-Za-z_]\w*|\d{4}-\d{2}-\d{2})\s*(?:(?P<sign>[+-])\s*(?P<n>\d{1,5})\s*(?P<unit>[dwmy]))?\s*$"
)


@dataclass(frozen=True, order=True)
class Window:
    """Days from `start` to `end`, both included; None leaves that side open."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"the window ends on {self.end}, before it starts on {self.start}")

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def meet(self, other: Window) -> Window | None:
        """Return the days in both windows, None when there are none."""
        starts = [d for d in (self.start, other.start) if d]
        ends = [d for d in (self.end, other.end) if d]
        start, end = max(starts, default=None), min(ends, default=None)
        return None if start and end and start > end else Window(start, end)

    def covers(self, other: Window) -> bool:
        """True where every day of `other` lies in this window."""
        left = self.start is None or (other.start is not None and self.start <= other.start)
        right = self.end is None or (other.end is not None and other.end <= self.end)
        return left and right

    def __str__(self) -> str:
        return f"{self.start or '…'} to {self.end or '…'}"


def day(text: str | date, anchors: dict[str, date]) -> date:
    """Return the day that `text` names: an ISO date, an anchor such as `as_of`, or either plus or minus `5y`.

    Units are d, w, m (months), y. A day that the target month lacks becomes its last day, so
    `2016-02-29 - 1y` is 2015-02-28. Raises ValueError naming the anchors that exist.
    """
    if isinstance(text, date):
        return text
    match = _OFFSET.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date: write 2016-11-24, as_of, or as_of - 5y (units d, w, m, y)")
    anchor = match["anchor"]
    base = anchors.get(anchor)
    if base is None:
        try:
            base = date.fromisoformat(anchor)
        except ValueError:
            known = ", ".join(sorted(anchors)) or "none"
            raise ValueError(f"{anchor!r} is neither a date nor one of: {known}") from None
    if match["n"] is None:
        return base
    n = int(match["n"]) * (1 if match["sign"] == "+" else -1)
    try:
        if match["unit"] in "dw":
            return base + timedelta(days=n * (7 if match["unit"] == "w" else 1))
        months = base.year * 12 + base.month - 1 + n * (12 if match["unit"] == "y" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(base.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} leaves the calendar") from None
