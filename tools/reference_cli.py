"""The page of verbs, from what `solferino --help` prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from markup import page as markdown_page

_START = "import sys; from solferino.cli import main; sys.argv[0] = 'solferino'; sys.exit(main())"


def help_of(*words: str) -> str:
    """Return what `solferino WORDS… --help` prints on a plain terminal of 100 columns."""
    plain = {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _START, *words, "--help"],
        env={**os.environ, **plain}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"solferino {' '.join(words)} --help ended with {done.returncode}:\n{done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def verbs(*words: str) -> tuple[str, ...]:
    """Return the verbs, or those below a verb, in the order in which the help lists them."""
    listing = help_of(*words).partition("Commands:")[2]
    return tuple(re.findall(r"^  ([a-z][\w-]*)(?:  |$)", listing, re.MULTILINE))


def page() -> str:
    """Return cli.md."""
    parts = ["Every verb, as the program itself describes it. Exit codes are in [errors.md](errors.md).", _block()]
    for verb in verbs():
        parts += [f"## {verb}", _block(verb)]
        parts += [part for below in verbs(verb) for part in (f"### {verb} {below}", _block(verb, below))]
    return markdown_page("Verbs", *parts)


def _block(*words: str) -> str:
    return f"```text\n$ {' '.join(['solferino', *words, '--help'])}\n{help_of(*words)}\n```"
