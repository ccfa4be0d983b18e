"""The Chromium of this machine, and the flags with which it asks nothing of the network by itself."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
)  # fmt: skip


def found() -> str:
    """Return the path of a Chromium: SOLFERINO_CHROMIUM, else the first on PATH; nothing where there is none."""
    named = os.environ.get("SOLFERINO_CHROMIUM", "")
    return named if named and Path(named).is_file() else next(filter(None, map(shutil.which, NAMES)), "")
