"""What a reader meets on single pages: the months of the map, a graphic picture, a statement from right to left, print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import solferino as sol
from browser.conftest import Reader
from browser.test_pages import faults
from dossier.test_pictures import GRAPHIC, picture, with_picture


def test_the_map_shows_one_month_at_a_time(events: Reader) -> None:
    """The slider hides what is of other months, says how many are drawn, and comes back to the whole."""
    with events.visit() as visit:
        page = visit.go("incidents/index.html")
        marks = page.locator("svg.map circle.reach")
        whole = sum(mark.is_visible() for mark in marks.all())
        slider = page.get_by_role("slider", name="Month")
        slider.focus()
        page.keyboard.press("ArrowRight")

        assert "June 2016: " in page.locator("output").inner_text()
        assert 0 < sum(mark.is_visible() for mark in marks.all()) < whole
        page.keyboard.press("Home")
        assert page.locator("output").inner_text() == "the whole time"
        assert sum(mark.is_visible() for mark in marks.all()) == whole
        assert visit.said == []


def test_months_of_the_map_add_up(events: Reader) -> None:
    """What the slider says of each month is at least one, and together no less than what is drawn at all."""
    with events.visit() as visit:
        page = visit.go("incidents/index.html")
        slider, said = page.get_by_role("slider", name="Month"), []
        for _ in range(int(slider.get_attribute("max"))):
            slider.press("ArrowRight")
            said.append(int(page.locator("output").inner_text().split(": ")[1].split()[0]))
        title = page.locator("figcaption.finding", has_text="named places").inner_text()

        assert sum(said) >= int(title.split()[0]) - 2  # a report without a day belongs to no month
        assert len(said) == 7  # June to December 2016


def test_without_script_the_map_is_whole(events: Reader) -> None:
    """No slider, every circle."""
    with events.visit(js=False) as visit:
        page = visit.go("incidents/index.html")

        assert not page.locator("form.slide").is_visible()
        assert page.locator("svg.map .off").count() == 0


def _blur(page: Any) -> str:
    return str(page.evaluate("getComputedStyle(document.querySelector('.media img')).filter"))


def test_a_graphic_picture_is_blurred_until_asked(engine: Any, tmp_path: Path) -> None:
    """A box that works without JavaScript; axe has nothing against it."""
    sol.open(with_picture(tmp_path / "case", picture(), GRAPHIC)).build()
    reader = Reader(engine, tmp_path / "case/build/dossier")
    for js in (True, False):
        with reader.visit(js=js) as visit:
            page = visit.go("sources/photo.html")

            assert "blur" in _blur(page)
            page.get_by_label("Graphic. Show the picture").check()
            assert _blur(page) == "none"
            assert page.evaluate("document.querySelector('.media img').naturalWidth") == 64
            assert visit.asked == visit.said == []
            assert not js or faults(page) == []


def test_a_statement_from_right_to_left_has_its_margin_on_the_left(arabic: Reader) -> None:
    """Direction and language are said; notes lie where lines end: left of the Arabic words, right of the English."""
    for path, language, direction in (("index.html", "ar", "rtl"), ("statement-2.html", "en", "ltr")):
        with arabic.visit() as visit:
            page = visit.go(path)
            article = page.locator("article.statement")
            note, words = page.locator(".note").first.bounding_box(), page.locator(".s .t").first.bounding_box()

            assert (article.get_attribute("lang"), article.get_attribute("dir")) == (language, direction)
            assert (note["x"] < words["x"]) == (direction == "rtl")


def test_print_leaves_out_what_paper_cannot_do(events: Reader) -> None:
    """No bar of links, no slider, no field; black on white in the dark style too; margin notes stay."""
    with events.visit(scheme="dark") as visit:
        page = visit.go("index.html")
        page.emulate_media(media="print")

        assert not page.locator("nav.top").is_visible()
        assert page.locator(".note").first.is_visible()
        assert (
            page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()") == "#fdfcf9"
        )
        assert len(page.pdf()) > 20_000
