"""What may be seen: every page asks the gate, and hostile words are only words."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from markupsafe import escape

from cases.bench import CANARY, HOSTILE, IMAGE, SCRIPT
from solferino.workbench.app import PAGES
from workbench.alone.desk import Guarded

NAMED = {"name": "reports/s1", "sha256": "0" * 64, "source": "guarded", "row": "2"}


def addresses(client: Any) -> list[str]:
    """Every page that is looked at, filled with what is guarded, and every incident and report of the case."""
    found = [p.path for p in PAGES if p.method == "GET"]
    made = [p.replace("{name:path}", NAMED["name"]).replace("{sha256}", NAMED["sha256"])
            .replace("{source}", NAMED["source"]).replace("{row:int}", NAMED["row"]) for p in found]  # fmt: skip
    return [*made, "/search?kind=report&q=canary", "/search?kind=report", "/pairs?a=guarded/s1&b=reports/r5",
            "/reports/guarded/s1", "/rejections/guarded/2"]  # fmt: skip


def test_what_is_guarded_shows_on_no_page(sit: Callable[..., Any], case: Any) -> None:
    """A person cleared for what is public sees no word of the restricted source on any page, derived ones included."""
    desk = sit("ben", gate=Guarded)
    for path in addresses(desk.client):
        answer = desk.get(path)

        assert CANARY not in answer.text, path
        assert answer.status_code in (200, 404), path


def test_the_canary_can_be_seen_by_those_who_may(anna: Any) -> None:
    """The same pages show it to who is cleared: the test above can fail."""
    assert CANARY in anna.get("/reports/guarded/s1").text
    assert anna.get("/search?kind=report&q=canary").text.count("guarded/s1") >= 1
    assert CANARY in anna.get("/rejections").text


def test_counts_over_guarded_rows_are_refused(sit: Callable[..., Any]) -> None:
    """A claim over a table with restricted rows would tell of them: it is not evaluated for who may not see them."""
    desk = sit("ben", gate=Guarded)
    answer = desk.post("/claims/try", id="a-claim", kind="count", of="reports", holds="n >= 1")

    assert "supported" not in answer.text
    assert "n =" not in answer.text


@pytest.mark.parametrize("path", ["/reports/reports/x1", "/reports/reports/x2", "/rejections", "/rejections/reports/16",
                                  "/rejections/reports/17", "/pairs?a=reports/x1&b=reports/x2", "/search?kind=report"])  # fmt: skip
def test_hostile_words_are_words(anna: Any, path: str) -> None:
    """Markup, templates and characters that turn text round are shown as what they are."""
    text = anna.get(path).text

    assert SCRIPT not in text
    assert IMAGE not in text
    assert "\u202e" not in text
    assert "1337" not in text  # 7 * 191, had a template been run
    assert any(str(escape(h)) in text or h in text or "⟨U+202E⟩" in text for h in HOSTILE)


def test_every_incident_and_report_has_a_page(anna: Any) -> None:
    """Every link of a search leads to a page."""
    import re

    for kind in ("incident", "report"):
        links = re.findall(r'<li><a href="(/[^"?]+)"', anna.get(f"/search?kind={kind}").text)

        assert links
        assert [link for link in links if anna.get(html.unescape(link)).status_code != 200] == []
