"""Coordinates as people write them: decimal, degrees and minutes, both in one cell; the order is never guessed."""

from __future__ import annotations

import re

from solferino.exchange.mgrs import mgrs
from solferino.exchange.named import plain, replaced
from solferino.exchange.numbers import pointed, read_real

_DEGREES, _MINUTES, _SECONDS = "[°º˚]", "['′’‘´ʹ]", "(?:\"|″|”|“|''|′′)"
_SMALL = r"\d{1,2}(?:\.\d+)?"
_BODY = (
    rf"(?P<sign>[+-]\s*)?(?P<deg>\d{{1,3}}(?:\.\d+)?)"
    rf"(?:(?P<mark>\s*(?:{_DEGREES}|:)\s*|\s+)(?P<min>{_SMALL})"
    rf"(?:(?:\s*(?:{_MINUTES}|:)\s*|\s+)(?P<sec>{_SMALL})\s*{_SECONDS}?|\s*{_MINUTES})?|\s*{_DEGREES})?"
)
_ANGLE = re.compile(rf"(?P<before>[NSEW])?\s*{_BODY}\s*(?P<after>[NSEW])?")
_BARE = re.sub(r"\?P<\w+>", "?:", _BODY)
_TWO = re.compile(
    rf"(?P<a>[NSEW]\s*{_BARE})\s*[|;,/]?\s*(?P<b>[NSEW]\s*{_BARE})|"
    rf"(?P<c>{_BARE}\s*[NSEW])\s*[|;,/]?\s*(?P<d>{_BARE}\s*[NSEW])"
)
"""Two angles that each bear a letter, both before or both behind: there is one way to cut them."""
_NUMBER = r"[+-]?\d+(?:\.\d*)?"
_WKT = re.compile(
    rf"(?:SRID\s*=\s*(?P<srid>\d+)\s*;\s*)?POINT\s*(?:Z|M|ZM)?\s*"
    rf"\(\s*(?P<lon>{_NUMBER})\s+(?P<lat>{_NUMBER})(?:\s+{_NUMBER}){{0,2}}\s*\)",
    re.IGNORECASE,
)
_GEO = re.compile(rf"geo:(?P<lat>{_NUMBER}),(?P<lon>{_NUMBER})(?:,{_NUMBER})?(?:;u=[\d.]+)?", re.IGNORECASE)
_TURN = re.compile(rf"\s+(?=[+-]?\d{{1,3}}(?:\.\d+)?\s*{_DEGREES})")
"""The space before the second of two angles that bear the mark of degrees."""
_UTM = re.compile(r"\d{1,2} ?[C-HJ-NP-X] ?,? ?\d{6,7}(?:\.\d+)? ?,? ?\d{6,8}(?:\.\d+)?")
_UNSAID = "{} does not say which of its coordinates is which: N or S on one, E or W on the other"
_AXES = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}


def half(text: str, *, axis: str, how: str, decimal: str = "") -> float:
    """Return the `lat` or `lon` (`axis`) of a cell: `how` is angle, lat lon, or lon lat.

    What says which coordinate is which wins over `how`: letters of the compass, POINT(lon lat), geo:lat,lon, a
    reference to the grid. Where a
    letter contradicts the column, ValueError says so. `decimal` is the sign before fractions, where not the point.
    """
    seen = replaced("compass", plain(text), lambda side: f" {side} ").strip().upper()
    bare = seen if seen.startswith("GEO:") else pointed(seen, decimal)
    told = _told(bare, text)
    if told is None and how == "angle":
        named, value, parts = _angle(bare, text)
        if named and named != axis:
            raise ValueError(f"{text!r} is a {'longitude' if named == 'lon' else 'latitude'}: the columns are swapped")
        if not named and parts == "2":
            raise ValueError(f"{text!r} can be an angle or two: write 36°12′, or N, S, E or W beside it")
        return value
    values = told or _ordered(bare, text, how)
    if abs(values["lat"]) > 90 >= abs(values["lon"]):
        raise ValueError(f"latitude {values['lat']} lies beyond a pole: the order is likely the other one")
    return values[axis]


def plain_or_angle(text: str, *, axis: str, decimal: str = "") -> float:
    """Return the `lat` or `lon` of a cell of which nothing is declared: a number, or what says by itself what it is."""
    try:
        return read_real(text, decimal)
    except ValueError:
        return half(text, axis=axis, how="angle", decimal=decimal)


def _told(bare: str, text: str) -> dict[str, float] | None:
    """Return the point of a cell that says by itself which coordinate is which; None where it does not."""
    if match := _WKT.fullmatch(bare) or _GEO.fullmatch(bare):
        if match.groupdict().get("srid") not in (None, "4326"):
            raise ValueError(f"{text!r} is not in degrees of WGS84 (SRID 4326): convert it")
        return {axis: float(match[axis]) for axis in ("lat", "lon")}
    if square := mgrs(bare):
        return square
    if _UTM.fullmatch(bare):
        raise ValueError(
            f"{text!r} is a point of UTM, whose letter can be a band or a hemisphere: convert it to degrees"
        )
    if match := _TWO.fullmatch(bare.strip("()[] ")):
        found = [_angle(part, text) for part in match.groups() if part is not None]
        values = {named: value for named, value, _ in found}
        if len(values) != 2:
            raise ValueError(_UNSAID.format(repr(text)))
        return values
    return None


def _ordered(bare: str, text: str, how: str) -> dict[str, float]:
    """Return the point of a cell that holds two coordinates in the order that its column declares."""
    inner = bare.strip("()[] ")
    sign = next((sign for sign in ("[|;/]", ",") if re.search(sign, inner)), "")
    parts = re.split(sign, inner) if sign else _TURN.split(inner) if _TURN.search(inner) else inner.split()
    if len(parts) != 2:
        raise ValueError(f"expected two coordinates such as 36.21, 37.16, found {text!r}{_hint(inner)}")
    (one, a, n), (other, b, m) = (_angle(part, text) for part in parts)
    if one or other or n != m:
        raise ValueError(_UNSAID.format(repr(text)))
    return dict(zip(how.split(), (a, b), strict=True))


def _angle(bare: str, text: str) -> tuple[str, float, str]:
    """Return which axis the letters name ('' for none), the signed degrees, and in how many parts they stand.

    Parts that only spaces keep apart are told as "2" or "3", others as "1".
    """
    match = _ANGLE.fullmatch(bare.strip())
    if match is None or (match["before"] and match["after"]):
        raise ValueError(f"expected an angle such as 36.21 or 36°12′30″ N, found {text!r}{_hint(bare)}")
    letter, sign = match["before"] or match["after"] or "", (match["sign"] or "").strip()
    minutes, seconds = float(match["min"] or 0), float(match["sec"] or 0)
    broken = (match["min"] and "." in match["deg"]) or (match["sec"] and "." in match["min"])
    if minutes >= 60 or seconds >= 60 or (letter and sign) or broken:
        raise ValueError(f"{text!r} is no angle: minutes and seconds lie below 60, and a letter takes no sign")
    value = float(match["deg"]) + minutes / 60 + seconds / 3600
    parts = "1" if match["mark"] is None or match["mark"].strip() else "3" if match["sec"] else "2"
    return _AXES.get(letter, ""), round(-value if sign == "-" or letter in ("S", "W") else value, 7), parts


def _hint(text: str) -> str:
    return '; if a comma stands before fractions, say decimal = ","' if re.search(r"\d,\d", text) else ""
