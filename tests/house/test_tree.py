"""What the tree holds and what it must not: words of a conflict, hosts, machine paths, plans."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

from house.files import kept, texts

CONFLICTS = [
    "afghan",
    "aleppo",
    "armenia",
    "assad",
    "azerbaijan",
    "azov",
    "baath",
    "bashar",
    "belgrade",
    "bosnia",
    "bucha",
    "burma",
    "chechen",
    "chechnya",
    "congo",
    "crimea",
    "damascus",
    "darfur",
    "donbas",
    "eritrea",
    "ethiopia",
    "fatah",
    "gaza",
    "georgia",
    "ghouta",
    "grozny",
    "hamas",
    "hezbollah",
    "homs",
    "houthi",
    "idf",
    "idlib",
    "iran",
    "iraq",
    "isil",
    "isis",
    "israel",
    "janjaweed",
    "kabul",
    "karabakh",
    "kashmir",
    "khartoum",
    "kosovo",
    "kremlin",
    "kurd",
    "kyiv",
    "lebanon",
    "libya",
    "mali",
    "mariupol",
    "moscow",
    "myanmar",
    "nato",
    "netanyahu",
    "nusra",
    "palestin",
    "peshmerga",
    "putin",
    "rohingya",
    "russia",
    "rwanda",
    "sanaa",
    "serbia",
    "somali",
    "srebrenica",
    "sudan",
    "syria",
    "taliban",
    "tatmadaw",
    "tigray",
    "ukrain",
    "uyghur",
    "wagner",
    "xinjiang",
    "yemen",
    "zelensky",
]
CODE = {".py", ".html", ".j2", ".css", ".js", ".svg", ".toml", ".json", ".txt", ".md"}
ALL_STATES = 150
"""A file that names at least this many States names no conflict; it is a list of the world."""

HOSTS = [".".join(parts) for parts in (
    ("pypi", "org"), ("pypi", "python", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"),
    ("yarnpkg", "com"), ("deb", "debian", "org"), ("crates", "io"), ("proxy", "golang", "org"), ("conda", "anaconda", "org"),
)]  # fmt: skip
MACHINE = re.compile(r"(?<![\w./~$}])/(?:opt|root|work|home|Users|mnt)/\w")
PLANS = re.compile(r"(?i)^(todo|status|plan|roadmap|notes?|progress|handoff)\b.*\.(md|txt|rst)$")


def conflict_words(text: str) -> set[str]:
    """Return the words of CONFLICTS that `text` holds, endings such as -n, -i, -ian included."""
    return set(re.findall(rf"\b({'|'.join(CONFLICTS)})(?:n|s|i|ian|ians|e|an|ans|is|ese|ish)?\b", text.lower()))


def test_no_word_of_one_conflict_in_code(repo: Path) -> None:
    """Code, templates, lexicons and vocabularies name no conflict; facts of law and lists of all States may."""
    found = {}
    for path, text in texts(repo):
        inside = path.parts[:2] == ("src", "solferino") and path.suffix in CODE
        if not inside or path.parts[2:4] == ("law", "facts") or "vendor" in path.parts:
            continue
        if path.suffix == ".toml" and len(re.findall(r"^\s*\[?\"?[A-Z]{3}\b", text, re.MULTILINE)) >= ALL_STATES:
            continue
        if words := conflict_words(text):
            found[str(path)] = sorted(words)

    assert found == {}


def test_conflict_words_are_found_and_others_are_not() -> None:
    """An adjective is found like its noun; longer words that merely begin alike are not."""
    assert conflict_words("A Syrian report; Israelis; in Ukraine") == {"syria", "israel", "ukrain"}
    assert conflict_words("malice, malign, normalise, ironic, gazetteer, assadq") == set()


def test_no_registry_host_in_any_file(repo: Path) -> None:
    """No kept file names the host of a package registry: everyone installs from the one they trust."""
    found = [f"{path}: {host}" for path, text in texts(repo) for host in HOSTS if host in text]

    assert found == []


def test_no_path_of_one_machine_in_any_file(repo: Path) -> None:
    """No kept file names a folder that exists on somebody's machine only."""
    found = [f"{path}: {match.group()}" for path, text in texts(repo) if (match := MACHINE.search(text))]

    assert found == []


def test_no_plan_or_status_files(repo: Path) -> None:
    """Plans and notes stand elsewhere; the tree describes what is."""
    assert [str(path.relative_to(repo)) for path in kept(repo) if PLANS.match(path.name)] == []


def test_every_requirement_is_pinned_by_hash(repo: Path) -> None:
    """Each pinned package has at least one SHA-256, no option chooses an index, and the full list extends the core."""
    pins = {}
    for name in ("core", "dev"):
        text = (repo / "requirements" / f"{name}.txt").read_text("utf-8")
        blocks = re.sub(r"(?m)^#.*\n", "", text).replace("\\\n", " ").strip().splitlines()
        assert [
            b for b in blocks if not re.match(r"^[a-z0-9-]+==\S+ +(; .+? +)?(--hash=sha256:[0-9a-f]{64}\s*)+$", b)
        ] == []
        pins[name] = {b.split()[0] for b in blocks}

    assert pins["core"] <= pins["dev"]


def test_every_dependency_and_the_build_backend_are_pinned(repo: Path) -> None:
    """What pyproject.toml asks for, to run and to build, stands in core.txt."""
    project = tomllib.loads((repo / "pyproject.toml").read_text("utf-8"))
    asked = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    core = (repo / "requirements" / "core.txt").read_text("utf-8")

    assert [a for a in asked if not re.search(rf"(?m)^{re.match(r'[a-z0-9-]+', a).group()}==", core)] == []  # type: ignore[union-attr]


def test_the_version_is_said_once_everywhere(repo: Path) -> None:
    """pyproject.toml, CITATION.cff and CHANGELOG.md agree on the version."""
    version = tomllib.loads((repo / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    assert f"\nversion: {version}\n" in (repo / "CITATION.cff").read_text("utf-8")
    assert f"\n## {version} " in (repo / "CHANGELOG.md").read_text("utf-8")


def test_ci_can_be_run(repo: Path) -> None:
    """.ci/run is executable, stops at the first failure, and is a script that bash can read."""
    script = repo / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in script.read_text("utf-8")
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
