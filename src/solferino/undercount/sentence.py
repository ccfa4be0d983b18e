"""The words that may be written of an estimate, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solferino.undercount.report import Report

NOT_COVERED = "those whom no list of this kind could ever record"


def sentence(report: Report) -> str:
    """Return one line: what is documented, what is estimated beside it under which assumption on links, what is not.

    The documented and the estimated are never added up.
    """
    n = report.table.n
    low, high = report.envelope
    links = _links(report)
    if report.refused:
        why = " ".join(dict.fromkeys(r.meaning for r in report.refusals)) or "No method gave a number."
        start = f"documented: {n}. How many were not documented is not estimated. {why}"
        if low is not None:
            return f"{start} Models that fit alike, {links}, range {_range(low - n, high, n)}, and none is preferred."
        return start
    partial = [s for s in report.strata if s.refused]
    part = (
        f" This total is partial: of {len(report.strata)} strata {len(partial)} are refused, and add only what they "
        f"document ({sum(s.table.n for s in partial)})."
        if partial
        else ""
    )
    assert low is not None
    return (
        f"documented: {n}. Estimated undocumented, under stated assumptions ({links}; one closed population; nobody "
        f"certain to stay unlisted): {_range(low - n, high, n)}.{part} Not covered: {NOT_COVERED}."
    )


def _range(low: float, high: float | None, n: int) -> str:
    return f"{max(low, 0):.0f} or more" if high is None else f"{max(low, 0):.0f} to {high - n:.0f}"


def _links(report: Report) -> str:
    if report.linkings:
        return f"lists linked in {report.linkings} ways that the doubt of the linkage leaves open"
    error = report.table.link_error
    return f"{error:.1%} of true links missed" if error else "lists taken as linked without error"
