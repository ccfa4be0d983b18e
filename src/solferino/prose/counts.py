"""Counts, percentages and ordinals, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from solferino.prose.language import language as load
from solferino.prose.masked import Masked, either
from solferino.prose.numeral import Numeral, NumeralKind

Number = int | float


@dataclass(frozen=True)
class Reader:
    """The expressions of one language, compiled; made by `reader`."""

    number: re.Pattern[str]
    word: re.Pattern[str]
    loose: re.Pattern[str]
    dozens: re.Pattern[str]
    times: re.Pattern[str]
    fraction: re.Pattern[str]
    out_of: re.Pattern[str]
    half: re.Pattern[str]
    ordinal: re.Pattern[str]
    percent: re.Pattern[str]
    span: re.Pattern[str]
    time_word: re.Pattern[str]
    measure: re.Pattern[str]
    scale: re.Pattern[str]


def counts(masked: Masked, language: str) -> list[Numeral]:
    """Take every count, percentage and ordinal that is left in `masked`."""
    data, r, found = load(language).number, reader(language), []
    for m in list(masked.find(r.dozens)):
        found.append(_take(masked, m.start(), m.end(), "count", data["dozens"][_flat(m[0])]))
    for m in list(masked.find(r.loose)):
        low = data["loose"][_flat(m[0])]
        found.append(replace(_take(masked, m.start(), m.end(), "count", low), high=None, unit="loose"))
    for m in list(masked.find(r.times)):
        found.append(replace(_take(masked, m.start(), m.end(), "count", data["times"][_flat(m[0])]), unit="times"))
    for m in list(masked.find(r.fraction)):
        top, bottom = spelled(m["top"], language) or 1, data["fractions"][m["bottom"].casefold()]
        found.append(_take(masked, m.start(), m.end(), "percent", round(100 * top / bottom, 1)))
    for m in list(masked.find(r.out_of)):
        part, of = spelled(m["top"], language), spelled(m["bottom"], language)
        if part and of and part < of <= 20:
            found.append(_take(masked, m.start(), m.end(), "percent", round(100 * part / of, 1)))
    for m in list(masked.find(r.half)):
        found.append(_take(masked, m.start(), m.end(), "percent", 50))
    found += _ordinals(masked, language)
    found += _numbers(masked, language)
    return found


def _numbers(masked: Masked, language: str) -> Iterator[Numeral]:
    r, text = reader(language), masked.text
    singles = list(_singles(masked, language))
    at = 0
    while at < len(singles):
        start, end, low = singles[at]
        high: Number = low
        if at + 1 < len(singles):
            second = singles[at + 1]
            joint = r.span.fullmatch(masked.left[end : second[0]])
            between = joint is None and _between(text, start, end, second[0], language)
            tally = at + 2 < len(singles) and r.span.fullmatch(masked.left[second[1] : singles[at + 2][0]])
            if ((joint and not tally) or between) and second[2] > low:
                end, high, at = second[1], second[2], at + 1
        at += 1
        percent = r.percent.match(text, end)
        if percent:
            yield _made(text, start, percent.end(), "percent", low, high)
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
            end, value = m.end(), _digits(m[0], language)
            if scale := r.scale.match(masked.left, end):
                end, value = scale.end(), _tidy(value * load(language).number["scales"][scale[1].casefold()])
        else:
            read = _words(masked.left, m.start(), language)
            if read is None:
                at = m.end()
                continue
            end, value = read
        yield m.start(), end, value
        at = end


def _next(text: str, at: int, r: Reader) -> re.Match[str] | None:
    found = [m for p in (r.number, r.word) if (m := p.search(text, at)) is not None]
    return min(found, key=lambda m: m.start(), default=None)


def _words(text: str, start: int, language: str) -> tuple[int, int] | None:
    """Read a number in words from `start`: where it ends and what it says."""
    data, r = load(language).number, reader(language)
    ones, tens, scales = data["ones"], data["tens"], data["scales"]
    total, group, end, last, at = 0, 0, None, "", start
    gap = re.compile(rf"(?:\s+(?:{either(data['and'])}\s+)?|[{data['hyphen']}])")
    while (m := r.word.match(text, at)) is not None:
        word = m[0].casefold()
        if word in data["a"]:
            if last or not re.match(rf"\s+{either(scales)}(?!\w)", text[m.end() :], re.IGNORECASE):
                break
            group, last = 1, "a"
        elif word in scales:
            if (not last and not group) or (last in ("thousand",) and scales[word] > 100):
                break
            if scales[word] == 100:
                group = (group or 1) * 100
            else:
                total, group = total + (group or 1) * scales[word], 0
            last = "scale" if scales[word] == 100 else "thousand"
        elif word in tens and last in ("", "scale", "thousand"):
            group, last = group + tens[word], "tens"
        elif word in ones and (last in ("", "scale", "thousand") or (last == "tens" and 0 < ones[word] < 10)):
            group, last = group + ones[word], "ones"
        else:
            break
        end = m.end()
        step = gap.match(text, end)
        if step is None or (step[0].strip() in data["and"] and last not in ("scale", "thousand")):
            break
        at = step.end()
    return None if end is None or last == "a" else (end, total + group)


def spelled(text: str, language: str) -> int | None:
    """Return the whole number that `text` writes in digits or words; `a` is one; None where it is no number."""
    if text.isdigit():
        return int(text)
    if text.casefold() in load(language).number["a"]:
        return 1
    read = _words(text, 0, language)
    return read[1] if read is not None and read[0] == len(text) else None


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
    if re.match(either(data["one_of_them"]) + r"(?!\w)", text[start:], re.IGNORECASE):
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
        value = data["words"].get(m[0].casefold()) or int(re.match(r"\d+", m[0])[0])  # type: ignore[index]
        after = re.match(rf"[\s-]+{either([*data['not_before']])}(?!\w)", masked.text[m.end() :], re.IGNORECASE)
        time = re.match(
            rf"\s+{either(load(language).number['time_words'])}(?!\w)", masked.text[m.end() :], re.IGNORECASE
        )
        made = _take(masked, m.start(), m.end(), "ordinal", value)
        yield replace(made, weak=bool(after) or (value in data["weak"] and not time), unit="time" if time else "")


def _between(text: str, start: int, end: int, second: int, language: str) -> bool:
    for first, joint in load(language).number["between"]:
        if re.fullmatch(rf"\s+{joint}\s+", text[end:second]) and re.search(
            rf"(?<!\w){first}\s+$", text[:start], re.IGNORECASE
        ):
            return True
    return False


def _take(masked: Masked, start: int, end: int, kind: NumeralKind, value: Number) -> Numeral:
    masked.take(start, end)
    return _made(masked.text, start, end, kind, value, value)


def _made(text: str, start: int, end: int, kind: NumeralKind, low: Number, high: Number) -> Numeral:
    return Numeral(start, end, kind, text[start:end], low if low == high else None, low, high)


def _digits(text: str, language: str) -> Number:
    data: Any = load(language).number
    plain = "".join(c for c in text if not c.isspace() and c not in data["group"])
    return _tidy(float(plain.replace(data["decimal"], "."))) if data["decimal"] in plain else int(plain)


def _tidy(value: Number) -> Number:
    return int(value) if float(value).is_integer() else round(float(value), 6)


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


@cache
def reader(language: str) -> Reader:
    """Return the compiled expressions of a language."""
    data, ordinal = load(language).number, load(language).ordinal
    groups, point, hyphen = re.escape(data["group"]), re.escape(data["decimal"]), data["hyphen"]
    words = [*data["ones"], *data["tens"], *data["scales"], *data["a"]]
    ones = either([*data["ones"], *data["a"]])
    small = rf"(?:\d{{1,2}}|{either(data['ones'])})"
    edge = r"(?<![\w])", r"(?!\w)"

    def whole(body: str) -> re.Pattern[str]:
        return re.compile(f"{edge[0]}(?:{body}){edge[1]}", re.IGNORECASE)

    grouped = rf"\d{{1,3}}(?:[{groups}\s]\d{{3}})+(?!\d)"
    return Reader(
        number=re.compile(rf"(?<!\w)(?<!\d[.,])(?:{grouped}|\d+)(?:{point}\d+)?(?!\d)"),
        word=whole(either(words)),
        loose=whole(either(data["loose"])),
        dozens=whole(either(data["dozens"])),
        times=whole(either(data["times"])),
        fraction=whole(rf"(?P<top>{ones})[{hyphen}\s]+(?P<bottom>{either(data['fractions'])})(?!\s+{either(data['time_words'])})"),
        out_of=whole(
            rf"(?P<top>{small})\s+{either(data['out_of'])}\s+(?P<bottom>{small})"
            rf"(?!\s+{either([*load(language).unit, *data['time_words'], *data['definite']])}\b)"
        ),
        half=re.compile(
            rf"(?<!\w){''.join(rf'(?<!{re.escape(w)} )' for w in data['half_not_after'])}{either(data['halves'])}"
            rf"(?![{hyphen}\w])(?!\s+{either(data['half_not_before'])}(?!\w))",
            re.IGNORECASE,
        ),
        ordinal=whole(rf"\d{{1,3}}{ordinal['suffix']}|{either(ordinal['words'])}"),
        percent=re.compile(rf"\s*{either(data['percent'])}(?!\w)", re.IGNORECASE),
        span=re.compile(rf"\s*{either(data['range'])}\s*", re.IGNORECASE),
        time_word=re.compile(
            rf"\s+{either(data['time_words'])}(?!\w)(?!\s+(?:as|more|higher|larger)\b)", re.IGNORECASE
        ),
        measure=re.compile(rf"[{hyphen}\s]*{either(data['measures'])}(?!\w)", re.IGNORECASE),
        scale=re.compile(rf"[{hyphen}\s]+({either(data['scales'])})(?!\w)", re.IGNORECASE),
    )  # fmt: skip
