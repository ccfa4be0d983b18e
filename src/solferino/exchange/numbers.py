"""Numbers as people write them; what may be two numbers is refused until the source says what its signs mean."""

from __future__ import annotations

import re

from solferino.exchange.named import plain

_BETWEEN = {"": "٬", ".": "٬, '’", ",": "٬. '’"}
"""What may stand between thousands, by the sign before fractions; undeclared, only the sign that means nothing else."""
_EITHER = re.compile(r"[+-]?\d{1,3}(?:[,. '’]\d{3})+(?:[.,]\d+)?|[+-]?\d+,\d+")


def read_int(text: str, decimal: str = "") -> int:
    """Read a whole number of at most 18 digits of any script; `decimal` is the sign before fractions, if declared.

    `3.0` is 3: so programs write whole numbers of a column that also has gaps. `3.000` may be three thousand: refused.
    """
    found = re.fullmatch(rf"([+-]?0*\d{{1,18}})(?:\.0{'+' if decimal else ''})?", _bare(text, decimal))
    if found is None:
        raise ValueError(f"expected a whole number, found {text!r}{_hint(text, decimal)}")
    return int(found[1])


def read_real(text: str, decimal: str = "") -> float:
    """Read a decimal number; digits on one side of its point are enough."""
    found = _bare(text, decimal)
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", found):
        raise ValueError(f"expected a number such as 36.21, found {text!r}{_hint(text, decimal)}")
    return float(found)


def pointed(text: str, decimal: str) -> str:
    """Return a text with a point before every fraction; a comma is one between two digits where so declared."""
    found = text.replace("٫", ".").replace("،", ",").replace("−", "-")
    return re.sub(r"(?<=\d),(?=\d)", ".", found) if decimal == "," else found


def _bare(text: str, decimal: str) -> str:
    """Return a number with a point before its fraction and nothing between its thousands; '' for what is none so."""
    sign = decimal or "."
    seen = plain(text).strip().replace("−", "-").replace("،", ",").replace("٫", sign)
    whole, point, fraction = seen.partition(sign)
    if grouped := re.fullmatch(rf"[+-]?\d{{1,3}}([{_BETWEEN[decimal]}])\d{{3}}(?:\1\d{{3}})*", whole):
        whole = whole.replace(grouped[1], "")
    return "" if "." in whole + fraction else whole + ("." if point else "") + fraction


def _hint(text: str, decimal: str) -> str:
    if decimal or not _EITHER.fullmatch(plain(text).strip()):
        return ""
    return '; it may be thousands or a fraction: say decimal = "." or ","'
