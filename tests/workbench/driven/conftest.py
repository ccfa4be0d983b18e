"""A real Chromium at a real server: nothing but the server may be asked, and everything a page complains of is kept."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import solferino as sol
from browser import chromium
from cases.bench import write_bench

pytest.importorskip("starlette", reason="the extra `bench` is not installed")
driver = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed; make test-review has it")

TOKEN = "token-of-the-test"


@dataclass
class Seat:
    """Somebody's browser at a case, and what went wrong while they looked."""

    page: Any
    address: str
    case: Path
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def go(self, path: str) -> Any:
        """Open a page."""
        self.page.goto(self.address + path)
        return self.page

    def press(self, keys: str) -> None:
        """Press keys that stay on the page."""
        for key in keys:
            self.page.keyboard.press(key)

    def follow(self, keys: str) -> None:
        """Press keys of which each leads to another page."""
        for key in keys:
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter" if key == "⏎" else key)

    def settle(self) -> str:
        """Wait until the rebuild is over; return what the page says of it."""
        self.page.locator("#status:not([hx-trigger]) .bar").wait_for(timeout=120_000)
        return str(self.page.locator("#status").inner_text())

    def lines(self) -> list[str]:
        """The decisions on file."""
        path = self.case / "decisions.jsonl"
        return path.read_text("utf-8").splitlines() if path.is_file() else []


@pytest.fixture(scope="session")
def engine() -> Iterator[Any]:
    """One headless Chromium."""
    path = chromium.found()
    with driver.sync_playwright() as playwright:
        if not path and not Path(playwright.chromium.executable_path).is_file():
            pytest.skip("no Chromium was found; set SOLFERINO_CHROMIUM, or type: playwright install chromium")
        browser = playwright.chromium.launch(executable_path=path or None, args=list(chromium.FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def built_bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hard case, built once."""
    root = write_bench(tmp_path_factory.mktemp("bench") / "river")
    sol.open(root).build()
    return root


@pytest.fixture
def case(built_bench: Path, tmp_path: Path) -> Path:
    """A copy of the built case."""
    return Path(shutil.copytree(built_bench, tmp_path / "river"))


@pytest.fixture
def sit(case: Path, engine: Any) -> Iterator[Callable[..., Seat]]:
    """Seat people at the case, each at a server and in a browser window of their own."""
    import uvicorn

    from solferino.store.ledger.file import FileLedger
    from solferino.workbench.alone import Alone
    from solferino.workbench.app import make_app

    ends: list[Callable[[], Any]] = []

    def seated(name: str = "anna", *, js: bool = True, width: int = 1280) -> Seat:
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{listening.getsockname()[1]}"
        gate = Alone(name, token=TOKEN, hosts=frozenset({host}))
        app = make_app(case, ledger=FileLedger(case / "decisions.jsonl"), gate=gate)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        context = engine.new_context(viewport={"width": width, "height": 900}, java_script_enabled=js)
        seat = Seat(context.new_page(), f"http://{host}", case)

        def decide(route: Any) -> None:
            url = route.request.url
            if url.startswith((seat.address, "data:")):
                route.continue_()
            else:
                seat.asked.append(url)
                route.abort()

        context.route("**/*", decide)
        seat.page.on("console", lambda m: seat.said.append(m.text) if m.type in ("error", "warning") else None)
        seat.page.on("pageerror", lambda e: seat.said.append(str(e)))
        seat.page.on("dialog", lambda d: (seat.said.append(d.message), d.dismiss()))
        seat.go(f"/?token={TOKEN}")

        def end() -> None:
            context.close()
            server.should_exit = True
            thread.join(10)
            listening.close()

        ends.append(end)
        return seat

    yield seated
    for end in ends:
        end()


@pytest.fixture
def anna(sit: Callable[..., Seat]) -> Seat:
    """Anna at the case."""
    return sit("anna")
