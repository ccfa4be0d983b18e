"""Every page in a real browser: nothing is run, nothing is asked elsewhere, pictures wait, all fits."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import solferino as sol
from cases import bench

PAGES = (
    "/", "/pairs", "/pairs?a=reports/x1&b=reports/x2", "/grades", "/attributions", "/rejections", "/rejections/reports/16",
    "/rejections/reports/17", "/sentences", "/claims/new", "/search", "/search?kind=report", "/search?south=10&north=10.2", "/history", "/mentions",
    "/reports/reports/x1", "/reports/reports/x2", "/reports/seen/p1",
)  # fmt: skip


@pytest.mark.parametrize("js", [True, False], ids=["script", "no-script"])
def test_hostile_words_harm_nothing(sit: Callable[..., Any], js: bool) -> None:
    """No page runs what a source holds, asks another machine, or complains; each has one heading."""
    seat = sit(js=js)
    links = set(PAGES)
    for kind in ("incident", "report"):
        seat.go(f"/search?kind={kind}")
        links |= {str(a.get_attribute("href")) for a in seat.page.locator(".hits a").all()}
    for path in sorted(links):
        page = seat.go(path)

        assert page.locator("main h1").count() == 1, path
        if js:
            assert page.evaluate("window.harmed === undefined"), path
        assert page.locator("img:not(.graphic)").count() == 0, path
    assert seat.said == []
    assert seat.asked == []


def test_a_picture_is_blurred_until_it_is_asked_for(anna: Any) -> None:
    """The picture a report stands in is grey and blurred; a button shows it, and blurs it again."""
    page = anna.go("/reports/seen/p1")
    picture = page.locator("img.graphic")
    picture.scroll_into_view_if_needed()

    def blurred() -> bool:
        return "blur" in picture.evaluate("e => getComputedStyle(e).filter")

    assert blurred()
    page.get_by_role("button", name="Show the picture").click()
    assert not blurred()
    assert picture.evaluate("e => e.naturalWidth") == 64  # cases/bench.py: 64 by 64
    page.get_by_role("button", name="Blur it again").click()
    assert blurred()


WEBM = b"\x1aE\xdf\xa3" + bytes(60)
WAVE = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x40\x1f\0\0\1\0\x08\0data" + bytes(4)


@pytest.mark.parametrize(("data", "what"), [(WEBM, "video"), (WAVE, "audio")])
def test_films_and_sounds_are_silent_and_wait(
    case: Path, sit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, data: bytes, what: str
) -> None:
    """Nothing begins by itself: muted, paused, not even loaded; a film is grey and blurred as a picture is."""
    monkeypatch.setattr(bench, "PNG", data)
    shutil.rmtree(case)
    sol.open(bench.write_bench(case)).build()
    seat = sit()
    asked: list[str] = []
    seat.page.on("request", lambda request: asked.append(request.url))
    page = seat.go("/reports/seen/p1")
    held = page.locator(f"main {what}")
    told = held.evaluate("e => [e.muted, e.paused, e.autoplay, e.preload, e.readyState, getComputedStyle(e).filter]")

    assert told[:5] == [True, True, False, "none", 0]
    assert [url for url in asked if "/media/" in url] == []
    if what == "video":
        assert "blur" in told[5]
        page.get_by_role("button", name="Show the film").click()
        assert "blur" not in held.evaluate("e => getComputedStyle(e).filter")
        page.get_by_role("button", name="Blur it again").click()
    assert page.get_by_role("button", name="Show the picture").count() == 0
    answer = page.evaluate("e => fetch(e).then(r => r.headers.get('content-type'))", held.get_attribute("src"))
    assert answer == {"video": "video/webm", "audio": "audio/wav"}[what]
    assert seat.said == []


def test_a_break_is_suggested_once(anna: Any) -> None:
    """After fifty minutes of reading, pages turned meanwhile, the page says so; the next page does not."""
    page = anna.page
    page.clock.install()
    anna.go("/")
    page.clock.fast_forward("30:00")
    anna.go("/history")
    assert not page.locator("#rest").is_visible()
    page.clock.fast_forward("20:01")
    assert page.locator("#rest").is_visible()
    assert not anna.go("/").locator("#rest").is_visible()


@pytest.mark.parametrize("width", [390, 820])
def test_pages_fit_narrow_screens(sit: Callable[..., Any], width: int) -> None:
    """No page is wider than its screen."""
    seat = sit(width=width)
    for path in PAGES:
        page = seat.go(path)

        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_first_time_user_reaches_a_decision(anna: Any) -> None:
    """From the address that was printed: one link, one button, and the page says what came of it."""
    page = anna.page
    page.get_by_role("link", name="Pairs").first.click()
    page.get_by_role("button", name="Not one event").click()

    assert len(anna.lines()) == 1
    assert "Your last" in page.content()


@cache
def axe() -> str:
    """The source of axe-core, as its package for Python brings it."""
    package = pytest.importorskip("axe_playwright_python", reason="axe is not installed; make test-review has it")
    return next(Path(package.__file__).parent.rglob("axe.min.js")).read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_stands_in_the_way_of_anybody(sit: Callable[..., Any], scheme: str) -> None:
    """axe finds nothing serious on any page, in either style."""
    seat = sit()
    seat.page.emulate_media(color_scheme=scheme)
    found = []
    for path in PAGES:
        page = seat.go(path)
        page.evaluate(axe() + ";0")
        violations = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
        found += [
            f"{path} {v['id']}: {v['nodes'][0]['html'][:160]}"
            for v in violations
            if v["impact"] in ("serious", "critical")
        ]

    assert found == []
