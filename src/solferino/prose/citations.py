"""Symbols of documents, provisions of law, and numbers that are parts of names."""

from __future__ import annotations

import re
from functools import cache

from solferino.prose.language import Language
from solferino.prose.language import language as load
from solferino.prose.masked import Masked, either
from solferino.prose.numeral import Numeral

# The organs whose documents these are stand first; what follows is the session, year, series and number.
_SYMBOL = re.compile(
    r"(?<![\w/])(?:A|S|E|ST|HRI|CAT|CCPR|CEDAW|CRC|CERD|CED|HRC|OPCW|EC|RC|OSCE|PC|EU|AU|PSC)"
    r"(?:/(?:[A-Z]{1,12}(?:[.-][A-Z0-9]+)*|\d{1,4}|[A-Z]+\.\d+))*"
    r"/(?:[A-Z]{1,6}[-.]?[\dIVX/.-]*\d|PV\.\d+|L\.\d+|\d{1,4}(?:-[IVX]+)?)(?:\s+\((?:19|20)\d\d\))?(?![\w])"
)
# Without its year or session only three or four digits are taken for a resolution: those of the Security Council.
_BARE_RESOLUTION = r"(?P<number>\d{1,4}\s*\((?:19|20)\d\d\)|\d{1,3}/\d{1,4}(?:\s*[A-Z]\b)?|\d{3,4}(?!\s*[(\w/%]))"
_ROMAN = r"(?:[IVX]{1,5})(?![\w])"
_PROVISION = r"\d{1,3}(?:\s*\((?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5})\))*(?:\s+bis)?"
_TOKEN_NAME = re.compile(r"(?<![\w])(?=\w*[^\W\d_])(?:[A-ZА-Я]\w*(?:[-‑]\w+)*[-‑]?\d[\w-]*|\d+[A-Z][A-Z0-9]*)(?![\w])")
_CLOCK = re.compile(r"(?<![\w:.])\d{1,2}:\d{2}(?::\d{2})?(?![\w:])")
_YEARED = re.compile(r"(\d{1,4})\s*\(((?:19|20)\d\d)\)")
_PARTS = re.compile(r"\d+|\(\s*([a-z0-9]+)\s*\)")


def citations(masked: Masked, language: str) -> list[Numeral]:
    """Take symbols, articles and numbered names from `masked`."""
    data, text, found = load(language), masked.text, []
    for pattern in (_SYMBOL, _resolutions(data.tag)):
        for m in masked.find(pattern):
            form = symbol(m[0]) if "number" not in pattern.groupindex else _resolution(m["number"])
            found.append(Numeral(m.start(), m.end(), "symbol", text[m.start() : m.end()], form, form, form))
            masked.take(m.start(), m.end())
    for m in list(masked.find(_articles(data.tag))):
        rule = _rule(data.tag).match(m[0]) is not None
        for part in re.finditer(_PROVISION, m["list"]):
            start, end = m.start("list") + part.start(), m.start("list") + part.end()
            form = ("rule " if rule else "article ") + provision(part[0])
            begin = m.start() if part.start() == 0 else start
            found.append(Numeral(begin, end, "article", text[begin:end], form, form, form))
        masked.take(m.start(), m.end())
    for pattern in (_names(data.tag), _CLOCK, _TOKEN_NAME):
        for m in masked.find(pattern):
            found.append(Numeral(m.start(), m.end(), "name", m[0], m[0], m[0], m[0]))
            masked.take(m.start(), m.end())
    return found


def symbol(text: str) -> str:
    """Return the one form of a symbol: upper case, single spaces; `resolution 2139 (2014)` is S/RES/2139 (2014).

    >>> symbol("resolution 2139(2014)"), symbol("S/RES/2139"), symbol("resolution 71/248")
    ('S/RES/2139 (2014)', 'S/RES/2139', 'A/RES/71/248')
    """
    flat = " ".join(text.split())
    if re.match(r"[A-Za-z]+/", flat):
        return re.sub(r"\s*\(", " (", flat.upper())
    number = re.search(r"\d.*", flat)
    return _resolution(number[0]) if number else flat.upper()


def same_symbol(a: str, b: str) -> bool:
    """True where two symbols name one document; the year of a resolution may be left out of one of them."""
    one, two = symbol(a), symbol(b)
    return one == two or (one.split(" (")[0] == two.split(" (")[0] and ("(" in one) != ("(" in two))


def provision(text: str) -> str:
    """Return the path of a provision: `Article 8 (2)(e)(iv)` is `8(2)(e)(iv)`, `Rule 28` is `28`."""
    parts = [m[1] or m[0] for m in _PARTS.finditer(text[m.start() :])] if (m := re.search(r"\d", text)) else []
    return parts[0] + "".join(f"({p})" for p in parts[1:]) if parts else ""


def _resolution(number: str) -> str:
    yeared = _YEARED.match(number)
    if yeared or number.isdigit():
        return f"S/RES/{yeared[1]} ({yeared[2]})" if yeared else f"S/RES/{number}"
    return "A/RES/" + "".join(number.split())


@cache
def _resolutions(tag: str) -> re.Pattern[str]:
    data = load(tag)
    words, of = either(data.citation["resolution"]), either(data.citation["of"])
    return re.compile(rf"{data.edge}{words}\s*(?:{of}\s*)?(?<![^\W\d]){_BARE_RESOLUTION}(?!\w)", re.IGNORECASE)


@cache
def _articles(tag: str) -> re.Pattern[str]:
    data: Language = load(tag)
    joints = either(data.citation["and"])
    listed = rf"(?P<list>{_PROVISION}(?:\s*{joints}\s*{_PROVISION})*)"
    return re.compile(rf"{data.edge}(?:{either(data.citation['article'])})\s*{listed}(?![\w%])", re.IGNORECASE)


@cache
def _rule(tag: str) -> re.Pattern[str]:
    return re.compile(either(load(tag).citation["rule"]) + r"\b", re.IGNORECASE)


@cache
def _names(tag: str) -> re.Pattern[str]:
    data = load(tag)
    roman, joint = rf"(?-i:{_ROMAN})", either(data.number["and"])
    numbered = rf"(?:{either(data.citation['names'])})\s+(?:{roman}|\d{{1,4}}(?![\w%]))(?:\s*{joint}\s*{roman})?"
    capital = rf"(?-i:(?:{'|'.join(w.capitalize() for w in data.ordinal['words'])})\s+[A-Z]\w+)"
    fixed = either(data.citation["fixed"])
    return re.compile(rf"{data.edge}(?:{numbered}|{capital}|(?-i:{fixed})(?!\w))", re.IGNORECASE)
