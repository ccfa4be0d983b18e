"""The search in a real browser from file://: every script, several words, and readers without JavaScript."""

from __future__ import annotations

import json
from typing import Any

import pytest

from browser.conftest import Reader
from solferino.dossier.search import fold, words


def found(page: Any, query: str) -> list[tuple[str, str]]:
    """Type a query and return what is found as (title, target)."""
    page.fill("#q", "")
    page.locator(".find .told:empty").wait_for(state="attached")
    page.fill("#q", query)
    page.locator(".find .told:not(:empty)").wait_for()
    return [tuple(x) for x in page.eval_on_selector_all(".found a", "as => as.map(a => [a.textContent, a.getAttribute('href')])")]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "title"),
    [("upper SCHOOL", "Upper school, Upton"), ("مدارس ثلاث", "أصيبت ثلاث مدارس في آذار 2020."), ("المعلمين", "نقابة المعلمين"),
     ("معلمين", "نقابة المعلمين"), ("речное АГЕНТ", "Речное агентство"), ("schools-str", "schools-struck")],
    ids=["latin", "arabic", "article", "no article", "cyrillic", "beginnings"],
)  # fmt: skip
def test_words_are_found_in_any_script_and_lead_to_pages(arabic: Reader, query: str, title: str) -> None:
    """Letter case, order and marks do not matter; each word may be the beginning of one; the link opens a page."""
    with arabic.visit() as visit:
        page = visit.go("find.html")
        hits = found(page, query)

        assert title in [t for t, _ in hits]
        for _, target in hits:
            assert (arabic.folder / target.partition("#")[0]).is_file(), target
        assert visit.asked == visit.said == []


def test_a_query_can_be_linked_to_and_nothing_is_loaded_before_it(events: Reader) -> None:
    """The page alone loads no index; with a query in its address it shows the answer."""
    with events.visit() as visit:
        page = visit.go("find.html")

        assert page.evaluate("document.querySelectorAll('script[src*=\"search/\"]').length") == 0
        page = visit.go("find.html#q=hospital")
        page.reload()
        page.locator(".find .told:not(:empty)").wait_for()
        assert page.input_value("#q") == "hospital"
        shown = page.locator(".found li").count()
        page.get_by_role("button", name="More").click()
        page.locator(".found li").nth(shown).wait_for()


def test_nothing_found_is_said(events: Reader) -> None:
    """The line under the field says so, and screen readers hear it."""
    with events.visit() as visit:
        page = visit.go("find.html")

        assert found(page, "zzzz") == []
        assert "Nothing found" in page.locator("[role=status]").inner_text()


def test_without_script_names_stand_from_a_to_z(events: Reader) -> None:
    """The field is hidden, and every name leads to its pages."""
    with events.visit(js=False) as visit:
        page = visit.go("find.html")

        assert not page.locator("form.find").is_visible()
        assert page.locator(".names a").count() > 50
        page.locator(".names a").first.click()
        assert page.locator("main h1").count() == 1


@pytest.mark.parametrize(
    "text",
    ["Áé Straße ÇA", "أُصيبت مَدرسةٌ إلى", "Ёлка й Ій", "ὈΔΥΣΣΕΎΣ", "ﬁne ½ x²", "Łódź Ørsted", "S/2016/846", "_a_b-c", "İstanbul ı", "שָׁלוֹם", "हिन्दी", "東京 １２"],
)  # fmt: skip
def test_both_ends_fold_alike(events: Reader, text: str) -> None:
    """What the index holds and what the browser asks for are the same words."""
    with events.visit() as visit:
        page = visit.go("find.html")
        asked = page.evaluate(f"solferinoWords({json.dumps(text)})")

        assert set(asked) <= words(text)
        assert " ".join(asked) == " ".join(w for w in asked if w in fold(text))
