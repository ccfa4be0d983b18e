"""How much memory this process has held at most."""

from __future__ import annotations

import sys


def peak_mb() -> float:
    """Return the peak resident memory in megabytes, 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(held / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
