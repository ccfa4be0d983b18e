"""Counts, percentages and ordinals, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from solferino.prose.language import language as load
from solferino.prose.masked import Masked
from solferino.prose.numeral import Numeral, NumeralKind
from solferino.prose.reader import Reader, reader
from solferino.prose.spelled import read_words, spelled

Number = int | float


def counts(masked: Masked, language: str) -> list[Numeral]:
    """Take every count, percentage and ordinal that is left in `masked`."""
    data, r = load(language).number, reader(language)
    found = _in_words(masked, language) if r.in_words.search(masked.left) else []
    found += _ordinals(masked, language)
    for n in list(_numbers(masked, language)):
        found.append(n)
        masked.take(n.start, n.end)
    # Last, since "thousands" alone is loose, and in "two thousands" of some languages it is none.
    for m in list(masked.find(r.loose)):
        found.append(replace(_take(masked, m, "count", data["loose"][_flat(m[0])]), high=None, unit="loose"))
    return found


def _in_words(masked: Masked, language: str) -> list[Numeral]:
    """Take dozens, times, shares, fractions and halves."""
    data, r, found = load(language).number, reader(language), []
    for m in list(masked.find(r.dozens)):
        ends = data["about"].get(_flat(m[0])) or [data["dozens"][_flat(m[0])]] * 2
        found.append(_take(masked, m, "count", ends[0], ends[1]))
    for m in list(masked.find(r.times)):
        found.append(replace(_take(masked, m, "count", data["times"][_flat(m[0])]), unit="times"))
    for m in list(masked.find(r.share)):
        found.append(_take(masked, m, "percent", data["shares"][_flat(m[0])]))
    for m in list(masked.find(r.fraction)):
        top, bottom = spelled(m["top"], language) or 1, data["fractions"][_flat(m["bottom"])]
        found.append(_take(masked, m, "percent", round(100 * top / bottom, 1)))
    for m in [m for p in r.out_of for m in masked.find(p)]:
        part, of = spelled(m["top"], language), spelled(m["bottom"], language)
        if part and of and part < of <= 20:
            found.append(replace(_take(masked, m, "percent", round(100 * part / of, 1)), unit=f"{part}/{of}"))
    for m in list(masked.find(r.half)):
        found.append(_take(masked, m, "percent", 50))
    return found


def _numbers(masked: Masked, language: str) -> Iterator[Numeral]:
    r, text = reader(language), masked.text
    singles = list(_singles(masked, language))
    at = done = 0
    while at < len(singles):
        start, end, low = singles[at]
        if start < done:  # the hundred of "per hundred"
            at += 1
            continue
        high: Number = low
        if at + 1 < len(singles):
            second = singles[at + 1]
            joint = r.span.fullmatch(masked.left[end : second[0]])
            between = joint is None and _between(text, start, end, second=second[0], language=language)
            tally = at + 2 < len(singles) and r.span.fullmatch(masked.left[second[1] : singles[at + 2][0]])
            if ((joint and not tally) or between) and second[2] > low:
                end, high, at = second[1], second[2], at + 1
        at += 1
        percent = r.percent.match(text, end)
        if percent:
            done = percent.end()
            yield _made(text, start, done, "percent", low, high)
            continue
        times = r.time_word.match(text, end)
        if times:
            yield replace(_made(text, start, times.end(), "count", low, high), unit="times")
            continue
        weak = _weak(text, start, end, language) if low == high else False
        measure = r.measure.match(text, end) is not None
        made = _made(text, start, end, "count", low, high)
        yield replace(made, weak=weak or measure, unit="measure" if measure else "")


def _singles(masked: Masked, language: str) -> Iterator[tuple[int, int, Number]]:
    """Yield each single number, in digits or words, scales such as `million` included."""
    r, at = reader(language), 0
    while (m := _next(masked.left, at, r)) is not None:
        if m.re is r.number:
            end, value = m.end(), _digits(m)
            if scale := r.scale.match(masked.left, end):
                end, value = scale.end(), _tidy(value * load(language).number["scales"][_flat(scale[1])])
        else:
            read = read_words(masked.left, m.start(), language)
            if read is None:
                at = m.end()
                continue
            end, value = read
        yield m.start(), end, value
        at = end


def _next(text: str, at: int, r: Reader) -> re.Match[str] | None:
    found = [m for p in (r.number, r.word) if (m := p.search(text, at)) is not None]
    return min(found, key=lambda m: m.start(), default=None)


def _weak(text: str, start: int, end: int, language: str) -> bool:
    """True where the number may count nothing: `one` as a pronoun, a single digit in brackets or before a letter."""
    data = load(language).number
    word = text[start:end].casefold()
    if any(text[start : start + len(w)].casefold() == w for w in data["zero_weak"]):
        return True
    if word not in [k for k, v in data["ones"].items() if v == 1]:
        return bool(re.match(r"[\w°]", text[end:])) or (
            text[max(0, start - 1) : start] in ("(", "[") and text[end : end + 1] in (")", "]")
        )
    if data["one_weak"]:
        return True
    if reader(language).one_of.match(text, start):
        return False
    following = re.match(r"\s+([\w'’]+)", text[end:])
    before = re.search(r"([\w'’]+)\s+$", text[:start])
    return (
        following is None
        or not following[1][0].isalpha()
        or following[1].casefold() in data["one_not_before"]
        or (before is not None and before[1].casefold() in data["one_not_after"])
    )  # fmt: skip


def _ordinals(masked: Masked, language: str) -> Iterator[Numeral]:
    data, r = load(language).ordinal, reader(language)
    for m in list(masked.find(r.ordinal)):
        digits = re.match(r"\d+", m[0])
        value = int(digits[0]) if digits else data["words"][_flat(m[0])]
        after, time = r.no_ordinal.match(masked.text, m.end()), r.time_word.match(masked.text, m.end())
        made = _take(masked, m, "ordinal", value)
        yield replace(made, weak=bool(after) or (value in data["weak"] and not time), unit="time" if time else "")


def _between(text: str, start: int, end: int, *, second: int, language: str) -> bool:
    """True where two numbers are the ends of one: an opening word before the first, its joint before the second."""
    return any(
        joint.fullmatch(text, end, second) and first.search(text, max(0, start - 40), start)
        for first, joint in reader(language).between
    )


def _take(masked: Masked, m: re.Match[str], kind: NumeralKind, low: Number, high: Number | None = None) -> Numeral:
    masked.take(m.start(), m.end())
    return _made(masked.text, m.start(), m.end(), kind, low, low if high is None else high)


def _made(text: str, start: int, end: int, kind: NumeralKind, low: Number, high: Number) -> Numeral:
    return Numeral(start, end, kind, text[start:end], low if low == high else None, low, high)


def _digits(m: re.Match[str]) -> Number:
    plain = "".join(c for c in m["whole"] if c.isdigit())
    return _tidy(float(f"{plain}.{m['part']}")) if m["part"] else int(plain)


def _tidy(value: Number) -> Number:
    return int(value) if float(value).is_integer() else round(float(value), 6)


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())
