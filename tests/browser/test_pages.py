"""Every kind of page in a real browser: nothing is asked elsewhere, nothing breaks, and axe finds nothing serious."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import Reader

GRAVE = ("serious", "critical")


@cache
def axe() -> str:
    """The source of axe-core, as its package for Python brings it."""
    package = pytest.importorskip("axe_playwright_python", reason="axe is not installed; make test-browser has it")
    return next(Path(package.__file__).parent.rglob("axe.min.js")).read_text("utf-8")


def faults(page: Any) -> list[str]:
    """What axe finds serious or critical on a page: rule and first element."""
    page.evaluate(axe() + ";0")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in GRAVE]


@pytest.mark.parametrize("js", [True, False], ids=["script", "no-script"])
def test_no_request_leaves_and_nothing_is_complained_of(reader: Reader, js: bool) -> None:
    """Each kind of page is opened from file://, with JavaScript and without: no request, no error, a picture."""
    with reader.visit(js=js) as visit:
        for path in reader.kinds():
            page = visit.go(path)

            assert page.locator("main h1").count() == 1, path
            assert len(page.screenshot()) > 5_000, path
            assert visit.asked == [], path
            assert visit.said == [], path


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_no_page_is_wider_than_its_window(reader: Reader, width: int) -> None:
    """A page scrolls down; only tables and figures may scroll sideways, each in a frame of its own."""
    with reader.visit(width=width) as visit:
        for path in reader.kinds():
            page = visit.go(path)

            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("js", [True, False], ids=["script", "no-script"])
def test_axe_finds_nothing_serious(reader: Reader, js: bool, scheme: str) -> None:
    """Contrast, names, roles, tables, landmarks: on every kind of page, light and dark.

    Axe is a script itself and waits for ever where none may run: without script, those of the dossier are empty.
    """
    with reader.visit(empty=not js, scheme=scheme) as visit:
        found = {path: faults(visit.go(path)) for path in reader.kinds()}

    assert {path: what for path, what in found.items() if what} == {}


def test_axe_would_find_what_is_wrong(events: Reader) -> None:
    """A picture without a name and pale text are found: otherwise the test above could not fail."""
    with events.visit() as visit:
        page = visit.go("methods.html")
        page.evaluate("document.querySelector('main').append(document.createElement('img'))")

        assert any(what.startswith("image-alt") for what in faults(page))


def test_a_request_would_be_seen(events: Reader) -> None:
    """An image from elsewhere is recorded and refused: otherwise the first test could not fail."""
    with events.visit() as visit:
        page = visit.go("methods.html")
        page.evaluate("fetch('https://example.org/x').catch(() => 0)")

        assert visit.asked or visit.said


def test_the_keyboard_reaches_the_text_first(events: Reader) -> None:
    """The first stop of the tab key is the link past the navigation; it shows when it has the focus, and works."""
    with events.visit() as visit:
        page = visit.go("index.html")
        page.keyboard.press("Tab")
        skip = page.locator(":focus")

        assert skip.inner_text() == "To the text"
        assert skip.bounding_box()["x"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_a_card_opens_with_the_keyboard_and_closes_with_escape(events: Reader) -> None:
    """The card of a passage opens beside it on focus; Escape closes it and keeps the place."""
    with events.visit() as visit:
        page = visit.go("index.html")
        page.locator("a.p").first.focus()

        assert page.locator("#pop").is_visible()
        page.keyboard.press("Escape")
        assert page.locator("#pop").count() == 0
        assert page.evaluate("document.activeElement.matches('a.p')")
