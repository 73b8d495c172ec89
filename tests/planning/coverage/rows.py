"""Sums of yes and no between two limits, and the least of one, by HiGHS."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

Terms = dict[int, float]  # column: factor
CONSTANT = -1


def total(*parts: Iterable[int]) -> Terms:
    """The sum of these columns."""
    found: Terms = defaultdict(float)
    for part in parts:
        for column in part:
            found[column] += 1
    return found


def less(one: Terms, other: Terms) -> Terms:
    found: Terms = defaultdict(float, one)
    for column, factor in other.items():
        found[column] -= factor
    return found


class Rows:
    """Columns that are 0 or 1, and rows that hold sums of them between two limits."""

    def __init__(self) -> None:
        self.count = 0
        self.fixed: dict[int, int] = {}
        self.rows: list[tuple[float, float, Terms]] = []

    def yes_or_no(self) -> int:
        self.count += 1
        return self.count - 1

    def hold(self, terms: Terms, least: float = float("-inf"), most: float = float("inf")) -> None:
        known = terms.get(CONSTANT, 0)
        kept = {column: factor for column, factor in terms.items() if factor and column != CONSTANT}
        self.rows.append((least - known, most - known, kept))


def engine_for(lp: Rows) -> Any:
    import highspy
    import numpy as np

    highs: Any = highspy
    engine = highs.Highs()
    engine.silent()
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = lp.count, len(lp.rows)
    model.col_cost_ = np.zeros(lp.count)
    model.col_lower_ = np.array([lp.fixed.get(column, 0) for column in range(lp.count)], dtype=np.float64)
    model.col_upper_ = np.array([lp.fixed.get(column, 1) for column in range(lp.count)], dtype=np.float64)
    model.row_lower_ = np.array([least for least, _, _ in lp.rows])
    model.row_upper_ = np.array([most for _, most, _ in lp.rows])
    model.integrality_ = [highspy.HighsVarType.kInteger] * lp.count
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    starts, index, value = [0], list[int](), list[float]()
    for _, _, terms in lp.rows:
        index += terms.keys()
        value += terms.values()
        starts.append(len(index))
    matrix.start_, matrix.index_ = np.array(starts), np.array(index, dtype=np.int32)
    matrix.value_ = np.array(value, dtype=np.float64)
    engine.passModel(model)
    for name, wanted in (("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5), ("random_seed", 1)):
        engine.setOptionValue(name, wanted)
    return engine


def least(engine: Any, terms: Terms, count: int) -> int:
    import highspy
    import numpy as np

    known = terms.get(CONSTANT, 0.0)
    kept = {column: factor for column, factor in terms.items() if column != CONSTANT and factor}
    if not kept:
        return round(known)
    cost = np.zeros(count)
    cost[list(kept)] = list(kept.values())
    engine.clearSolver()
    engine.changeColsCost(count, np.arange(count, dtype=np.int32), cost)
    engine.setOptionValue("presolve", "choose")
    engine.run()
    if engine.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        # Its presolve now and then takes what the tier before was solved with for impossible.
        engine.clearSolver()
        engine.setOptionValue("presolve", "off")
        engine.run()
    if engine.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"no proof: {engine.getModelStatus()}")
    found: int = round(engine.getInfo().objective_function_value)
    engine.addRow(
        -highspy.kHighsInf,
        found + 0.5,
        len(kept),
        np.array(list(kept), dtype=np.int32),
        np.array(list(kept.values())),
    )
    return round(known) + found
