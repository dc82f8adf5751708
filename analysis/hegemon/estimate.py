"""Means and intervals from sums over replicates."""
from collections.abc import Callable

import numpy as np
from scipy import stats

ROUNDING = 8 * np.finfo(float).eps  # of a sum of squares, relative


def moments(total: np.ndarray, squares: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, standard deviation and standard error of the mean.

    Parameters
    ----------
    total, squares : numpy.ndarray
        Sums of values and of their squares, [time, row].
    count : numpy.ndarray
        Over how many values, [time]. From fewer than two values no deviation follows, from none no mean: NaN.

    Returns
    -------
    tuple of numpy.ndarray
        Mean, deviation (n - 1) and error, [time, row] each. From sums, a deviation below some 4e-8 of the root mean square cannot be told from
        rounding: it is 0.

    Examples
    --------
    >>> mean, deviation, error = moments(np.array([[6.0]]), np.array([[14.0]]), np.array([3]))  # of 1, 2 and 3
    >>> mean.item(), deviation.item(), round(error.item(), 4)
    (2.0, 1.0, 0.5774)
    """
    count = np.asarray(count, dtype=float)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / count
        apart = squares - total * mean  # the difference of two large numbers, if values lie close together
        variance = np.where(apart <= ROUNDING * squares, 0, apart) / (count - 1)
        variance = np.where(count > 1, variance, np.nan)
        return mean, np.sqrt(variance), np.sqrt(variance / count)


def student_interval(mean: np.ndarray, error: np.ndarray, count: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Student's interval of a mean.

    Parameters
    ----------
    mean, error : numpy.ndarray
        [time, row].
    count : numpy.ndarray
        Values behind them, [time].
    confidence : float
        Between 0 and 1.
    """
    freedom = np.maximum(np.asarray(count, dtype=float) - 1, 1)[:, None]  # no error where it would be 0
    width = stats.t.ppf((1 + confidence) / 2, freedom) * error
    return mean - width, mean + width


def score_interval(total: np.ndarray, squares: np.ndarray, count: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Tango's score interval of a difference of two shares in pairs.

    It is not empty where no pair differs, as Student's would be.

    Parameters
    ----------
    total, squares : numpy.ndarray
        Sums of the differences (-1, 0 or 1) and of their squares, [time, row].
    count : numpy.ndarray
        Pairs, [time].
    confidence : float
        Between 0 and 1.

    References
    ----------
    Tango T (1998): Equivalence test and confidence interval for the difference in proportions for the paired-sample design.
    Statistics in Medicine 17, 891-908: the statistic (5) with the nuisance parameter of (4).
    """
    pairs = np.broadcast_to(np.asarray(count, dtype=float)[:, None], np.shape(total))
    more, less = (squares + total) / 2, (squares - total) / 2
    limit = stats.norm.ppf((1 + confidence) / 2)

    def score(delta: np.ndarray) -> np.ndarray:
        first = -more - less + (2 * pairs - more + less) * delta
        root = np.sqrt(np.maximum(first**2 + 8 * pairs * less * delta * (1 - delta), 0))
        share = (root - first) / (4 * pairs)
        variance = np.maximum(pairs * (2 * share + delta * (1 - delta)), 1e-300)
        return (more - less - pairs * delta) / np.sqrt(variance)

    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.asarray(total / pairs, dtype=float)
        low = _crossing(score, np.full_like(mean, -1), mean, limit)
        high = _crossing(score, mean, np.ones_like(mean), -limit)
    return np.where(pairs > 0, low, np.nan), np.where(pairs > 0, high, np.nan)


def _crossing(score: Callable[[np.ndarray], np.ndarray], left: np.ndarray, right: np.ndarray, value: float) -> np.ndarray:
    """Where a falling function passes `value`, by bisection."""
    for _ in range(60):
        middle = (left + right) / 2
        above = score(middle) > value
        left, right = np.where(above, middle, left), np.where(above, right, middle)
    return (left + right) / 2
