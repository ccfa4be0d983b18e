"""Approvals are bound to the text: publish refuses until all stand, and after any later edit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import solferino as sol
from cases.small import STATEMENT, write_case
from solferino.pipeline.approvals import text_digest
from solferino.words.decision import line_digest
from solferino.words.errors import CaseError, UsageError

ROLES = ("research", "law", "security", "editor")


def approve(root: Path, roles: tuple[str, ...] = ROLES, by: str = "") -> None:
    """Append one approval a role, each by a person of its own unless `by` names one for all."""
    digest = text_digest(sol.open(root).read())
    lines, last = [], ""
    for i, role in enumerate(roles):
        body = {"id": f"d{i}", "t": "2020-07-01T10:00:00Z", "by": by or f"person-{role}", "act": "approve",
                "about": [], "value": {"role": role, "text": digest}, "why": "read", "prev": last if by else ""}  # fmt: skip
        raw = json.dumps(body)
        last = line_digest(raw)
        lines.append(raw)
    (root / "decisions.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def test_publish_refuses_until_every_role_has_approved(tmp_path: Path) -> None:
    """Nothing is written while a role lacks; then the dossier stands where asked, and verifies."""
    root, to = write_case(tmp_path / "case"), tmp_path / "out"

    assert sol.open(root).publish(to).missing == ROLES
    assert not to.exists()
    approve(root)
    published = sol.open(root).publish(to)
    assert published.missing == ()
    assert sol.verify(to, root=published.root).ok


def test_an_edit_undoes_every_approval(tmp_path: Path) -> None:
    """One changed letter, and all must read it again."""
    root = write_case(tmp_path / "case")
    approve(root)
    (root / "statement.md").write_text(STATEMENT.replace("A court", "The court"), "utf-8")

    assert sol.open(root).publish(tmp_path / "out").missing == ROLES


def test_one_person_cannot_stand_in_two_roles(tmp_path: Path) -> None:
    """Four approvals by one hand are none."""
    root = write_case(tmp_path / "case")
    approve(root, by="everybody")

    assert sol.open(root).publish(tmp_path / "out").missing == ROLES


def test_publish_overwrites_nothing_but_a_dossier(tmp_path: Path) -> None:
    """A folder with other things in it is left alone."""
    root = write_case(tmp_path / "case")
    approve(root)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "precious.txt").write_text("x", "utf-8")
    with pytest.raises(UsageError, match="no dossier"):
        sol.open(root).publish(tmp_path / "out")


def test_a_decision_that_was_edited_or_removed_breaks_its_authors_chain(tmp_path: Path) -> None:
    """Each decision names its author's line before; an edit is found and named by line."""
    root = write_case(tmp_path / "case")
    approve(root, by="one")
    lines = (root / "decisions.jsonl").read_text("utf-8").splitlines()
    (root / "decisions.jsonl").write_text("\n".join([lines[0], *lines[2:]]) + "\n", "utf-8")
    with pytest.raises(CaseError, match=r"decisions.jsonl:2: does not follow one's decision before it"):
        sol.open(root).read()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not a JSON object"),
        ("[]", "not a JSON object"),
        ('{"id":"a","t":"t","by":"b","act":"aprove","prev":""}', "did you mean 'approve'"),
        ('{"id":"a","t":"t","by":"b","act":"same","about":["x/1"],"prev":""}', "two reports at least"),
        ('{"id":"a","t":"t","by":"b","act":"same","abuot":["x/1"],"prev":""}', "did you mean 'about'"),
    ],
)
def test_what_is_no_decision_is_named_by_line(line: str, message: str, tmp_path: Path) -> None:
    """Broken lines are problems of the case, with file and line."""
    root = write_case(tmp_path / "case", {"decisions.jsonl": line + "\n"})
    with pytest.raises(CaseError) as caught:
        sol.open(root).read()

    assert "decisions.jsonl:1" in str(caught.value)
    assert message in str(caught.value)
