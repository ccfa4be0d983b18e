"""S7: a translation is compared with its original, sentence by sentence, by what both cite."""

from __future__ import annotations

import pytest

from prose.bench import RESULTS, ROWS, case
from solferino.casefile.statement import parse_statement
from solferino.claims.sentence import judge_sentences
from solferino.words.result import Finding
from solferino.words.statement import Statement

ORIGINAL = """[In the past five years Freedonia repeatedly used its veto](claim:vetoes).
[At least 38 raids hit the valley](claim:raids), [two of them on markets](claim:markets).
[Dozens of people were killed](claim:killed) and [22,000 were displaced](claim:displaced).
[Three of the eight drafts failed](claim:share).
[On 2 November 2019 a letter of 57 States was sent](claim:letter), as [the Council noted in resolution 2504](claim:letter).
[The ministry said that 14 clinics had closed](source:letters/L1).
"""
FRENCH = """[Au cours des cinq dernières années, la Fridonie a utilisé son veto à plusieurs reprises](claim:vetoes).
[La vallée a subi au moins 38 raids](claim:raids), [dont deux sur des marchés](claim:markets).
[Des dizaines de personnes ont été tuées](claim:killed). [22 000 personnes ont été déplacées](claim:displaced).
[Trois projets sur huit ont échoué](claim:share).
[Le 2 novembre 2019, 57 États ont envoyé une lettre](claim:letter), ce que [le Conseil a noté dans sa résolution 2504 (2020)](claim:letter).
[Le ministère a déclaré que quatorze dispensaires avaient fermé](source:letters/L1).
"""
CYRILLIC = """[За последние пять лет Фридония неоднократно применяла вето](claim:vetoes).
[Не менее тридцати восьми налетов пришлось на долину](claim:raids), [два из них на рынки](claim:markets).
[Десятки людей погибли](claim:killed), [двадцать две тысячи покинули дома](claim:displaced).
[Три из восьми проектов не прошли](claim:share).
[2 ноября 2019 года 57 государств направили письмо](claim:letter); [Совет отметил это в резолюции 2504](claim:letter).
[Министерство заявило, что закрылись 14 клиник](source:letters/L1).
"""
ARABIC = """[خلال السنوات الخمس الماضية استخدمت فريدونيا حق النقض مراراً](claim:vetoes).
[أصابت الوادي ما لا يقل عن ٣٨ غارة](claim:raids)، [اثنتان منها على أسواق](claim:markets).
[قُتل عشرات الأشخاص](claim:killed) و[نزح ٢٢ ألف شخص](claim:displaced).
[فشلت ثلاثة من ثمانية مشاريع](claim:share).
[في 2 تشرين الثاني/نوفمبر 2019 أرسلت 57 دولة رسالة](claim:letter)، و[أشار المجلس إلى ذلك في القرار 2504](claim:letter).
[قالت الوزارة إن أربع عشرة عيادة أُغلقت](source:letters/L1).
"""
SAME = {"fr": FRENCH, "ru": CYRILLIC, "ar": ARABIC}


def compared(text: str, tag: str, original: str = ORIGINAL) -> list[Finding]:
    """Return what S7 finds in a translation of `original`."""
    first, second = parse_statement(original, "statement.md", "en"), parse_statement(text, f"statement.{tag}.md", tag)
    assert isinstance(first, Statement)
    assert isinstance(second, Statement)
    judged = judge_sentences(second, RESULTS, case(), row_text=ROWS.get, original=first)
    return [f for s in judged for f in s.findings if f.rule == "S7"]


@pytest.mark.parametrize("tag", sorted(SAME))
def test_a_faithful_translation_differs_in_nothing(tag: str) -> None:
    """Digits or words, another order, one sentence made two: nothing is found, by this rule or another."""
    second = parse_statement(SAME[tag], f"statement.{tag}.md", tag)
    first = parse_statement(ORIGINAL, "statement.md", "en")
    assert isinstance(first, Statement)
    assert isinstance(second, Statement)
    judged = judge_sentences(second, RESULTS, case(), row_text=ROWS.get, original=first)

    assert [f.text for s in judged for f in s.findings if f.status] == []


@pytest.mark.parametrize(
    ("tag", "was", "now", "told"),
    [
        ("fr", "au moins 38 raids", "au moins 41 raids", '"38", and statement.fr.md:2 says "41"'),
        ("fr", "cinq dernières", "dix dernières", "statement.md:1 says"),
        ("fr", "à plusieurs reprises", "des dizaines de fois", 'says "repeatedly", and statement.fr.md:1'),
        ("fr", "2 novembre", "3 novembre", 'says "3 novembre 2019"'),
        ("fr", "2504 (2020)", "2505 (2020)", '"résolution 2505 (2020)"'),
        ("fr", "Trois projets sur huit", "La plupart des projets", "La plupart"),
        ("fr", "](claim:displaced)", "](context:)", "statement.md:3 cites claim:displaced"),
        ("fr", "](claim:share)", "](claim:share+most)", "cites claim:most, and statement.md"),
        ("ru", "неоднократно", "всегда", 'says "всегда"'),
        ("ru", "тридцати восьми", "сорока восьми", 'says "сорока восьми"'),
        ("ru", "Десятки людей", "Сотни людей", 'says "Dozens of", and statement.ru.md:3 says "Сотни"'),
        ("ru", "57 государств", "государства", 'says "57", and statement.ru.md:5 does not'),
        ("ar", "٣٨", "٨٣", 'says "٨٣"'),
        ("ar", "مراراً", "دائماً", "دائماً"),
        ("ar", "٢٢ ألف", "٢٢ مليون", 'says "٢٢ مليون"'),
        ("ar", "السنوات الخمس", "السنوات العشر", "السنوات العشر الماضية"),
        ("ar", "[قُتل عشرات الأشخاص](claim:killed) و", "", "statement.md:3 cites claim:killed"),
    ],
)
def test_what_a_translation_changes_is_named_with_both_lines(tag: str, was: str, now: str, told: str) -> None:
    """Another number, day or citation, a stronger word, a claim left out or added: found, and nothing is scored twice."""
    assert was in SAME[tag]
    found = compared(SAME[tag].replace(was, now), tag)

    assert any(told in f.text for f in found), [f.text for f in found]
    assert all(f.status for f in found)


def test_a_sentence_left_out_is_told_where_it_should_stand() -> None:
    """Where a whole sentence is missing, the nearest one before it says so."""
    lines = FRENCH.splitlines()
    (found,) = compared("\n".join([*lines[:3], *lines[4:]]), "fr")

    assert "statement.md:4 cites claim:share" in found.text


def test_a_weaker_word_is_no_finding() -> None:
    """A translation may say less; its own claims judge whether it says enough."""
    text = FRENCH.replace("Des dizaines de personnes", "Plusieurs personnes").replace(
        "à plusieurs reprises", "plus d'une fois"
    )

    assert compared(text, "fr") == []
