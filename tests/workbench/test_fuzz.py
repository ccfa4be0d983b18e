"""Whatever is sent to whichever route, the answer is one of ours: no error of the program, ever."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.guarded import SOURCE, Guarded
from workbench.people import Browser

HOSTILE = ["", " ", "0", "-1", "9" * 30, "1e9", "٣", "\0", "\ufffd", "'", '"', "' OR 1=1 --", "%", "%s", "{x}", "<b>", "=1+1", "../..", "/", "a" * 5000,
           "2020-03-03", "2020-13-45", "…", "[", "{ a = 1", '{ may = "BLU" }', "n >= 1", "n >=", "same", "\u202e", "NEAR(", '"*', "AND", "^a"]  # fmt: skip
FIELDS = ["a", "b", "act", "why", "incident", "ladder", "grade", "checked", "party", "relation", "decision", "back", "id", "kind", "of", "column",
          "how", "text", "holds", "where", "q", "from", "to", "object", "place", "at", "seen", "passage", "cell:kmin", "cell:", "scope", "role",
          "clearance", "name", "password", "code", "new", "south", "west", "north", "east"]  # fmt: skip
GOOD = ["reports/r1", "told/r2", "same", "unsure", "count", "exists", "witnesses", "incidents", "reports", "vetoes", "votes", "occurrence", "2", "4",
        "BLU", "exactly", "unknown", "date", "is", "may be", "must be", "at least", "from … to", "alike", "row", "reader", "sealed", "report"]  # fmt: skip
values = st.sampled_from(HOSTILE) | st.sampled_from(GOOD) | st.text(max_size=20)
forms = st.dictionaries(
    st.sampled_from(FIELDS) | st.text(max_size=5), values | st.lists(values, max_size=3), max_size=8
)
BODIES = [("application/json", b'{"a": '), ("application/json", b"[" * 10_000), ("multipart/form-data", b"x"), ("multipart/form-data; boundary=x", b"--x\r\nbad"),
          ("multipart/form-data; boundary=x", b'--x\r\ncontent-disposition: form-data; name="csrf"; filename="f"\r\n\r\nv\r\n--x--\r\n'),
          ("application/x-www-form-urlencoded", b"csrf=%ff%fe&=&&=%"), ("application/x-www-form-urlencoded; charset=utf-7", b"csrf=+ADw-"), ("", b"\0"),
          ("multipart/form-data; boundary=\xff", b""), ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(2000)))]  # fmt: skip


@pytest.fixture(scope="module")
def everybody(guarded: Guarded) -> Browser:
    """A browser of somebody who may do everything."""
    guarded.let_in("every", "reader", "reviewer", "editor", "custodian", "admin")
    return guarded.browser("every")


def paths(world: Guarded) -> list[tuple[str, str]]:
    """Return every (method, path) of the application but the one that ends the session."""
    return [
        (method, route.path)
        for route in world.app.routes
        for method in sorted(route.methods or ())
        if route.name != "logout"
    ]


@settings(max_examples=120)
@given(data=st.data(), form=forms, query=forms)
def test_no_form_and_no_query_is_an_error_of_the_program(
    everybody: Browser, guarded: Guarded, data: st.DataObject, form: dict[str, Any], query: dict[str, Any]
) -> None:
    """Hostile and half-right fields, in forms and addresses, to every route: refused or shown, never a crash."""
    method, path = data.draw(st.sampled_from(paths(guarded)))
    known = st.sampled_from([*guarded.incidents, "reports/r1", "told/r1", *SOURCE.values(), "14", "1"])
    while "{" in path:
        before, _, rest = path.partition("{")
        given = (
            data.draw(known | values)
            .replace("{", "")
            .replace("?", "")
            .replace("#", "")
            .replace("\r", "")
            .replace("\n", "")
            .replace("\t", "")
        )
        path = before + given.encode("unicode_escape").decode() + rest.partition("}")[2]
    told = {"csrf": everybody.value("/account"), **form} if method == "POST" else None
    answer = everybody.client.request(method, path, data=told, params=query)
    assert answer.status_code < 500
    # Whatever it did to the session (a new password, a role), the next one begins with one that holds.
    assert everybody.get("/account").status_code == 200


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_no_body_is_an_error_of_the_program(everybody: Browser, guarded: Guarded, kind: str, body: bytes) -> None:
    """Broken JSON, torn forms and bytes of nothing, to every route that takes a form: refused."""
    for method, path in paths(guarded):
        if method == "POST":
            answer = everybody.client.post(
                path.replace("{", "").replace("}", "").replace(":int", "").replace("row", "1").replace("/id/", "/1/"),
                content=body,
                headers={"content-type": kind.encode("latin-1")},
            )
            assert 400 <= answer.status_code < 500, path


def test_a_form_that_is_too_large_is_not_read(everybody: Browser) -> None:
    """A million bytes at most, and a length that is told; nothing else is taken in."""
    assert everybody.client.post("/logout", content=b"x" * 1_000_001).status_code == 413
    assert everybody.client.post("/logout", content=iter([b"x"])).status_code == 403
    assert everybody.client.post("/logout", content=b"x", headers={"content-length": b"\xb2"}).status_code in (400, 403)
