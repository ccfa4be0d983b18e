"""What is asked as JSON: described by the routes themselves, held to it, and guarded as pages are."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from workbench.guarded import MARK, SOURCE, Guarded
from workbench.people import HOST, Browser


@pytest.fixture(scope="module")
def custodian(guarded: Guarded) -> Browser:
    """A browser of somebody who may see everything."""
    return guarded.browser("custodian")


def test_every_answer_is_as_described(guarded: Guarded, custodian: Browser) -> None:
    """schemathesis asks each route as its description allows, and as it does not: no answer is another than described."""
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed; make test-review has it")
    described = custodian.get("/api/openapi.json").json()
    assert set(described["paths"]) == {"/api/status", "/api/queues", "/api/search", "/api/incidents/{name}"}
    cookies = "; ".join(f"{name}={value}" for name, value in custodian.client.cookies.items())
    schema = schemathesis.openapi.from_dict(described)
    asked = []
    checks = pytest.importorskip("schemathesis.specs.openapi.checks")
    # A schema cannot say that a window ends after it begins, and a field that nobody reads is no error.
    apart = [checks.positive_data_acceptance, checks.negative_data_rejection]
    modes = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
    for operation in (found.ok() for found in schema.get_all_operations()):
        for mode in modes[: 1 + ("search" in operation.path)]:

            @settings(max_examples=25, suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy(generation_mode=mode))
            def holds(case):  # type: ignore[no-untyped-def]
                answer = case.call(
                    app=guarded.app, base_url=f"https://{HOST}", headers={"cookie": cookies, "host": HOST}
                )
                case.validate_response(answer, excluded_checks=apart)
                asked.append(answer.status_code)

            holds()
    assert {200, 400, 404} <= set(asked)


def test_an_incident_is_what_its_page_tells(guarded: Guarded, custodian: Browser) -> None:
    """Row, reports and decisions; to those who only read, without comments and without the names of others."""
    path = f"/api/incidents/{guarded.incident('public')}"
    told, read = custodian.get(path).json(), guarded.browser("reader").get(path).json()

    assert told["incident"]["incident_id"] == read["incident"]["incident_id"] == guarded.incident("public")
    assert {r["report"]["source_id"] for r in told["reports"]} == {SOURCE["public"]}
    assert {d["by"] for d in read["decisions"]} <= {"a reviewer"}
    assert not [d for d in read["decisions"] if d["act"] == "comment"]


def test_what_may_not_be_seen_is_not_there(guarded: Guarded) -> None:
    """An incident that is above its reader is missing as one that does not exist, in the same words."""
    reader = guarded.browser("reader")
    hidden, nothing = (reader.get(f"/api/incidents/{name}") for name in (guarded.incident("sealed"), "no-such-1"))

    assert (hidden.status_code, hidden.json()) == (nothing.status_code, nothing.json())
    assert MARK["sealed"] not in reader.get("/api/search?kind=report").text
    assert (
        reader.get("/api/search?kind=report").json()["total"]
        < guarded.browser("custodian").get("/api/search?kind=report").json()["total"]
    )


def test_an_error_is_json_too(custodian: Browser) -> None:
    """What cannot be read is said with what to do."""
    answer = custodian.get("/api/search?from=yesterday")

    assert answer.status_code == 400
    assert set(answer.json()) == {"error", "hint"}
