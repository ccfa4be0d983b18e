"""Coordinates as people write them: decimal, degrees and minutes, both in one cell; the order is never guessed."""

from __future__ import annotations

import re
import unicodedata

_ANGLE = re.compile(
    r"(?P<before>[NSEW])?\s*(?P<sign>[+-])?(?P<deg>\d{1,3}(?:\.\d+)?)\s*[°º]?\s*"
    r"(?:(?P<min>\d{1,2}(?:\.\d+)?)\s*['′’]\s*)?(?:(?P<sec>\d{1,2}(?:\.\d+)?)\s*(?:\"|″|”|'')\s*)?(?P<after>[NSEW])?",
    re.IGNORECASE,
)
_AXES = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}
_BETWEEN = re.compile(r"\s*[|;,]\s*|(?<=[NSEWnsew])\s+(?=\d)|(?<=\d)\s+(?=[+-]?\d+\.)")


def half(text: str, *, axis: str, how: str) -> float:
    """Return the `lat` or `lon` (`axis`) of a cell: `how` is angle, lat lon, or lon lat.

    Letters of the compass win over the order; where they contradict the column, ValueError says so.
    """
    plain = _ascii(text)
    if how == "angle":
        named, value = _angle(plain, text)
        if named and named != axis:
            raise ValueError(f"{text!r} is a {'longitude' if named == 'lon' else 'latitude'}: the columns are swapped")
        return value
    parts = _BETWEEN.split(plain.strip("()[] "))
    if len(parts) != 2:
        raise ValueError(f"expected two coordinates such as 36.21, 37.16, found {text!r}")
    found = [_angle(part, text) for part in parts]
    order = [named or own for (named, _), own in zip(found, how.split(), strict=True)]
    if sum(1 for named, _ in found if named) == 1 or sorted(order) != ["lat", "lon"]:
        raise ValueError(f"{text!r} does not say which of its coordinates is which: N or S on one, E or W on the other")
    values = {name: value for name, (_, value) in zip(order, found, strict=True)}
    if abs(values["lat"]) > 90 >= abs(values["lon"]):
        raise ValueError(f"latitude {values['lat']} lies beyond a pole: the order is likely the other one")
    return values[axis]


def _angle(plain: str, text: str) -> tuple[str, float]:
    """Return which axis the letters name ('' for none), and the signed degrees."""
    match = _ANGLE.fullmatch(plain.strip())
    if match is None or (match["before"] and match["after"]):
        raise ValueError(f"expected an angle such as 36.21 or 36°12′30″ N, found {text!r}")
    letter = (match["before"] or match["after"] or "").upper()
    minutes, seconds = float(match["min"] or 0), float(match["sec"] or 0)
    if minutes >= 60 or seconds >= 60 or (letter and match["sign"]) or (minutes and "." in match["deg"]):
        raise ValueError(f"{text!r} is no angle: minutes and seconds lie below 60, and a letter takes no sign")
    value = float(match["deg"]) + minutes / 60 + seconds / 3600
    return _AXES.get(letter, ""), round(-value if match["sign"] == "-" or letter in ("S", "W") else value, 7)


def _ascii(text: str) -> str:
    """Return the text with the digits of any script as 0 to 9, and the Arabic decimal point and comma as ours."""
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)
    return digits.replace("٫", ".").replace("،", ",").replace("−", "-")
