"""Take the README's picture from the dossier of the example case, with a Chromium found on this machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "examples" / "aleppo-2016" / "build" / "dossier" / "index.html"
PICTURE = ROOT / "docs" / "images" / "dossier.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
    "--force-device-scale-factor=2", "--window-size=1280,860",
)  # fmt: skip


def main() -> int:
    """Take the picture; return 74 where the machine has no browser or the example is not built."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("No Chromium found on PATH.\n  Install one, then type: make screenshot", file=sys.stderr)
        return 74
    if not PAGE.is_file():
        print(f"{PAGE.relative_to(ROOT)} does not exist.\n  Type: make demo", file=sys.stderr)
        return 74
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, *FLAGS, f"--user-data-dir={profile}", f"--screenshot={PICTURE}", PAGE.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not PICTURE.is_file():
        print(f"{browser} ended with {done.returncode} and left no picture:\n{done.stderr}", file=sys.stderr)
        return 74
    print(PICTURE.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
