"""The kinds of mistakes that a diagnosis may name, each with a hint that tells no value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HINTS: Final[Mapping[str, str]] = {
    # The form of the answer.
    "not_refused": "what does not fit must be refused, and is not always",
    "wrong_exception": "what does not fit is refused by an exception of another class than asked for",
    "nothing_returned": "a result is None: is a return missing?",
    "function_returned": "a result is a function, not a value",
    "wrong_container": "the values are right, but come in a list or a dict where something else is asked for",
    "dtype": "the values are right, but of another dtype than asked for",
    "nan": "a result is NaN or infinite where it must not be",
    "order_of_results": "values that are returned together come in another order than asked for",
    # Arguments.
    "argument_changed": "an argument is changed in place",
    "argument_returned": "an argument seems to be returned as it was given",
    "addend_missing": "something seems not to be added: a bias, or the place where a step begins",
    "addend_extra": "an argument seems to be added that must not be",
    "addend_subtracted": "an argument seems to be subtracted where it must be added",
    "addend_added": "an argument seems to be added where it must be subtracted",
    "swapped_arguments": "two arguments, or two factors, seem to have changed places",
    "factor_missing": "a factor seems to be missing, such as a learning rate",
    "factor_extra": "there seems to be a factor too many",
    "divided": "something seems to be divided where it must be multiplied",
    "step_sign": "a step seems to go the opposite way",
    "step_scaled": "a step seems to be off by a constant factor",
    "degrees": "degrees seem to be taken for radians, or radians for degrees",
    "turned_back": "the result seems to be turned the opposite way",
    # What is computed.
    "zeros": "every entry of the result is zero",
    "zeroed": "some entries of the result are zero that must not be",
    "constant": "every entry of the result is the same",
    "same_for_all": "the result is the same, whatever is given",
    "inverted": "yes and no seem to be the wrong way round",
    "sign": "a sign seems to be flipped",
    "absolute": "a sign seems to be lost, as in an absolute value",
    "absolute_missing": "an absolute value seems to be missing",
    "clipped": "negative results seem to be cut off at zero",
    "scaled": "the result seems to be off by a constant factor",
    "offset": "the result seems to be off by a constant, or by the same numbers in every row, like a bias",
    "off_by_one": "numbers seem to be off by one: where does counting begin?",
    "log_base": "a logarithm seems to be taken to another base",
    "sum_not_mean": "a sum seems to be taken where a mean is asked for",
    "mean_not_sum": "the result seems to be divided by a number of entries, and must not be",
    "other_reduction": "another reduction seems to be taken than asked for, such as a minimum for a maximum",
    "not_reduced": "a sum or a mean at the end seems to be missing",
    "wrong_axis": "an axis seems to be the wrong one: rows for columns, or all entries for one axis",
    "activation_missing": "an activation seems to be missing",
    "activation_extra": "there seems to be an activation too many",
    # Digits.
    "rounded": "the result seems to be rounded",
    "truncated": "numbers seem to be cut to whole ones, as by an integer division",
    "float16": "the result seems to have the few digits of half precision",
    # Where values stand.
    "transposed": "something seems to be transposed, or must be",
    "rows_and_columns": "rows and columns seem to be mixed up: a reshape is no transposition",
    "broadcast": "a column and a row seem to be broadcast to a table",
    "extra_axis": "the result has an axis too many",
    "missing_axis": "the result has an axis too few",
    "other_shape": "the numbers are right, but in another shape than asked for",
    "shifted": "the results seem to be right, but shifted by one step",
    "before_update": "values seem to be taken before the update instead of after it",
    "reversed": "the result seems to be in the opposite order",
    "sorted": "the result seems to be sorted",
    "permuted": "the right values seem to be there, but in another order",
    "last_missing": "the last one seems to be left out",
    "first_missing": "the first one seems to be left out",
    "one_too_many": "there seems to be one too many",
    "first_only": "only the first one seems to be there",
    "last_only": "only the last one seems to be there",
    # Which calls are right.
    "square_only": "right for square matrices only",
    "first_case_only": "right in the first case only",
    # What a check's own judge knows.
    "not_shuffled": "rows seem to be taken in their order, not at random",
    "rows_decoupled": "rows of the inputs and their labels do not belong together any more",
    "rows_lost": "rows are lost, or used more than once",
    "seed_ignored": "another seed makes no difference, or the same seed gives another result",
    "too_slow": "right, but too slow",
}
"""Each kind of mistake as a hint that tells no value: what students read of a hidden check."""
