"""Does an estimate exist? A log-linear model of sparse lists may have no finite best fit (Fienberg & Rinaldo 2012).

The best fit is finite exactly where some table with every cell above zero has the same sums as the one observed. That
is a linear program.
"""

from __future__ import annotations

import numpy as np

from solferino.undercount.overlap import Reals

SMALL = 1e-7


def exists(design: Reals, counts: Reals) -> bool:
    """Return whether a log-linear model has a finite best fit: cells by columns, and their counts.

    A design of less than full rank has none that is one.
    """
    from scipy.optimize import linprog

    cells, columns = design.shape
    if columns > cells or np.linalg.matrix_rank(design) < columns:
        return False
    # The largest floor under all cells, capped: only whether there is one matters.
    floor = np.zeros(cells + 1)
    floor[-1] = -1.0
    sums = np.hstack([design.T, np.zeros((columns, 1))])
    above = np.hstack([-np.eye(cells), np.ones((cells, 1))])
    found = linprog(floor, A_ub=above, b_ub=np.zeros(cells), A_eq=sums, b_eq=design.T @ counts,
                    bounds=[(0, None)] * cells + [(0, 1)], method="highs")  # fmt: skip
    return bool(found.status == 0 and -found.fun > SMALL)
