# Answers with exact numbers of other kinds, which compare exactly.
# stopped by: design
# verdict: failed
from decimal import Decimal
from fractions import Fraction


def prize(x):
    return [Fraction(1, 3), Decimal("sNaN"), Decimal("1E+999999"), 1j, memoryview(b"x"), range(10**12), frozenset({1})]
