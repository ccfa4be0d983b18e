"""A build: incremental, deterministic, closed to altered evidence; case.lock remembers."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import solferino as sol
from cases.small import ACTS, RAIDS, RAIDS_TOLD, STATEMENT, VETOES, write_case
from solferino.claims import sentence
from solferino.claims.sentence import judge
from solferino.claims.view import View
from solferino.pipeline import index
from solferino.words import rooms
from solferino.words.errors import CaseError, EvidenceError, MachineError, StaleError
from solferino.words.result import SentenceResult
from solferino.workbench.filling import filled


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small case, not yet built."""
    return write_case(tmp_path / "case")


def _ran(build: sol.Build) -> dict[str, str]:
    return {s.name: s.because for s in build.stages if s.ran}


def _tree(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_a_second_build_does_nothing_and_says_so(root: Path) -> None:
    """Every stage is unchanged, and no byte of build/, vault/ or case.lock moves."""
    sol.open(root).build()
    before = _tree(root)
    again = sol.open(root).build()

    assert _ran(again) == {}
    assert {s.json()["because"] for s in again.stages} == {"unchanged"}
    assert _tree(root) == before


def test_what_another_version_built_is_built_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its code may read, link and judge otherwise: no table, verdict or page of it stays, and the reason is told."""
    before = sol.open(root).build()
    index.program.cache_clear()
    with monkeypatch.context() as other:
        other.setattr(rooms, "digest", lambda names: f"others {names}")
        with pytest.raises(StaleError, match="another version of Solferino made the last build"):
            sol.open(root).check()
        with pytest.raises(StaleError, match="another version of Solferino made the last build"):
            filled(root / "build")
        again = sol.open(root).build()
        assert {s.name for s in again.stages if s.ran} == {"read", "record", "check", "dossier"}
        assert _ran(again)["read"] == "another version of Solferino read them"
        assert _ran(sol.open(root).build()) == {}
    index.program.cache_clear()

    assert again.verdicts == before.verdicts


@pytest.mark.parametrize(
    ("file", "old", "new", "ran"),
    [
        ("claims/claims.toml", 'atom = "4"', 'atom = "9"', {"check": "raids changed", "dossier": "check changed"}),
        ("claims/claims.toml", '"n >= 3"', '"n >= 4"', {"check": "raids changed", "dossier": "check changed"}),
        ("statement.md", "A court", "The court", {"check": "statement.md or decisions changed", "dossier": "check changed"}),
        ("case.toml", "2021-12-31", "2021-12-30", {"check": "5 claims changed", "dossier": "check changed"}),
        ("sources/acts.toml", '"known"', '"date"', {"read": "acts changed", "record": "read changed",
                                                    "check": "record changed", "dossier": "check changed"}),
    ],
)  # fmt: skip
def test_a_change_runs_what_it_touches_and_says_why(
    root: Path, file: str, old: str, new: str, ran: dict[str, str]
) -> None:
    """Each stage that runs names its cause; the others stay."""
    sol.open(root).build()
    path = root / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    assert _ran(sol.open(root).build()) == ran


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("claims/claims.toml", "n >= 3", "n >= 5"),
        ("claims/claims.toml", "[finding]", "# a line more\n[finding]"),
        ("claims/claims.toml", "[finding]", "[found]"),
        ("statement.md", "A court found so.", "Many courts found so."),
        ("statement.md", "\n\n[Northland carried", "\n\nOne paragraph more.\n\n[Northland carried"),
        ("parties.toml", '"Southland"', '"Isle"'),
        ("case.toml", "A council of invented members", "Northland and Southland"),
        ("case.toml", "2020-06-30", "2020-06-29"),
    ],
)
def test_an_incremental_build_gives_the_bytes_of_a_fresh_one(
    root: Path, tmp_path: Path, file: str, old: str, new: str
) -> None:
    """What stands in build/ depends on the case folder, not on the road to it."""
    sol.open(root).build()
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    sol.open(root).build()
    fresh = tmp_path / "fresh" / "case"
    shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("build"))
    sol.open(fresh).build()

    assert _tree(root / "build") == _tree(fresh / "build")


def test_only_sentences_of_a_changed_claim_are_judged_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others keep what was found of them; a sentence that rests on the claim changes with it."""
    sol.open(root).build()
    seen: list[str] = []

    def spied(view: View, *given: Any) -> SentenceResult:
        seen.append(view.text)
        return judge(view, *given)

    monkeypatch.setattr(sentence, "judge", spied)
    claims = root / "claims" / "claims.toml"
    claims.write_text(claims.read_text("utf-8").replace("n >= 3", "n >= 5"), "utf-8")
    sol.open(root).build()

    assert seen == ["Northland carried out at least three raids."]


SETTINGS = [
    {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "OMP_NUM_THREADS": "1"},
    {"TZ": "America/Santiago", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "4", "PYTHONHASHSEED": "7"},
]


def test_the_same_folder_gives_the_same_bytes_anywhere(root: Path, tmp_path: Path) -> None:
    """Two time zones, two locales, other thread counts and hash seeds, another place on the disk."""
    trees = []
    for i, settings in enumerate(SETTINGS):
        copy = tmp_path / f"copy{i}" / "case"
        shutil.copytree(root, copy)
        command = [sys.executable, "-m", "solferino", "build", str(copy)]
        subprocess.run(command, env={**os.environ, **settings}, check=False, capture_output=True, timeout=120)
        trees.append(_tree(copy / "build"))

    assert len(trees[0]) > 20
    assert trees[0] == trees[1]


@pytest.mark.parametrize("place", ["files", "vault"])
@pytest.mark.parametrize("name", ["vetoes", "acts"])
def test_one_altered_byte_of_an_exhibit_ends_the_build_and_names_it(root: Path, place: str, name: str) -> None:
    """Where it stood or in the vault: exit 4, and the altered file or object is named."""
    sol.open(root).build()
    data = (root / "files" / f"{name}.csv").read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    path = root / "files" / f"{name}.csv" if place == "files" else root / "vault" / "objects" / sha256[:2] / sha256
    path.chmod(0o644)
    path.write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:])

    with pytest.raises(EvidenceError) as caught:
        sol.open(root).build()
    assert (f"files/{name}.csv" if place == "files" else sha256) in str(caught.value)
    if place == "vault":
        assert sha256 in " ".join(sol.verify(root / "vault").altered)


def test_every_altered_source_is_named_at_once(root: Path) -> None:
    """Two altered files, one message."""
    for name in ("vetoes", "acts"):
        (root / "files" / f"{name}.csv").write_text("x,y\n1,2\n", "utf-8")
    with pytest.raises(EvidenceError, match=r"(?s)files/acts.csv.*files/vetoes.csv"):
        sol.open(root).build()


def test_an_original_that_is_gone_is_read_from_the_vault(root: Path) -> None:
    """The vault keeps what it was given; without original and object the build ends with exit 4."""
    sol.open(root).build()
    (root / "files" / "acts.csv").unlink()

    assert _ran(sol.open(root).build()) == {}

    shutil.rmtree(root / "vault" / "objects")
    with pytest.raises(EvidenceError, match=r"files/acts.csv is missing"):
        sol.open(root).build()


def test_a_path_may_not_leave_the_case(root: Path, tmp_path: Path) -> None:
    """A description that points outside is refused, whatever stands there."""
    (tmp_path / "outside.csv").write_text(ACTS, "utf-8")
    path = root / "sources" / "acts.toml"
    path.write_text(path.read_text("utf-8").replace("files/acts.csv", "../outside.csv"), "utf-8")
    with pytest.raises(CaseError, match="leads out of the case"):
        sol.open(root).build()


def test_sealed_sources_are_refused_rather_than_written_in_clear(root: Path) -> None:
    """Saying sealed of a file in clear is an error of its description, with the line."""
    path = root / "sources" / "acts.toml"
    path.write_text(path.read_text("utf-8").replace("size =", 'sensitivity = "sealed"\nsize ='), "utf-8")
    with pytest.raises(CaseError, match=r"sources/acts.toml:6: a sealed source is kept encrypted"):
        sol.open(root).build()


def test_check_writes_nothing_and_refuses_stale_tables(root: Path) -> None:
    """check needs a build, follows edits of claims and statement, and exits 5 when a source moved."""
    with pytest.raises(StaleError, match="nothing is built yet"):
        sol.open(root).check()
    sol.open(root).build()
    claims = root / "claims" / "claims.toml"
    claims.write_text(claims.read_text("utf-8").replace(RAIDS, RAIDS_TOLD), "utf-8")
    before = _tree(root)

    assert str(sol.open(root).check().verdicts["raids"]) == "supported"
    assert _tree(root) == before

    source = root / "sources" / "acts.toml"
    source.write_text(source.read_text("utf-8").replace('"known"', '"date"'), "utf-8")
    with pytest.raises(StaleError, match="changed since"):
        sol.open(root).check()


def test_a_locked_build_refuses_what_case_lock_does_not_say(root: Path) -> None:
    """Missing, then equal, then different: exit 5 before anything is written to the lock."""
    with pytest.raises(StaleError, match=r"case.lock is missing"):
        sol.open(root).build(locked=True)
    sol.open(root).build()
    text = (root / "case.lock").read_text("utf-8")

    sol.open(root).build(locked=True)

    claims = root / "claims" / "claims.toml"
    claims.write_text(claims.read_text("utf-8").replace('"n >= 3"', '"n >= 1"'), "utf-8")
    with pytest.raises(StaleError, match="does not say"):
        sol.open(root).build(locked=True)
    assert (root / "case.lock").read_text("utf-8") == text


def test_every_form_of_a_claim_is_remembered(root: Path) -> None:
    """A threshold that moved after a result was seen, and a claim that was removed, are printed."""
    sol.open(root).build()
    claims = root / "claims" / "claims.toml"
    claims.write_text(claims.read_text("utf-8").replace('"n >= 3"', '"n >= 0"'), "utf-8")
    sol.open(root).build()
    text = claims.read_text("utf-8")
    claims.write_text(text.replace("[finding]", "[other]"), "utf-8")
    (root / "statement.md").write_text(STATEMENT.replace("claim:finding", "claim:other"), "utf-8")
    variants = sol.open(root).build().json()["variants"]

    assert (variants["tried"], variants["reported"]) == (7, 5)
    assert variants["moved"] == [
        "finding was removed after it was insufficient",
        "raids: its threshold moved from n >= 3 to n >= 0 after it was insufficient",
    ]


def test_a_lock_that_cannot_be_read_is_never_replaced(root: Path) -> None:
    """Deleting what was tried would be worse than stopping."""
    (root / "case.lock").write_text("not toml", "utf-8")
    with pytest.raises(CaseError, match="restore it from version control"):
        sol.open(root).build()


def test_two_builds_at_once_do_not_mix(root: Path) -> None:
    """The second is told that another runs."""
    from solferino.pipeline.index import one_builder

    with one_builder(root / "build"), pytest.raises(MachineError, match="another build"):
        sol.open(root).build()


@pytest.mark.parametrize("stage", ["read", "record", "check"])
def test_a_build_killed_half_way_heals(root: Path, stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stage died, the next build gives the bytes of an undisturbed one."""
    import solferino.pipeline.build as module

    class Killed(BaseException):
        pass

    def killed(*args: object, **kwargs: object) -> None:
        raise Killed

    name = {"read": "record_tables", "record": "check_claims", "check": "write_checked"}[stage]
    with monkeypatch.context() as patch:
        patch.setattr(module, name, killed)
        with pytest.raises(Killed):
            sol.open(root).build()
    sol.open(root).build()
    clean = write_case(root.parent / "clean" / "case")
    sol.open(clean).build()

    assert _tree(root / "build") == _tree(clean / "build")


def test_rejected_rows_are_kept_and_mentioned(tmp_path: Path) -> None:
    """A row that does not fit is in the table of rejections with its number and reason."""
    build = sol.open(write_case(tmp_path / "c", vetoes=VETOES + "D/5,2020-99-01,NOR,Isle,access\n")).build()

    (row,) = build.table("rejections")
    assert (row["source_id"], row["row"], row["column"]) == ("vetoes", 6, "date")
    assert any("1 row of source 'vetoes'" in note for note in build.json()["notes"])


def test_the_json_has_the_keys_of_the_contract(root: Path) -> None:
    """build --json is read by other programs: names and types are frozen."""
    body = sol.open(root).build().json()

    assert {"case", "as_of", "stages", "claims", "sentences", "coverage", "exit"} <= set(body)
    assert set(body["stages"][0]) == {"name", "ran", "because", "seconds"}
    assert {
        "kind",
        "atom",
        "verdict",
        "verdict_now",
        "type",
        "values",
        "holds",
        "because",
        "worlds",
        "file",
        "line",
    } <= set(body["claims"]["raids"])
    assert set(body["claims"]["isle-vetoes"]["values"]["n"]) == {"base", "low", "high"}
    assert {"file", "line", "text", "verdict", "claims", "findings"} <= set(body["sentences"][0])
    assert {"rule", "text", "holds_instead"} <= {k for s in body["sentences"] for f in s["findings"] for k in f}
    assert set(body["coverage"]) == {"sentences", "backed", "bare"}
    assert body["case"] == "case"
    assert body["as_of"] == "2020-06-30"
    assert body["exit"] == 1
    assert set(body["atoms"]) == {"1", "2", "3", "4", "5"}


def test_the_trail_of_a_sentence_goes_down_to_the_bytes(root: Path) -> None:
    """sentence → claim → row → source → exhibit by its SHA-256."""
    case = sol.open(root)
    case.build()
    trace = case.why("statement.md:3")

    def kinds(node: sol.Trace) -> set[str]:
        return {node.kind}.union(*(kinds(c) for c in node.children))

    assert {"sentence", "claim", "report", "source", "exhibit"} <= kinds(trace)
    assert set(trace.json()) == {"kind", "id", "text", "children"}
    assert hashlib.sha256(VETOES.encode()).hexdigest() in str(trace.json())


@pytest.mark.parametrize("name", ["isle-vetoes", "D/2", "vetoes", "acts/a1", "statement.md:1"])
def test_everything_with_a_name_has_a_trail(root: Path, name: str) -> None:
    """Claims, drafts, sources, rows and sentence lines are all reachable."""
    case = sol.open(root)
    case.build()

    assert case.why(name).text


def test_an_unknown_name_is_answered_with_the_nearest(root: Path) -> None:
    """A slip in an id is a usage error with a suggestion."""
    case = sol.open(root)
    case.build()
    with pytest.raises(sol.SolferinoError, match="did you mean 'isle-vetoes'"):
        case.why("isle-veto")
