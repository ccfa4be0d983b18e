"""A case that is guarded at three levels: the same war three times over, a month apart, each told by another source.

What tells of March 2020 is public, of April restricted, of May sealed. Every word that a person wrote in a source bears
the name of its level, so that a page shows something of a level if and only if that name is on it.
"""

from __future__ import annotations

import hashlib
import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import solferino as sol
from cases.river import CASE, CLAIMS, REPORTS, STATEMENT, write_river
from cases.sealed import PASSPHRASE, open_up, set_apart
from solferino.pipeline.add_sealed import add_sealed
from solferino.pipeline.sealed import build_folder
from solferino.store.ledger.ledger import Draft
from solferino.vault.seal.identity import make_identity
from solferino.workbench.app import make_app
from solferino.workbench.filling import NAME
from solferino.workbench.gate import ROLES
from store.ledgers import T, draft
from workbench.people import World

LEVELS = ("public", "restricted", "sealed")
MARK = {"public": "openbird", "restricted": "hiddenbird", "sealed": "lockedbird"}
HOSTILE = "<script>bird()</script><img src=x onerror=bird()>"
"""What a source may say to a page that believes it."""
SOURCE = {"public": "reports", "restricted": "partner", "sealed": "told"}
MONTH = {"public": "2020-03", "restricted": "2020-04", "sealed": "2020-05"}
_CLAIM = """[by-partners]
says = "count"
of = "incidents"
where = { object = "school", date = { from = 2020-04-01, to = 2020-05-31 } }
holds = "n >= 900"
"""
_ACTS = '[[read]]\ntable = "acts"\nid = ["id"]\n[read.columns]\nact_id = "id"\ndate = "date"\nbody = "body"\nkind = "kind"\nwhat = "what"\n'
_SAID = "[Nine hundred schools were struck afterwards.](claim:by-partners)\n"


def rows(level: str) -> str:
    """The reports of one level, and one row that is rejected."""
    mark = MARK[level]
    told = (
        REPORTS.replace("2020-04-02", "2020-03-31")
        .replace("2020-03", MONTH[level])
        .replace(f"{MONTH[level]}-31", f"{MONTH[level]}-30")
    )
    told = (
        told.replace("River Agency", f"{mark} Agency")
        .replace("Union", f"{mark} Union")
        .replace("Relief", f"{mark} Relief")
    )
    told = (
        told.replace("staff", f"{mark} staff")
        .replace("Herald", f"{mark} Herald")
        .replace("Post", f"{mark} Post")
        .replace("Blue Army", f"{mark} Army {HOSTILE}")
        .replace("Tide", f"{HOSTILE} Tide")
    )
    return (
        told
        + f"bad,{MONTH[level]}-03,,,{mark} Sheet,news,,Upton,Upper school,school,,,unknown,,{mark} many,,,one,affirms\n"
    )


def picture(level: str) -> bytes:
    """A picture that is like no other."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (LEVELS.index(level) * 80, 0, 0)).save(out, "PNG")
    return out.getvalue()


def guarded_case(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write the case below `folder`, unlock it and build it; return it."""
    set_apart(folder, monkeypatch)
    recipient = make_identity("custodian", PASSPHRASE)
    root = write_river(folder / "harbour", reports=rows("public"), claims=CLAIMS + _CLAIM, statement=STATEMENT + _SAID,
                       case=CASE + f'[publish]\napprovals = []\n[seal]\nrecipients = ["{recipient}"]\n')  # fmt: skip
    described = (root / "sources/reports.toml").read_text("utf-8")
    read = described[described.index("[[read]]") :]
    near = rows("restricted").encode()
    (root / "files/partner.csv").write_bytes(near)
    (root / "sources/partner.toml").write_text(
        _described("partner", "csv", near, "restricted", kind="dataset") + read, "utf-8"
    )
    for level in LEVELS[:2]:
        (root / f"files/{level}.png").write_bytes(picture(level))
        (root / f"sources/{level}.toml").write_text(
            _described(level, "png", picture(level), level, kind="document"), "utf-8"
        )
    acts = f"id,date,body,kind,what\na1,2020-04-02,Office,statement,{MARK['restricted']}\n".encode()
    (root / "files/acts.csv").write_bytes(acts)
    (root / "sources/acts.toml").write_text(
        _described("acts", "csv", acts, "restricted", kind="dataset") + _ACTS, "utf-8"
    )
    plain = folder / "outside" / "told.csv"
    plain.parent.mkdir()
    plain.write_text(rows("sealed"), "utf-8")
    add_sealed(root, plain, name="told", table="reports")
    sealed = root / "sources/told.toml"
    sealed.write_text(sealed.read_text("utf-8").split("[[read]]")[0] + read, "utf-8")
    open_up(root)
    sol.open(root).build()
    return root


def _described(name: str, ending: str, data: bytes, level: str, *, kind: str) -> str:
    return (f'[source]\ntitle = "{MARK[level]} {kind}"\nkind = "{kind}"\npath = "files/{name}.{ending}"\n'
            f'sha256 = "{hashlib.sha256(data).hexdigest()}"\nsize = {len(data)}\nsensitivity = "{level}"\n')  # fmt: skip


class Guarded(World):
    """The team before the guarded case, its ids by level, and one decision about each level."""

    incidents: list[str]

    def open(self, root: Path) -> None:
        """Put the case on the bench."""
        self.app = make_app(root, ledger=self.ledger, gate=self.team)
        self.shelf = build_folder(root) / NAME
        for name in ROLES:
            self.let_in(name, name)
        for name, role in (("someone", "reviewer"), ("edda", "editor"), ("cora", "custodian")):
            self.let_in(name, role)
        for level in LEVELS:
            a, b = f"{SOURCE[level]}/r1", f"{SOURCE[level]}/r2"
            self.ledger.append(draft("someone", a, b, why=f"{MARK[level]} reason {HOSTILE}"), seen=100)
        self.ledger.append(draft("someone", "reports/r7", "told/r7", why="lockedbird reason across"), seen=100)

        for level in LEVELS:
            about = tuple(f"{SOURCE[level]}/r{n}" for n in (1, 2))
            told = f"{MARK[level]} word of @someone to @reviewer, @editor and @custodian {HOSTILE}"
            self.ledger.append(Draft("someone", "comment", about, None, told, T), seen=100)

        self.incidents = [name for (name,) in self.rows("SELECT id FROM things WHERE kind = 'incident'")]

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """Ask the workbench's own file."""
        with closing(sqlite3.connect(self.shelf)) as con:
            return con.execute(sql, values).fetchall()

    def incident(self, level: str) -> str:
        """Return an incident of a level of which somebody is blamed."""
        sql = "SELECT id FROM things WHERE kind = 'incident' AND sensitivity = ? AND id LIKE 'lower%'"
        return str(self.rows(sql, level)[0][0])

    def rejected(self, level: str) -> str:
        """Return the path of the rejected row of a level."""
        return f"/rejections/{SOURCE[level]}/14"

    def picture(self, level: str) -> str:
        """Return the hash of an exhibit of a level; a picture but for what is sealed."""
        sql = "SELECT sha256 FROM exhibits WHERE sensitivity = ? AND source IN ('public', 'restricted', 'told')"
        return str(self.rows(sql, level)[0][0])
