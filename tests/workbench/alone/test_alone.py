"""One person alone: only this machine, only this run's pages, and no script but ours."""

from __future__ import annotations

import re
from typing import Any

from workbench.alone.desk import TOKEN


def test_nobody_enters_without_the_token(anna: Any) -> None:
    """Without the cookie every page is closed, the wrong token opens none, and the right one is kept as a strict cookie."""
    anna.client.cookies.clear()

    assert anna.get("/").status_code == 403
    assert anna.get("/?token=guess").status_code == 403

    entered = anna.client.get("/", params={"token": TOKEN}, follow_redirects=False)
    cookie = entered.headers["set-cookie"].lower()

    assert entered.status_code == 303
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_another_host_name_is_not_served(anna: Any) -> None:
    """A page elsewhere that has its own name point here gets nothing: the Host header is not ours."""
    assert anna.client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_a_form_of_another_page_is_refused(anna: Any) -> None:
    """A POST without the token of a page of this run writes nothing."""
    answer = anna.client.post("/pairs/decide", data={"act": "same", "a": "reports/r1", "b": "reports/r2"})

    assert answer.status_code == 403
    assert anna.lines() == []


def test_every_answer_forbids_what_is_not_ours(anna: Any) -> None:
    """Pages, refusals and files say to load scripts and styles from here alone; no page holds a script or style of its own."""
    for path in ("/", "/pairs", "/nowhere", "/static/review.js"):
        policy = anna.get(path).headers["content-security-policy"]

        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    for path in ("/", "/pairs", "/grades", "/search", "/history"):
        text = anna.get(path).text

        assert re.findall(r"<script(?![^>]* src=)", text) == []
        assert re.findall(r"<style|<[a-z][^<>]*\s(?:style|on[a-z]+)=", re.sub(r'"[^"]*"', '""', text)) == []
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//(?!127)', text) == []


def test_a_huge_form_is_refused(anna: Any) -> None:
    """A form larger than any of ours is turned away unread."""
    assert anna.client.post("/pairs/decide", data={"why": "x" * 2_000_000}).status_code == 403
