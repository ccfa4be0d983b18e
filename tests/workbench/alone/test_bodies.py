"""One person's gate takes broken forms as calmly as a team's."""

from __future__ import annotations

import pytest

from workbench.alone.desk import Desk


@pytest.mark.parametrize(("kind", "body"), [("multipart/form-data", b"x"), ("multipart/form-data; boundary=x", b"--x\r\nbad"), ("application/json", b'{"a": '),
                                            ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(2000)))])  # fmt: skip
def test_a_form_that_is_none_is_refused(sit, kind: str, body: bytes) -> None:  # type: ignore[no-untyped-def]
    """A body that cannot be read, or holds too many fields, is no error of the program."""
    desk: Desk = sit("anna")
    assert desk.client.post("/pairs/decide", content=body, headers={"content-type": kind}).status_code in (400, 403)
    assert desk.client.post("/pairs/decide", content=b"x", headers={"content-length": b"\xb2"}).status_code in (
        400,
        403,
    )
