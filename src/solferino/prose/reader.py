"""The expressions with which one language's numbers are found, compiled from its data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from solferino.prose.branches import any_of
from solferino.prose.language import language as load
from solferino.prose.masked import either


@dataclass(frozen=True)
class Reader:
    """The expressions of one language; made by `reader`."""

    number: re.Pattern[str]
    word: re.Pattern[str]
    loose: re.Pattern[str]
    dozens: re.Pattern[str]
    times: re.Pattern[str]
    share: re.Pattern[str]
    fraction: re.Pattern[str]
    out_of: tuple[re.Pattern[str], ...]
    half: re.Pattern[str]
    ordinal: re.Pattern[str]
    no_ordinal: re.Pattern[str]
    percent: re.Pattern[str]
    span: re.Pattern[str]
    between: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    time_word: re.Pattern[str]
    measure: re.Pattern[str]
    scale: re.Pattern[str]
    joint: re.Pattern[str]
    one_of: re.Pattern[str]

    @cached_property
    def in_words(self) -> re.Pattern[str]:
        """What is found in every text that holds dozens, times, a share, a fraction or a half."""
        return any_of((self.dozens, self.times, self.share, self.fraction, *self.out_of, self.half))


@cache
def reader(language: str) -> Reader:
    """Return the compiled expressions of a language."""
    data, ordinal, edge = load(language).number, load(language).ordinal, load(language).edge
    groups, points, hyphen = re.escape(data["group"]), re.escape(data["decimal"]), data["hyphen"]
    articles = [*data["ones"], *data["a"]]
    small = rf"(?:\d{{1,2}}|{either([*data['ones'], *data['tens']])})"
    times, no_times = either(data["time_words"]), either(data["times_not_before"])
    after = either([*load(language).unit, *data["time_words"], *data["definite"]])
    gap = "" if data["attached"] else r"\s+"
    lead = "".join(rf"(?<!{re.escape(w)} )" for w in data["half_not_after"])
    grouped = rf"(?!0)\d{{1,3}}(?:[{groups}\s]\d{{3}})+(?!\d)"

    def any_case(body: str) -> re.Pattern[str]:
        return re.compile(body, re.IGNORECASE)

    def whole(body: str) -> re.Pattern[str]:
        return any_case(rf"{edge}(?:{body})(?!\w)")

    def apart(words: Iterable[str], gap: str, stop: str) -> re.Pattern[str]:
        return whole(rf"(?P<top>{small}){gap}\s+{either(words)}\s+(?P<bottom>{small})(?!\w)(?!\s+(?:{after}\b|{stop}))")

    return Reader(
        number=re.compile(rf"{edge}(?<!\d[.,])(?P<whole>{grouped}|\d+)(?:[{points}](?P<part>\d+))?(?!\d)"),
        word=whole(either([*articles, *data["tens"], *data["hundreds"], *data["scales"], *data["pairs"]])),
        loose=whole(either(data["loose"])),
        dozens=whole(either([*data["dozens"], *data["about"]])),
        times=whole(either(data["times"])),
        share=any_case(rf"{edge}{either(data['shares'])}(?!\w)(?!\s+{either(data['shares_not_before'])}(?!\w))"),
        fraction=whole(rf"(?P<top>{either(articles)})[{hyphen}\s]+(?P<bottom>{either(data['fractions'])})(?!\s+{times})"),
        out_of=(apart(data["out_of"], "", r"(?!)"),
                apart(data["out_of_apart"], r"\s+[^\W\d]+", data["out_of_not_before"] or r"(?!)")),
        half=any_case(
            rf"{edge}{lead}{either(data['halves'])}(?![{hyphen}\w])(?!\s+{either(data['half_not_before'])}(?!\w))"
        ),
        ordinal=whole(rf"\d{{1,3}}{ordinal['suffix']}|{either(ordinal['words'])}"),
        no_ordinal=any_case(rf"[\s-]+{either(ordinal['not_before'])}(?!\w)"),
        percent=any_case(rf"\s*{either(data['percent'])}(?!\w)"),
        span=any_case(rf"\s*{either(data['range'])}\s*"),
        between=tuple(
            (any_case(rf"{edge}{either([first])}\s+$"), any_case(rf"\s+{either([joint])}\s*"))
            for first, joint in data["between"]
        ),
        time_word=any_case(rf"\s+{times}(?!\w)(?!\s+{no_times}\b)"),
        measure=any_case(rf"[{hyphen}\s]*{either(data['measures'])}(?!\w)"),
        scale=any_case(rf"[{hyphen}\s]+({either(data['scales'])})(?!\w)"),
        one_of=any_case(rf"{either(data['one_of_them'])}(?!\w)"),
        joint=any_case(rf"(?:\s+(?:(?P<and>{either(data['and'])}){gap})?|[{hyphen}])"),
    )  # fmt: skip
