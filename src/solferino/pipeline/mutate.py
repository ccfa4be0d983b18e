"""The statement's sentences changed one word at a time, and judged against the claims as they were evaluated."""

from __future__ import annotations

from functools import cache

from solferino.claims.mutants.outcome import Outcome, outcome
from solferino.claims.sentence import views
from solferino.pipeline.built import Built
from solferino.pipeline.check import place_names, row_text
from solferino.pipeline.cited import documents
from solferino.store.namespace import Namespace


def mutate(built: Built) -> Outcome:
    """Return what became of every mutant of every sentence of a finished check; no claim is evaluated again."""
    checked = built.checked
    with Namespace(checked.tables) as tables:
        told = documents(checked.case)
        cells, places = cache(lambda i: row_text(i, tables)), place_names(checked.case, tables)
        return outcome(
            pair
            for statement in checked.case.statements
            for pair in views(statement, checked.claims, checked.case, row_text=cells, places=places, documents=told)
        )
