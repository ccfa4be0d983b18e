"""The console, as a person meets it: exit codes, messages, JSON alone on standard output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cases.small import ACTS, CLAIMS, write_case


def run(*words: str | Path, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a verb in a process of its own, as a shell would."""
    command = [sys.executable, "-m", "solferino", *map(str, words)]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False, env={**os.environ, **env}
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small case, not yet built."""
    return write_case(tmp_path / "case")


def test_build_prints_stages_claims_failures_and_the_answer(root: Path) -> None:
    """The table, each sentence that does not stand with where and what next, and the last lines."""
    done = run("build", root)

    assert done.returncode == 1
    assert done.stderr == ""
    assert " preserve   2 sources" in done.stdout
    assert "isle-vetoes" in done.stdout
    assert "statement.md:3 overstated" in done.stdout
    assert "solferino why referrals" in done.stdout
    assert "5/5 sentences backed" in done.stdout.replace("6/6", "5/5")
    assert (root / "build" / "dossier" / "index.html").is_file()


def test_json_is_the_only_thing_on_standard_output(root: Path) -> None:
    """Other programs read it: one value, the exit inside equal to the exit outside."""
    done = run("build", root, "--json")

    assert json.loads(done.stdout)["exit"] == done.returncode == 1


def test_check_and_why_and_verify_follow_a_build(root: Path) -> None:
    """Each verb works on what build left, from inside the folder too."""
    run("build", root)

    assert run("check", cwd=root).returncode == 1
    assert "D/2" in run("why", root, "referrals").stdout
    assert json.loads(run("why", "referrals", "--json", cwd=root).stdout)["kind"] == "claim"
    stands = run("verify", root / "build" / "dossier", "--json")
    assert (stands.returncode, json.loads(stands.stdout)["ok"]) == (0, True)
    assert run("verify", root / "vault").returncode == 0


def test_verify_exits_4_and_names_the_altered_file(root: Path) -> None:
    """A changed page, and a right dossier with the wrong root."""
    run("build", root)
    page = root / "build" / "dossier" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"Northland", b"Southland", 1))
    done = run("verify", root / "build" / "dossier")

    assert done.returncode == 4
    assert "index.html" in done.stderr
    assert run("verify", root / "vault", "--root", "sha256:" + "0" * 64).returncode == 4


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"claims": '[raids]\nsays = "count"\nof = "vetoes"\nholds = "n >= 1"\n', "statement": "[It vetoed.](claim:raids)\n"}, 0),
        ({"claims": '[raids]\nsays = "exists"\nof = "incidents"\n', "statement": "[There were raids.](claim:raids)\n"}, 3),
        ({"claims": CLAIMS.replace("member", "membr"), "statement": "[x](context:)\n"}, 2),
        ({"claims": CLAIMS, "statement": "[It vetoed.](claim:islevetoes)\n"}, 2),
        ({"claims": "", "statement": "Northland bombed a hospital.\n"}, 1),
    ],
)  # fmt: skip
def test_exit_codes_say_what_was_found(texts: dict[str, str], code: int, tmp_path: Path) -> None:
    """0 stands, 3 insufficient, 2 claim error or unknown claim, 1 bare."""
    assert run("build", write_case(tmp_path / "c", **texts)).returncode == code


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["bild", "."], 2, "there is no verb 'bild'; did you mean 'build'"),
        (["build", "nowhere"], 2, "solferino init nowhere"),
        (["build", "--frobnicate"], 2, "No such option"),
        (["verify", "nowhere"], 4, "nowhere"),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_one(words: list[str], code: int, message: str, tmp_path: Path) -> None:
    """Messages go to standard error, say what to do, and show no traceback."""
    done = run(*words, cwd=tmp_path)

    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_malformed_case_exits_2_with_every_problem(root: Path) -> None:
    """All problems at once, counted, nothing built."""
    (root / "claims" / "claims.toml").write_text('[a]\nsays = "shaer"\n[b]\nsays = "cuont"\n', "utf-8")
    done = run("build", root)

    assert done.returncode == 2
    assert "claims/claims.toml:2" in done.stderr
    assert "claims/claims.toml:4" in done.stderr
    assert "2 problems; nothing was built" in done.stderr


def test_init_makes_a_case_that_builds(tmp_path: Path) -> None:
    """A fresh case stands: nothing is claimed yet. A folder in use is left alone."""
    done = run("init", tmp_path / "new", "--as-of", "2020-01-31")

    assert done.returncode == 0
    assert run("build", tmp_path / "new").returncode == 0
    assert run("init", tmp_path / "new").returncode == 2


def test_add_preserves_pins_and_guesses(root: Path, tmp_path: Path) -> None:
    """A dry run writes nothing; then the file is copied, pinned, described, and builds."""
    data = tmp_path / "New Votes.csv"
    data.write_text("symbol,date,member,vote\nD/9,2020-01-01,NOR,yes\n", "utf-8")
    dry = run("add", root, data, "--dry-run")

    assert "would pin" in dry.stdout
    assert "table   votes" in dry.stdout
    assert not (root / "sources" / "new-votes.toml").exists()

    assert run("add", root, data).returncode == 0
    assert (root / "files" / "New Votes.csv").is_file()
    assert "2 sources" not in run("build", root).stdout
    assert "D/9" in run("why", root, "D/9").stdout


def test_only_add_pins_anew(root: Path) -> None:
    """Changed bytes stop the build until somebody adds them, and the old digest is shown."""
    run("build", root)
    (root / "files" / "acts.csv").write_text(ACTS.replace("nothing", "little"), "utf-8")

    assert run("build", root).returncode == 4
    added = run("add", root, root / "files" / "acts.csv")
    assert "pinned anew" in added.stdout
    assert run("build", root).returncode == 1


def test_facts_of_the_package_are_added_by_name(root: Path) -> None:
    """law:NAME pins data that the package ships; a slip in the name is answered."""
    assert "describes 'files/vetoes.csv' already" in run("add", root, "law:vetoes").stderr
    assert run("add", root, "law:norms").returncode == 0
    assert "did you mean 'norms'" in run("add", root, "law:norm").stderr


@pytest.mark.parametrize("name", ["https://example.org/a.csv", "nowhere.csv"])
def test_add_refuses_what_it_cannot_preserve(name: str, root: Path) -> None:
    """Addresses and missing files are usage errors."""
    assert run("add", root, name).returncode == 2


def test_a_full_disk_is_the_machine_and_not_a_verdict(root: Path) -> None:
    """Where build/ cannot be written, exit 74 with the reason, and the case is as before."""
    (root / "build").write_text("a file where the folder should be", "utf-8")
    done = run("build", root)

    assert done.returncode == 74
    assert "Traceback" not in done.stderr


def test_nothing_is_printed_in_colour_to_a_file(root: Path) -> None:
    """Output that is not a terminal holds no escape codes."""
    assert "\x1b[" not in run("build", root).stdout


def test_check_with_mutants_prints_and_counts_survivors(root: Path) -> None:
    """Survivors are printed with file, line and the line that would catch them; the JSON has one key more."""
    run("build", root)
    plain, told = run("check", root), run("check", root, "--mutate")
    body = json.loads(run("check", root, "--mutate", "--json").stdout)["mutants"]

    assert (plain.returncode, told.returncode) == (1, 1)
    assert "mutants" not in plain.stdout
    assert f"{body['made']} made · {body['caught']} caught" in told.stdout
    assert body["made"] == body["caught"] + body["weaker"] + len(body["survivors"])
    for s in body["survivors"]:
        assert {"file", "line", "operator", "was", "now", "why", "catch"} == set(s)
        assert f"{s['file']}:{s['line']} survived" in told.stdout
