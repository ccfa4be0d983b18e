"""Create a virtual environment and install Solferino into it, every package pinned by hash.

    python3 tools/environment.py .venv requirements/core.txt

This file is read by whatever Python is found, so it keeps to words that old ones know.
"""

import os
import subprocess
import sys

WANTED = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120


def stop(message, hint):
    """Say what is missing and what to do, and end with 74: the machine cannot."""
    sys.stderr.write("%s\n  %s\n" % (message, hint))  # noqa: UP031
    sys.exit(74)


def check_python():
    """End here where this Python is too old or cannot make virtual environments."""
    found = sys.version.split()[0]
    if sys.version_info < WANTED:
        stop(
            "Solferino needs Python 3.11 or newer; %s is %s." % (sys.executable, found),  # noqa: UP031
            "Install a newer one, or name it: make demo PYTHON=/path/to/python3.11",
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(
            "This Python %s cannot make virtual environments: venv or ensurepip is missing." % found,  # noqa: UP031
            "On Debian and Ubuntu: apt-get install python3-venv. Or name another: make demo PYTHON=/path/to/python3.11",
        )


def run(arguments, hint):
    """Run a command; where it fails, say which and what to do."""
    code = subprocess.call(arguments, cwd=ROOT)
    if code:
        stop("This step failed with exit code %d: %s" % (code, " ".join(arguments)), hint)  # noqa: UP031


def main():
    """Create the environment named first and install the requirements named second."""
    check_python()
    folder, requirements = sys.argv[1:]
    python = os.path.join(folder, "bin", "python")  # noqa: PTH118
    works = os.path.exists(python) and subprocess.call([python, "-c", "import pip"]) == 0  # noqa: PTH110
    if not works:
        print("Creating " + folder + " with Python " + sys.version.split()[0])
        run(
            [sys.executable, "-m", "venv", "--clear", folder],
            "Check that the folder can be written and the disk has room.",
        )
    print("Installing " + requirements + " (every package is checked against its hash)")
    pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    run(
        [*pip, "--require-hashes", "-r", requirements],
        "Check that a package registry can be reached, then type the same again.",
    )
    run(
        [*pip, "--no-deps", "--no-build-isolation", "--editable", "."],
        "The tree may be incomplete: compare it with a fresh clone.",
    )


if __name__ == "__main__":
    main()
