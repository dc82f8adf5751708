"""Effects: what differs between two arms, pair by pair, each with its 95 % interval."""
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy import stats

from scenario_runs import Outcomes

LEVEL = 0.95


class Measure(Enum):
    """How two arms are compared."""

    DIFFERENCE = "difference of means"
    RATIO = "ratio of means"
    TRUTH = "difference of shares"  # of runs in which it is so
    POOLED = "difference of pooled shares"  # of all cases in all runs


@dataclass(frozen=True)
class Effect:
    """One thing to compare.

    Parameters
    ----------
    name
        Unique; also its outcome's, where it has one only.
    title
        As it stands in a table.
    outcomes
        Of the scenario. `POOLED`: the sum of the first over the sum of all others.
    expected
        +1 or -1: the sign that the newspaper's picture has; 0: it has none.
    digits
        After the decimal point; of shares of runs or cases, which are told in percent, after that of the percentage.
    """

    name: str
    title: str
    measure: Measure
    outcomes: tuple[str, ...]
    expected: int
    digits: int

    @property
    def nothing(self) -> float:
        """The value that means: no effect."""
        return 1.0 if self.measure is Measure.RATIO else 0.0


@dataclass(frozen=True)
class Estimate:
    """An effect as found: first arm against second."""

    effect: Effect
    first: float
    second: float
    value: float
    low: float
    high: float
    above: float  # share of pairs in which the first arm has more
    below: float

    @property
    def sign(self) -> int:
        """Of the estimate itself: -1, 0 or 1."""
        return 0 if np.isnan(self.value) else int(np.sign(self.value - self.effect.nothing))

    @property
    def sure_sign(self) -> int:
        """Beyond noise: 0 where the interval holds the value that means no effect."""
        nothing = self.effect.nothing
        return int(self.low > nothing) - int(self.high < nothing)


def _ratio(name: str, title: str, expected: int) -> Effect:
    return Effect(name, title, Measure.RATIO, (name,), expected, 2)


def _difference(name: str, title: str, expected: int, digits: int) -> Effect:
    return Effect(name, title, Measure.DIFFERENCE, (name,), expected, digits)


def _truth(name: str, title: str, expected: int, digits: int) -> Effect:
    return Effect(name, title, Measure.TRUTH, (name,), expected, digits)


PATRONS = {"RUS": "Russia", "TUR": "Turkey", "CHN": "China", "USA": "the United States", "EU": "the European Union"}

EFFECTS = (
    _ratio("hazard_karabakh", "Hazard of an attack over Karabakh", +1),
    _ratio("hazard_batken", "Hazard of an attack around Batken", +1),
    _difference("clashes_karabakh", "Attacks over Karabakh", +1, 2),
    _difference("clashes_batken", "Attacks around Batken", +1, 2),
    _difference("deaths_karabakh", "Deaths over Karabakh", +1, 0),
    _difference("deaths_batken", "Deaths around Batken", +1, 0),
    _truth("both_sept", "Attacks over both, 10 September to 7 October 2022", +1, 1),
    _truth("both_one_week", "Attacks over both in one and the same week, at any time", +1, 1),
    Effect("honoured_share", "Calls that Russia honours by mediation or troops", Measure.POOLED,
           ("honoured_RUS", "answers_RUS", "lapsed_RUS"), -1, 0),
    _difference("credibility", "Help that its allies expect of Russia, at the end", -1, 3),
    _difference("approval_ARM", "Armenians who think well of Russia, at the end", -1, 3),
    _truth("frozen_ARM", "Armenia has frozen its membership or left", +1, 0),
    _truth("peacekeepers", "Russian peacekeepers still stand in Karabakh", -1, 0),
    *(_difference(f"share_{patron}", f"Mean share of influence of {name}", -1 if patron == "RUS" else +1, 3)
      for patron, name in PATRONS.items()),
    *(_ratio(f"stock_{patron}", f"Stock of influence of {name}", -1 if patron == "RUS" else +1) for patron, name in PATRONS.items()),
    _difference("refused", "Wishes that could not be paid, a run", 0, 3),
)

BY_YEAR = (
    *(_difference(f"clashes_{quarrel}_{year}", f"Attacks {where} in {year}", +1, 2)
      for quarrel, where in (("karabakh", "over Karabakh"), ("batken", "around Batken")) for year in (2022, 2023, 2024)),
    _difference("approval_ARM_2023", "Armenians who think well of Russia, February 2023", -1, 3),
    _difference("approval_ARM_2023_end", "the same, December 2023", -1, 3),
    _difference("approval_ARM", "the same, December 2024", -1, 3),
)

BY_NAME = {effect.name: effect for effect in EFFECTS}


def estimate(effect: Effect, first: Outcomes, second: Outcomes) -> Estimate:
    """Compares two arms over the pairs in which both have the outcomes; everything is NaN where fewer than two pairs have."""
    columns = np.array([arm[name] for arm in (first, second) for name in effect.outcomes])
    columns = columns[:, np.isfinite(columns).all(axis=0)]
    if columns.shape[1] < 2:
        return Estimate(effect, *[np.nan] * 7)
    of_first, of_second = np.split(columns, 2)
    above, below = np.mean(of_first[0] > of_second[0]), np.mean(of_first[0] < of_second[0])
    compare = {Measure.DIFFERENCE: _of_means, Measure.RATIO: _of_ratios, Measure.TRUTH: _of_truths, Measure.POOLED: _of_pooled}
    a, b, value, low, high = compare[effect.measure](of_first, of_second)
    return Estimate(effect, a, b, value, low, high, float(above), float(below))


def estimates(effects: Iterable[Effect], first: Outcomes, second: Outcomes) -> dict[str, Estimate]:
    return {effect.name: estimate(effect, first, second) for effect in effects}


Figures = tuple[float, float, float, float, float]
"""First arm, second arm, effect, low and high end of its interval."""


def _around(value: float, influences: np.ndarray) -> tuple[float, float]:
    """Student's interval around a mean whose influences (deviations, one a pair) are given."""
    half = stats.t.ppf(0.5 + LEVEL / 2, len(influences) - 1) * influences.std(ddof=1) / np.sqrt(len(influences))
    return value - half, value + half


def _of_means(first: np.ndarray, second: np.ndarray) -> Figures:
    value = float(np.mean(first[0] - second[0]))
    return float(first[0].mean()), float(second[0].mean()), value, *_around(value, first[0] - second[0])


def _of_ratios(first: np.ndarray, second: np.ndarray) -> Figures:
    """By the delta method on the logarithm of the ratio, pairs kept together."""
    a, b = float(first[0].mean()), float(second[0].mean())
    if a <= 0 or b <= 0:
        return a, b, np.nan, np.nan, np.nan
    low, high = _around(np.log(a / b), first[0] / a - second[0] / b)
    return a, b, a / b, float(np.exp(low)), float(np.exp(high))


def _of_truths(first: np.ndarray, second: np.ndarray) -> Figures:
    """Bonett and Price (2012): the interval of Wald for paired shares, with one case more in each cell of disagreement."""
    a, b, pairs = float(first[0].mean()), float(second[0].mean()), len(first[0])
    gained = (np.sum(first[0] > second[0]) + 1) / (pairs + 2)
    lost = (np.sum(first[0] < second[0]) + 1) / (pairs + 2)
    half = stats.norm.ppf(0.5 + LEVEL / 2) * np.sqrt((gained + lost - (gained - lost) ** 2) / (pairs + 2))
    middle = gained - lost
    return a, b, a - b, float(max(-1.0, middle - half)), float(min(1.0, middle + half))


def _of_pooled(first: np.ndarray, second: np.ndarray) -> Figures:
    """Ratio estimates of two shares; the influence of a pair is what it adds to each, linearised."""
    shares, influences = [], []
    for parts, whole in ((arm[0], arm[1:].sum(axis=0)) for arm in (first, second)):
        if whole.sum() == 0:
            return np.nan, np.nan, np.nan, np.nan, np.nan
        share = parts.sum() / whole.sum()
        shares.append(float(share))
        influences.append((parts - share * whole) / whole.mean())
    value = shares[0] - shares[1]
    return *shares, value, *_around(value, influences[0] - influences[1])
