"""What a first case stumbles over: datelines, parties nobody knows, citations that get their bytes, trails of reports."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

import solferino as sol
from solferino.casefile.sources import parse_source
from solferino.casefile.toml import read_toml
from solferino.pipeline.add import add
from solferino.pipeline.propose import propose
from solferino.prose.atoms.dateline import dateline, is_dateline
from solferino.words.source import Source
from solferino.words.trace import Trace


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A title\n\n16 June 2025\n\nText.", date(2025, 6, 16)),
        ("A title\n\nGENEVA, 14 June 2019 – Forces struck.", date(2019, 6, 14)),
        ("A title\n\nLower Town (3 May 2031) - It rained.", date(2031, 5, 3)),
        ("A title\n\nOn 14 June 2019 forces struck.", None),
        ("A title\n\nThe clinic was hit in June 2019.", None),
    ],
)
def test_the_day_of_a_text_is_that_of_its_dateline(text: str, day: date | None) -> None:
    """A place and a day alone or before a dash; a day within a sentence is none."""
    assert dateline(text) == day


def test_a_day_in_a_sentence_is_no_dateline() -> None:
    """Only a block that holds nothing else."""
    assert is_dateline("Lower Town, 16 June 2025")
    assert not is_dateline("It happened on 16 June 2025")


@pytest.fixture
def proposed(repo: Path, tmp_path: Path) -> Path:
    """The case that the tutorial's press text proposes."""
    propose(tmp_path / "velm", repo / "docs" / "tutorial" / "release.txt")
    return tmp_path / "velm"


def test_a_proposal_speaks_on_the_day_of_its_text_and_lists_who_is_unknown(proposed: Path) -> None:
    """No --as-of was given; the package knows France and not the Air Guard. Nothing is active yet."""
    parties = (proposed / "parties.toml").read_text("utf-8")

    assert "as_of      = 2025-06-16" in (proposed / "case.toml").read_text("utf-8")
    assert '# name = "Air Guard"' in parties
    assert '# name = "Governor\'s office"' in parties
    assert "France" not in parties
    assert all(line.startswith("#") or not line for line in parties.splitlines())
    assert "[16 June 2025](context:)" in (proposed / "statement.md").read_text("utf-8")


def test_a_citation_gives_way_to_the_file_that_is_added_as_it(proposed: Path, repo: Path) -> None:
    """Title and publisher stay, bytes and kind come, and the sentence that cites it stands as before."""
    page = repo / "docs" / "tutorial" / "air-guard.html"
    before = sol.open(proposed).build()
    added = add(proposed, str(page), name="said-by-the-air-guard")
    document = read_toml(proposed / added.file, added.file)
    source = parse_source(document, "x")  # type: ignore[arg-type]
    after = sol.open(proposed).build()

    assert isinstance(source, Source)
    assert (source.kind, source.publisher, source.title) == (
        "document", "The Air Guard", "What the Air Guard said, as the text tells it",
    )  # fmt: skip
    assert [s.verdict for s in before.sentences] == [s.verdict for s in after.sentences]


CLAIM = """[most]
says = "share"
of = "incidents"
where = { object = "clinic" }
part = { party = "AIR-GUARD" }
holds = "share > 0.5"
[killed]
says = "count"
of = "incidents"
where = { place = "Kestrin" }
gives = { killed = "min(killed_min)" }
holds = "killed >= 90"
"""
PARTIES = '[AIR-GUARD]\nname = "Air Guard"\nkind = "force"\n[NORTHERN-FRONT]\nname = "Northern Front"\nkind = "group"\n'


@pytest.fixture
def filed(repo: Path, tmp_path: Path) -> sol.Case:
    """A case with the tutorial's reports, which say whom they blame and not how."""
    root = tmp_path / "case"
    sol.init(root, as_of=date(2025, 6, 16))
    shutil.copy(repo / "docs" / "tutorial" / "reports.csv", root / "files" / "reports.csv")
    add(root, str(root / "files" / "reports.csv"))
    for name, text in (("claims/claims.toml", CLAIM), ("parties.toml", PARTIES)):
        (root / name).write_text(text, "utf-8")
    (root / "statement.md").write_text("[The Air Guard struck most of the clinics.](claim:most)\n", "utf-8")
    return sol.open(root)


def test_a_party_named_without_saying_how_did_it(filed: sol.Case) -> None:
    """One name, no relation told: exactly; where nobody is named, unknown."""
    rows = {r["report_id"]: r for r in filed.build().table("reports")}

    assert (rows["reports/1"]["attribution_relation"], rows["reports/1"]["party_must"]) == ("exactly", ["AIR-GUARD"])
    assert (rows["reports/9"]["attribution_relation"], rows["reports/9"]["party_may"]) == ("unknown", [])


def test_a_share_that_blames_asks_for_a_reply(filed: sol.Case) -> None:
    """The party stands in the part and not in where: S9 is told all the same."""
    (sentence,) = filed.build().sentences

    assert [f.text[:34] for f in sentence.findings if f.rule == "S9"] == ["no reply of Air Guard is on record"]


def test_a_least_value_lacks_no_rows(filed: sol.Case) -> None:
    """More rows cannot raise a minimum: what is missing is an account that says otherwise."""
    filed.build()
    lacks = [t.text for t in filed.why("killed").children if t.kind == "lacks"]

    assert [t.split(" (")[0] for t in lacks] == ["accounts that say otherwise for killed"]


def test_the_trail_of_a_report_names_its_incident_and_its_like(filed: sol.Case) -> None:
    """Whoever has to decide sees how near two accounts came, and where the report was put."""
    filed.build()
    trail: Trace = filed.why("reports/12")
    kinds = [t.kind for t in trail.children]

    assert kinds[0] == "incident"
    assert "reports/12 – reports/13" in [t.id for t in trail.children if t.kind == "link"]
    assert kinds[-1] == "source"
