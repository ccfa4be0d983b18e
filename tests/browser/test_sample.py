"""A small sample with the Chromium alone, for machines without Playwright; `make test-browser` does the rest."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import solferino as sol
from browser import chromium
from browser.arabic import write_arabic


def dumped(url: str, profile: Path) -> str:
    """Return a page as the browser has it after its scripts ran, with no network but a proxy that is not there."""
    command = [
        chromium.found(), "--headless", *chromium.FLAGS, f"--user-data-dir={profile}", "--proxy-server=127.0.0.1:9",
        "--virtual-time-budget=4000", "--dump-dom", url,
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.mark.slow
@pytest.mark.skipif(not chromium.found(), reason="no Chromium on PATH")
def test_scripts_run_from_file_without_a_network(tmp_path: Path) -> None:
    """Cards are ready on the statement's page, and the search answers a query in its address, in Arabic."""
    sol.open(write_arabic(tmp_path / "case")).build()
    folder = (tmp_path / "case/build/dossier").as_uri()
    statement = dumped(f"{folder}/index.html", tmp_path / "profile")
    search = dumped(f"{folder}/find.html#q=مدارس", tmp_path / "profile")

    assert 'aria-expanded="false"' in statement
    assert '<a href="index.html#s2" dir="auto">أصيبت ثلاث مدارس في آذار 2020.</a>' in search
