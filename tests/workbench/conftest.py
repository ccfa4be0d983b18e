"""What tests of the workbench share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from postgresql import Server

if TYPE_CHECKING:
    from workbench.guarded import Guarded

pytest.importorskip("starlette", reason="the extra `bench` is not installed")
pytest.importorskip("argon2", reason="the extra `team` is not installed")


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    """The address of an empty database; who opened it in a test lets go of it afterwards."""
    from workbench.people import MADE

    yield postgres.emptied()
    while MADE:
        MADE.pop().close()


@pytest.fixture(scope="module")
def guarded(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """The team and the guarded case, once for a module: no test changes what another finds."""
    from solferino.workbench.rebuild import Rebuild
    from workbench.guarded import Guarded, guarded_case

    with pytest.MonkeyPatch.context() as patch:
        root = guarded_case(tmp_path_factory.mktemp("guarded"), patch)
        patch.setattr(Rebuild, "ask", lambda self: None)
        world = Guarded(postgres.new())
        world.open(root)
        yield world
        world.ledger.database.close()
