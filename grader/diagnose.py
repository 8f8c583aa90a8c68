"""What a difference looks like: hypotheses tried on all that a check has seen, the surest ones first.

A hypothesis is stated only where it explains every value that differs and agrees with those that do not; a wrong
guess is worse than none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from grader.hypotheses import arguments, arrangement, pattern, values
from grader.hypotheses.evidence import Diagnosis, Evidence, evidence_of, evidence_of_difference
from grader.hypotheses.kinds import HINTS

__all__ = ["HINTS", "HYPOTHESES", "Diagnosis", "Evidence", "diagnose", "evidence_of", "evidence_of_difference"]

HYPOTHESES: Final[tuple[Callable[[Evidence], Diagnosis | None], ...]] = (
    pattern.refusal,
    pattern.nothing_returned,
    pattern.not_called,
    pattern.container,
    pattern.dtype,
    values.nan,
    arrangement.order_of_results,
    arguments.argument_returned,
    values.inverted,
    values.zeros,
    arguments.zeroed,
    arrangement.incomplete,
    arrangement.last_only,
    values.constant,
    arrangement.transposed,
    arrangement.shape,
    arrangement.not_reduced,
    values.sign,
    values.rounding,
    arrangement.shifted,
    arrangement.order,
    arrangement.rows_and_columns,
    arguments.angles,
    arguments.products,
    arguments.reduction,
    arguments.addend,
    arguments.step,
    arguments.old_value,
    arguments.wrong_axis,
    arguments.columns,
    arguments.dimension,
    values.scaled,
    values.reciprocal,
    values.offset,
    values.activation,
    pattern.square_only,
    pattern.first_case_only,
)
"""In the order in which they are tried: what explains more comes first where two explain the same."""


def diagnose(evidence: Evidence) -> Diagnosis | None:
    """The mistake that explains everything that differs, or None."""
    if not evidence.failing:
        return None
    with np.errstate(all="ignore"):
        for hypothesis in HYPOTHESES:
            found = hypothesis(evidence)
            if found is not None:
                return found
    return None
