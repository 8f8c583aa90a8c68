"""Numbers about a class: how scores are spread, how many pass a check, and whether it tells the better from the others.

Pure, and counted while the results stream by: nothing here keeps what it was told of single students, but for their
scores where a median is asked for.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

FEWEST: Final = 5  # students that a correlation needs
LOW_DISCRIMINATION: Final = 0.1
LOW_RATE: Final = 0.1
_SAME: Final = 1e-9  # of the largest value: what is not told apart in the last bits is the same


@dataclass(slots=True)
class Association:
    """The point-biserial correlation of passing with a value, in one pass (Welford's way, which loses no digits)."""

    count: int = 0
    passed: int = 0
    _mean: float = 0.0
    _mean_passed: float = 0.0
    _spread: float = 0.0
    _largest: float = 0.0

    def add(self, passed: bool, value: float) -> None:
        """One more student."""
        self.count += 1
        step = value - self._mean
        self._mean += step / self.count
        self._spread += step * (value - self._mean)
        self._largest = max(self._largest, abs(value))
        if passed:
            self.passed += 1
            self._mean_passed += (value - self._mean_passed) / self.passed

    @property
    def rate(self) -> float | None:
        """The part of the students who passed."""
        return self.passed / self.count if self.count else None

    @property
    def correlation(self) -> float | None:
        """From -1 to 1; None where it says nothing: few students, all or none of them passed, or all values alike."""
        if self.count < FEWEST or self.passed in (0, self.count):
            return None
        deviation = math.sqrt(max(self._spread, 0.0) / self.count)
        if deviation <= _SAME * self._largest:
            return None
        failed = self.count - self.passed
        mean_failed = (self._mean * self.count - self._mean_passed * self.passed) / failed
        weight = math.sqrt(self.passed * failed) / self.count
        return min(1.0, max(-1.0, (self._mean_passed - mean_failed) / deviation * weight))


@dataclass(slots=True)
class CheckTally:
    """How a class did in one check."""

    part: str
    check: str
    visibility: str
    sentence: str
    points: float
    association: Association = field(default_factory=Association)
    verdicts: Counter[str] = field(default_factory=Counter)

    def add(self, verdict: str, score: float, total: float) -> None:
        """A student's verdict and score in it, and the score in the whole assignment."""
        self.verdicts[verdict] += 1
        self.association.add(verdict == "passed", total - score)

    @property
    def doubts(self) -> list[str]:
        """What a reader should think about, in words; nothing where the check does what a check should."""
        found = []
        discrimination, rate = self.association.correlation, self.association.rate
        if discrimination is not None and discrimination < 0:
            found.append("the better students fail it: is the check right?")
        elif discrimination is not None and discrimination < LOW_DISCRIMINATION:
            found.append("better students pass it hardly more often than others: does it check what they learned?")
        if rate is not None and rate < LOW_RATE and self.association.count >= FEWEST:
            found.append(
                ("nobody passes it" if rate == 0 else "hardly anybody passes it")
                + ": is the task clear, the check fair?"
            )
        return found


@dataclass(frozen=True, slots=True)
class Spread:
    """Some values in five numbers and two more."""

    count: int
    mean: float
    deviation: float
    lowest: float
    quarter: float
    median: float
    three_quarters: float
    highest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread | None:
        """None where there are no values."""
        if not values:
            return None
        ordered = sorted(values)
        mean = math.fsum(ordered) / len(ordered)
        deviation = math.sqrt(math.fsum((one - mean) ** 2 for one in ordered) / len(ordered))
        quarter, median, three_quarters = (quantile(ordered, share) for share in (0.25, 0.5, 0.75))
        return cls(len(ordered), mean, deviation, ordered[0], quarter, median, three_quarters, ordered[-1])


def quantile(ordered: Sequence[float], share: float) -> float:
    """What so large a share of the values is below; between two values as far as the share asks for."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


@dataclass(frozen=True, slots=True)
class Bin:
    """So many students from ``low`` percent to below the next bin's, or with all points."""

    low: int
    words: str
    count: int


def histogram(percents: Sequence[float]) -> list[Bin]:
    """Ten bins of ten percent each, and one more for all points: where checks decide, many have just these."""
    counts = Counter(100 if one >= 100 - 1e-9 else max(0, min(9, int(one // 10))) * 10 for one in percents)
    return [Bin(low, _bin_words(low), counts[low]) for low in range(0, 101, 10)]


def _bin_words(low: int) -> str:
    return "100 %" if low == 100 else f"{low} to below {low + 10} %"
