"""Take the README's pictures from the dossier of the example case, with a Chromium found on this machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOSSIER = ROOT / "examples" / "aleppo-2016" / "build" / "dossier"
PICTURES = ROOT / "docs" / "images"
PAGES = {"dossier": "index.html", "claim": "claims/icc-referrals-vetoed.html", "brief": "brief.html"}
"""Pictures by name, each with its page; `-dark` is added to the name of the dark form."""
SCHEMES = {"": "1", "-dark": "0"}
"""What Chromium calls light and dark."""
LARGEST = 200_000
"""Bytes that a picture may have: it is loaded with the README."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
    "--window-size=1280,860",
)  # fmt: skip
SCALES = (2.0, 1.5, 1.25, 1.0)


def main() -> int:
    """Take the pictures; return 74 where the machine has no browser or the example is not built."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("No Chromium found on PATH.\n  Install one, then type: make screenshot", file=sys.stderr)
        return 74
    missing = [page for page in PAGES.values() if not (DOSSIER / page).is_file()]
    if missing:
        print(f"{DOSSIER.relative_to(ROOT)} lacks {', '.join(missing)}.\n  Type: make demo", file=sys.stderr)
        return 74
    dark = any("prefers-color-scheme" in css.read_text("utf-8") for css in (DOSSIER / "static").rglob("*.css"))
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        for suffix, scheme in SCHEMES.items() if dark else [("", SCHEMES[""])]:
            picture = PICTURES / f"{name}{suffix}.png"
            if said := _take(browser, DOSSIER / page, picture, scheme):
                print(said, file=sys.stderr)
                return 74
            print(f"{picture.relative_to(ROOT)}  {picture.stat().st_size:,} bytes")
    return 0


def _take(browser: str, page: Path, picture: Path, scheme: str) -> str:
    """Take one picture, as sharp as its size allows; return what went wrong, if anything."""
    for scale in SCALES:
        with tempfile.TemporaryDirectory() as profile:
            command = [
                browser, *FLAGS, f"--force-device-scale-factor={scale}", f"--user-data-dir={profile}",
                f"--blink-settings=preferredColorScheme={scheme}", f"--screenshot={picture}", page.as_uri(),
            ]  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or not picture.is_file():
            return f"{browser} ended with {done.returncode} and left no picture:\n{done.stderr}"
        if picture.stat().st_size <= LARGEST:
            return ""
    return f"{picture.name} has more than {LARGEST:,} bytes at any scale"


if __name__ == "__main__":
    sys.exit(main())
