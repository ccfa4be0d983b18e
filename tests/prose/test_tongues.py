"""Four languages: numbers in digits and words, dates, windows and sentences; what readers pass over; any text at all."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.written import DIGITS, GROUPS, WORDS
from solferino.prose.checkable import checkable
from solferino.prose.folded import fold
from solferino.prose.language import language
from solferino.prose.lexicon import lexicon
from solferino.prose.numerals import numerals
from solferino.prose.sentences import sentences
from solferino.prose.tongues import tongues
from solferino.words.party import Parties, Party
from solferino.words.statement import Block

AS_OF = date(2020, 6, 30)
tags = st.sampled_from(tongues())


@given(n=st.integers(0, 999_999_999), tag=tags)
def test_words_read_back(n: int, tag: str) -> None:
    """A whole number written out in words is read as itself, and as nothing besides."""
    assert [x.value for x in numerals(WORDS[tag](n), tag)] == [n]


@given(n=st.integers(0, 999_999_999), tag=tags)
def test_digits_read_back(n: int, tag: str) -> None:
    """A whole number in a language's own digits and separators is read as itself; four digits may be a year."""
    own = DIGITS.get(tag, {})
    assert [x.value for x in numerals(f"{n:,}".replace(",", GROUPS[tag]).translate(own), tag) if x.kind == "count"] in (
        [n],
        [],
    )
    if not 1800 <= n <= 2100:
        assert [x.value for x in numerals(str(n).translate(own), tag)] == [n]


@pytest.mark.parametrize(
    ("tag", "text", "kind", "low", "high"),
    [
        ("fr", "1 234,5 tonnes de blé sur 1.234,5", "count", 1234.5, 1234.5),
        ("fr", "le 1er août 2016", "date", "2016-08-01", "2016-08-01"),
        ("fr", "du 24/11/2016", "date", "2016-11-24", "2016-11-24"),
        ("fr", "au cours des cinq dernières années", "window", "2015-06-30", "2020-06-30"),
        ("fr", "du 3 mars au 5 avril 2019", "window", "2019-03-03", "2019-04-05"),
        ("fr", "le mois dernier", "window", "2020-05-01", "2020-05-31"),
        ("fr", "une quarantaine de villages", "count", 36, 44),
        ("fr", "trois projets sur huit", "percent", 37.5, 37.5),
        ("fr", "deux raids sur trois marchés", "count", 2, 2),
        ("fr", "37,5 %", "percent", 37.5, 37.5),
        ("ru", "двадцати двух тысяч человек", "count", 22000, 22000),
        ("ru", "22 тыс. человек", "count", 22000, 22000),
        ("ru", "тысячи людей", "count", 2000, None),
        ("ru", "24 ноября 2016 г.", "date", "2016-11-24", "2016-11-24"),
        ("ru", "24.11.2016", "date", "2016-11-24", "2016-11-24"),
        ("ru", "за последние пять лет", "window", "2015-06-30", "2020-06-30"),
        ("ru", "с июня по декабрь 2016 года", "window", "2016-06-01", "2016-12-31"),
        ("ru", "37,5 процента", "percent", 37.5, 37.5),
        ("ar", "٢٢٬٠٠٠ شخص", "count", 22000, 22000),
        ("ar", "۳۹۷ شخصاً", "count", 397, 397),
        ("ar", "ألفا شخص", "count", 2000, 2000),
        ("ar", "أحد عشر ألفا", "count", 11000, 11000),
        ("ar", "ألفي شخص", "count", 2000, 2000),
        ("ar", "مئات الآلاف من الناس", "count", 200000, None),
        ("ar", "بأربع عشرة قذيفة", "count", 14, 14),
        ("ar", "ما بين 38 و41 شخصاً", "count", 38, 41),
        ("ar", "في 12 تشرين الأول/أكتوبر 2016", "date", "2016-10-12", "2016-10-12"),
        ("ar", "في ١٢ غشت ٢٠١٦", "date", "2016-08-12", "2016-08-12"),
        ("ar", "خلال السنوات الخمس الماضية", "window", "2015-06-30", "2020-06-30"),
        ("ar", "منذ عام ٢٠١٥", "window", "2015-01-01", "2020-06-30"),
        ("ar", "٣٧٫٥ في المئة", "percent", 37.5, 37.5),
        ("ar", "ثلثي الشهادات", "percent", 66.7, 66.7),
    ],
)
def test_what_numbers_and_dates_say(tag: str, text: str, kind: str, low: object, high: object) -> None:
    """Cases, genders, duals, separators, names of months and words joined to others are read by each language's data."""
    found = next(n for n in numerals(text, tag, AS_OF) if not n.weak)

    assert (found.kind, found.low, found.high) == (kind, low, high)


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("fr", ["M. Exemple a parlé.", "Mme Modèle aussi."]),
        ("fr", ["Voir l'art. 8 et p. ex. la règle 28.", "Elle lie les parties."]),
        ("ru", ["Это было 24 ноября 2016 г. в городе.", "Никто не пришел."]),
        ("ru", ["См. ст. 8, п. 2.", "Норма обязательна."]),
        ("ru", ["Бежало 22 тыс. человек и т. д.", "Все."]),
        ("ar", ["قال د. مثال ذلك.", "ثم غادر."]),
        ("ar", ["أهذا صحيح؟", "نعم."]),
    ],
)
def test_where_sentences_end(tag: str, parts: list[str]) -> None:
    """Abbreviations of each language end no sentence; its marks do."""
    assert [s.text for s in sentences(Block("s.md", 1, "paragraph", " ".join(parts)), tag)] == parts


@pytest.mark.parametrize("written", ["قَصَفَت", "قصـــفت", "وقصفت", "\u200fقصفت"])
def test_what_readers_pass_over(written: str) -> None:
    """Vowel signs, stretched words, joined particles and marks of direction hide no word; offsets are of the text."""
    (found,) = (f for f in lexicon("ar").find("act", f"ثم {written} المدينة"))

    assert found.text in written
    assert fold(found.text, "ar").text == "قصفت"


@given(text=st.text(st.sampled_from("اأآةهىيکك ًّـ٣۴é\u0301ёе\u200f\ufefb1aق")), tag=tags)
def test_folding_keeps_the_way_back(text: str, tag: str) -> None:
    """Each character read stands somewhere in the text as written, in order, and the last ends within it."""
    read = fold(text, tag)
    ends = [read.origin(i) for i in range(len(read.text) + 1)]

    assert ends == sorted(ends)
    assert ends[-1] <= len(text)
    assert fold(read.text, tag).text == read.text


pieces = st.one_of(
    st.sampled_from(
        ["٣٨", "و", "خمسة", "عشر", "ألف", "vingt", "et", "un", "-", "quatre-vingt", "mille", "двадцать", "две", "тысячи", "из", "sur",
         "في المئة", "%", "السنوات", "الماضية", "2016", "года", "août", "24", "/", "11", "(", ")", "قال", "jamais", "ни разу", "ı", "ﷲ"]
    ),
    st.text(max_size=4),
)  # fmt: skip


@given(parts=st.lists(pieces, max_size=14), gap=st.sampled_from([" ", "", "\u202f"]), tag=tags)
def test_any_text_is_read(parts: list[str], gap: str, tag: str) -> None:
    """No text is too strange; what is found stands in it, in order and apart."""
    text, words = gap.join(parts), lexicon(tag)
    parties = Parties.of([Party("FRE", "Freedonia", ("Фридония", "فريدونيا"))])
    found = numerals(text, tag, AS_OF)

    assert all(text[n.start : n.end] == n.text and n.text for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for spot in (*checkable(text, tag, parties, AS_OF), *words.quantities(text), *words.hedges(text)):
        assert 0 <= spot.start < spot.end <= len(text)


@pytest.mark.parametrize("tag", tongues())
def test_languages_have_the_same_tables(tag: str) -> None:
    """Each language's data and lexicon hold what those of English hold: a rule misses no word in one of them."""
    mine, theirs = language(tag), language("en")

    for name in ("sentence", "number", "ordinal", "date", "citation"):
        assert set(getattr(mine, name)) == set(getattr(theirs, name)), name
    assert set(lexicon(tag).groups) == set(lexicon("en").groups)
    assert {(h[1], h[2]) for h in lexicon(tag).hedge_words} == {(h[1], h[2]) for h in lexicon("en").hedge_words}


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("ru", "Силы Фридонии отошли"),
        ("ru", "Фридонию назвали"),
        ("ar", "وفريدونيا صامتة"),
        ("ar", "لفريدونيا"),
        ("fr", "la Fridonie"),
    ],
)
def test_parties_are_known_in_every_case(tag: str, text: str) -> None:
    """A name is found with the endings and the joined particles of the language."""
    parties = Parties.of([Party("FRE", "Freedonia", ("Fridonie", "Фридония", "فريدونيا"))])

    assert [s.why for s in checkable(text, tag, parties, AS_OF)] == ["party"]
