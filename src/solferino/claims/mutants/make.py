"""Every mutant of a sentence, in the order of the operators and of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from solferino.claims.mutants.mutant import OPERATORS, Mutant, mutated
from solferino.claims.mutants.names import party, place, treaty
from solferino.claims.mutants.numbers import number, window
from solferino.claims.mutants.wording import conjunction, hedge, quantity
from solferino.claims.view import View
from solferino.words.statement import Scheme

_MAKE: dict[str, Callable[[View], Iterator[Mutant]]] = {
    "number": number, "quantity": quantity, "conjunction": conjunction, "party": party, "window": window,
    "hedge": hedge, "treaty": treaty, "place": place,
}  # fmt: skip


def mutants(view: View) -> Iterator[tuple[Mutant, View]]:
    """Yield each mutant of a sentence with the sentence as changed.

    Context and opinions claim nothing that could be checked, so nothing in them is changed.
    """
    free = [(p.start, p.end) for scheme in (Scheme.CONTEXT, Scheme.OPINION) for p in view.of(scheme)]
    made = set[tuple[int, str, str]]()
    for operator in OPERATORS:
        for mutant in _MAKE[operator](view):
            name = mutant.start, mutant.was, mutant.now
            if name in made or mutant.was == mutant.now or any(a <= mutant.start < b for a, b in free):
                continue
            made.add(name)
            if (changed := mutated(view, mutant)) is not None:
                yield mutant, changed
