"""Take the pictures of the way to a first decision: the workbench over a copy of the example, in a Chromium."""

from __future__ import annotations

import importlib
import shutil
import socket
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests")]
PICTURES = ROOT / "docs" / "images"
LARGEST = 200_000
"""Bytes that a picture may have."""


def main() -> int:
    """Take the pictures; return 74 where the machine has no browser."""
    import solferino as sol

    # Of the environment of test-browser alone, and of the tests.
    driver, chromium = (importlib.import_module(name) for name in ("playwright.sync_api", "browser.chromium"))
    with tempfile.TemporaryDirectory() as folder, driver.sync_playwright() as playwright:
        case = Path(shutil.copytree(ROOT / "examples" / "aleppo-2016", Path(folder) / "aleppo-2016"))
        sol.open(case).build()
        address = _served(case)
        browser = playwright.chromium.launch(executable_path=chromium.found() or None, args=list(chromium.FLAGS))
        page = browser.new_page(viewport={"width": 1180, "height": 800}, device_scale_factor=1)
        page.goto(address)
        _take(page, "review-first")
        with page.expect_navigation():
            page.keyboard.press("1")
        _take(page, "review-pair")
        with page.expect_navigation():
            page.keyboard.press("n")
        page.locator("#status:not([hx-trigger]) .bar").wait_for(timeout=120_000)
        _take(page, "review-decided")
        page.goto(address.partition("?")[0] + "search?kind=incident&object=hospital&south=36.1&north=36.3")
        _take(page, "review-search")
        browser.close()
    return 0


def _served(case: Path) -> str:
    """Serve the case to one person called anna from a thread; return the address that lets in."""
    import uvicorn

    from solferino.store.ledger.file import FileLedger
    from solferino.workbench.alone import Alone
    from solferino.workbench.app import make_app

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    gate = Alone("anna", token="picture", hosts=frozenset({host}))
    app = make_app(case, ledger=FileLedger(case / "decisions.jsonl"), gate=gate)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    threading.Thread(target=server.run, args=([listening],), daemon=True).start()
    return f"http://{host}/?token=picture"


def _take(page: Any, name: str) -> None:
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}  {size:,} bytes")
    if size > LARGEST:
        raise SystemExit(f"{path.name} has more than {LARGEST:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
