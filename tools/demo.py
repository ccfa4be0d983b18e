"""Build the example case, say where its dossier is and what to try next.

The example's honest verdicts are not all favourable, so the build may end with 1 or 3 and the demonstration has
succeeded; any other code is a failure and is passed on.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CASE = Path("examples/aleppo-2016")
HONEST = {0: "everything stands", 1: "some sentences do not stand", 3: "some sentences lack evidence"}

AFTER = """
This build ended with {code}: {meaning}. That is the demonstration: the verdicts are
computed from the sources, and the statement is not adjusted to them.

  Open the dossier in a browser      {dossier}
  Ask why a claim has its verdict    {solferino} why {case} {claim}
  Build again: nothing has changed   {solferino} build {case}
  Re-check the dossier by itself     {solferino} verify {folder}
  Make a case in ten minutes         docs/ten-minutes.md
  From a press text to a dossier     docs/tutorial.md"""


def main() -> int:
    """Run the demonstration; return its exit code."""
    solferino = Path(sys.executable).with_name("solferino")
    print(f"$ solferino build {CASE}", flush=True)
    code = subprocess.run([solferino, "build", str(CASE)], cwd=ROOT, check=False).returncode
    if code not in HONEST:
        print(f"\nThe demonstration failed: the build ended with {code}. The message above says why.", file=sys.stderr)
        print("  docs/reference/errors.md explains the exit codes.", file=sys.stderr)
        return code
    folder = CASE / "build" / "dossier"
    page = ROOT / folder / "index.html"
    if not page.is_file():
        print(f"\nThe demonstration failed: the build left no {folder}/index.html.", file=sys.stderr)
        return 70
    try:
        shown = solferino.relative_to(ROOT)
    except ValueError:
        shown = solferino
    print(AFTER.format(code=code, meaning=HONEST[code], dossier=page, solferino=shown, case=CASE, folder=folder,
                       claim="icc-referrals-vetoed"))  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
