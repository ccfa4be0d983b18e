"""A real Chromium over dossiers that are opened from `file://`; everything that asks for more is recorded and refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import solferino as sol
from browser import chromium
from browser.arabic import write_arabic


def complains(kind: str, text: str) -> bool:
    """Tell what a page complains of from what a machine without a graphics card says of its speed."""
    return kind in ("error", "warning") and "GL Driver Message (OpenGL, Performance" not in text


@dataclass
class Visit:
    """One page of a browser, and what went wrong while it was looked at."""

    folder: Path
    page: Any
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def go(self, path: str) -> Any:
        """Open a page of the dossier; a fragment or a query may follow the path."""
        self.page.goto(f"{self.folder.as_uri()}/{path}")
        return self.page


@dataclass(frozen=True)
class Reader:
    """Someone with a browser and a folder."""

    browser: Any
    folder: Path

    @contextmanager
    def visit(
        self, *, js: bool = True, empty: bool = False, scheme: str = "light", width: int = 1280
    ) -> Iterator[Visit]:
        """Yield a page that may load files of the dossier and nothing else; `empty`: its scripts hold nothing."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=js
        )
        visit = Visit(self.folder, context.new_page())
        mine = self.folder.as_uri() + "/"

        def decide(route: Any) -> None:
            url = route.request.url
            if empty and url.startswith(mine) and url.endswith(".js"):
                route.fulfill(body="", content_type="text/javascript")
            elif url.startswith((mine, "data:", "blob:null/")):  # a blob is made on the page itself
                route.continue_()
            else:
                visit.asked.append(url)
                route.abort()

        context.route("**/*", decide)
        visit.page.on("console", lambda m: visit.said.append(m.text) if complains(m.type, m.text) else None)
        visit.page.on("pageerror", lambda e: visit.said.append(str(e)))
        try:
            yield visit
        finally:
            context.close()

    def kinds(self) -> list[str]:
        """Every page that stands alone, and of each folder its index and its longest page."""
        found: dict[str, str] = {}
        for path in sorted(self.folder.rglob("*.html"), key=lambda p: (-p.stat().st_size, p.as_posix())):
            name = path.relative_to(self.folder).as_posix()
            alone = "/" not in name or name.endswith("/index.html")
            found.setdefault(name if alone else name.partition("/")[0], name)
        return sorted(found.values())


@pytest.fixture(scope="session")
def engine() -> Iterator[Any]:
    """One headless Chromium for all tests of this folder."""
    driver = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed; make test-browser has it")
    path = chromium.found()
    with driver.sync_playwright() as playwright:
        if not path and not Path(playwright.chromium.executable_path).is_file():
            pytest.skip("no Chromium was found; set SOLFERINO_CHROMIUM, or type: playwright install chromium")
        browser = playwright.chromium.launch(executable_path=path or None, args=list(chromium.FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def built(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The dossiers of both examples and of an Arabic statement, by name."""
    base, found = tmp_path_factory.mktemp("dossiers"), {}
    for name in ("aleppo-2016", "council-vetoes-usa"):
        shutil.copytree(examples / name, base / name, ignore=shutil.ignore_patterns("build"))
    write_arabic(base / "arabic")
    for name in ("aleppo-2016", "council-vetoes-usa", "arabic"):
        sol.open(base / name).build()
        found[name] = base / name / "build/dossier"
    return found


@pytest.fixture(params=["aleppo-2016", "council-vetoes-usa", "arabic"])
def reader(request: pytest.FixtureRequest, engine: Any, built: dict[str, Path]) -> Reader:
    """A reader of each dossier in turn."""
    return Reader(engine, built[request.param])


@pytest.fixture
def arabic(engine: Any, built: dict[str, Path]) -> Reader:
    """A reader of the statement that runs from right to left."""
    return Reader(engine, built["arabic"])


@pytest.fixture
def events(engine: Any, built: dict[str, Path]) -> Reader:
    """A reader of the dossier with incidents and reports."""
    return Reader(engine, built["aleppo-2016"])
