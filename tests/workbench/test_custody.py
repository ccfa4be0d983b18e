"""Who had an exhibit before them enters the custody log."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from solferino.vault import Item, Vault
from solferino.workbench.team.custody import enter
from workbench.people import World


def test_a_view_of_an_exhibit_enters_the_custody_log_once(url: str, tmp_path: Path) -> None:
    """One record for a person, an exhibit and a day that is over; a refusal, a page and today's views leave none."""
    world = World(url)
    vault = Vault.open(tmp_path / "vault", create=True)
    sha256 = vault.ingest([Item(data=b"a picture", name="a.png")])[0].sha256
    path = f"GET /media/{sha256}"
    for act, about, answer in (("media", path, 200), ("media", path, 200), ("media", path, 403), ("report", path, 200),
                               ("media", "GET /media/" + "0" * 64, 200)):  # fmt: skip
        world.team.audit.write("rosa", act, about, answer=answer)
    world.clock.move(24 * 3600)
    world.team.audit.write("rosa", "media", path, answer=200)

    assert [enter(world.team.audit, vault, before=date(2026, 1, 3)) for _ in range(2)] == [1, 0]
    (record,) = [each for each in vault.records() if each.act == "access"]
    assert (record.actor["id"], record.obj[0].sha256) == ("rosa", sha256)
    assert record.src == {"by": "workbench", "day": "2026-01-02", "times": 2}
    assert vault.check().ok
