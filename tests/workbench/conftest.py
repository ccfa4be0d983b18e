"""What tests of the workbench share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from postgresql import Server

pytest.importorskip("starlette", reason="the extra `bench` is not installed")
pytest.importorskip("argon2", reason="the extra `team` is not installed")


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    """The address of an empty database; who opened it in a test lets go of it afterwards."""
    from workbench.people import MADE

    yield postgres.emptied()
    while MADE:
        MADE.pop().close()
