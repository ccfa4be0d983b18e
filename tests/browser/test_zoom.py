"""The map that zooms, in a real browser from file://: nothing before it is asked for, and nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import solferino as sol
from browser.conftest import Reader, Visit
from browser.test_pages import faults
from cases.tiles import line, pmtiles
from dossier.test_pictures import picture
from dossier.test_tiles import with_tiles


def opened(visit: Visit) -> Any:
    """Open the map that zooms and wait until it stands."""
    page = visit.go("incidents/index.html")
    page.get_by_role("button", name="Open a map that zooms").click()
    page.locator(".zoom[data-drawn]").wait_for()
    return page


def drawn(page: Any, n: int) -> None:
    """Wait until the map shows `n` incidents."""
    page.locator(f'.zoom[data-drawn="{n}"]').wait_for()


def dot(page: Any) -> tuple[float, float]:
    """Where in the window a point stands that stands alone."""
    x, y = page.evaluate(
        "(([f]) => Object.values(solferinoZoom.project(f.geometry.coordinates)))"
        "(solferinoZoom.queryRenderedFeatures({layers: ['dots']}))"
    )
    box = page.locator(".zoom canvas").bounding_box()
    return box["x"] + x, box["y"] + y


def test_it_shows_what_the_drawn_map_shows_and_asks_nothing_of_anywhere_else(events: Reader) -> None:
    """Nothing of it is loaded before the button is pressed; then every incident with a point is there, and back again."""
    with events.visit() as visit:
        page = visit.go("incidents/index.html")
        title = page.locator(".maps figcaption.finding").inner_text()

        assert page.evaluate("document.querySelectorAll('[src*=\"map/maplibre\"]').length") == 0
        page = opened(visit)
        drawn(page, int(title.split()[0]))
        assert page.locator(".zoom canvas").is_visible()
        assert not page.locator("svg.map").is_visible()
        page.get_by_role("button", name="Back to the drawn map").click()
        assert page.locator("svg.map").is_visible()
        assert visit.asked == visit.said == []


def test_it_shows_one_month_as_the_drawn_map_does(events: Reader) -> None:
    """The slider serves both, and says how many."""
    with events.visit() as visit:
        page = opened(visit)
        slider = page.get_by_role("slider", name="Month")
        slider.press("ArrowRight")
        said = page.locator("output").inner_text()

        drawn(page, int(said.split(": ")[1].split()[0]))


def test_a_point_leads_to_its_incidents(events: Reader) -> None:
    """A click on the one point that stands alone opens a card with its name, how exact it is, and a link that works."""
    with events.visit() as visit:
        page = opened(visit)
        page.locator(".zoom").scroll_into_view_if_needed()
        page.mouse.click(*dot(page))
        card = page.locator(".maplibregl-popup-content")
        card.wait_for()

        assert "within" in card.inner_text()
        assert faults(page) == []
        card.locator("a").first.click()
        assert page.locator("main h1").count() == 1
        assert page.url.startswith(visit.folder.as_uri())


def test_axe_finds_nothing_serious_with_it_open(events: Reader) -> None:
    """Light and dark."""
    for scheme in ("light", "dark"):
        with events.visit(scheme=scheme) as visit:
            assert faults(opened(visit)) == []


def test_a_missing_file_leaves_the_drawn_map(events: Reader) -> None:
    """It says so, and shows what it showed."""
    with events.visit() as visit:
        visit.page.route("**/map/points.js", lambda route: route.abort())
        page = visit.go("incidents/index.html")
        page.get_by_role("button", name="Open a map that zooms").click()
        page.locator(".ask [role=status]", has_text="missing").wait_for()

        assert page.locator("svg.map").is_visible()


def test_without_script_nobody_is_offered_it(events: Reader) -> None:
    """No button, no empty box."""
    with events.visit(js=False) as visit:
        page = visit.go("incidents/index.html")

        assert not page.locator(".ask").is_visible()
        assert not page.locator(".zoom").is_visible()


def test_it_lies_on_the_tiles_that_a_case_brings(engine: Any, tmp_path: Path) -> None:
    """At every zoom the right tile is found in its file: one line in the south-east of the world, and none elsewhere."""
    south_east, others = line("roads", [(0, 0), (4096, 4096)]), line("rails", [(0, 0), (4096, 4096)])
    # The curve visits (0,0), (0,1), (1,1), (1,0) at zoom 1: numbers 1 to 4.
    body = pmtiles([(0, 1, others), (1, 2, others), (3, 1, south_east), (4, 1, others)],
                   about={"vector_layers": [{"id": "roads"}, {"id": "rails"}]})  # fmt: skip
    sol.open(with_tiles(tmp_path / "case", body)).build()
    with Reader(engine, tmp_path / "case/build/dossier").visit() as visit:
        page = opened(visit)
        for lon, lat, layer in ((90, -60, "roads"), (90, 60, "rails"), (-90, -60, "rails")):
            page.evaluate(f"solferinoZoom.jumpTo({{center: [{lon}, {lat}], zoom: 3}}), delete solferinoZoom.getContainer().dataset.drawn")  # fmt: skip
            page.locator(".zoom[data-drawn]").wait_for()
            found = page.evaluate("solferinoZoom.queryRenderedFeatures().map(f => f.sourceLayer).filter(Boolean)")

            assert set(found) == {layer}, (lon, lat)
        assert visit.asked == visit.said == []


def test_tiles_may_be_pictures(engine: Any, tmp_path: Path) -> None:
    """A raster tile is drawn without a word of complaint."""
    body = pmtiles([(0, 1, picture())], zipped=False, kind=2, zooms=(0, 0))
    sol.open(with_tiles(tmp_path / "case", body)).build()
    with Reader(engine, tmp_path / "case/build/dossier").visit() as visit:
        page = opened(visit)

        assert page.evaluate("solferinoZoom.getLayer('tiles').type") == "raster"
        assert page.evaluate("solferinoZoom.areTilesLoaded()")
        assert visit.asked == visit.said == []
