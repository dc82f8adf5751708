"""Draws over the declared ranges of all parameters, and which parameters an effect goes with."""
from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.stats import qmc


@dataclass(frozen=True)
class Parameter:
    """A parameter with its declared range."""

    name: str
    value: float
    low: float
    high: float
    note: str = ""


def ranged_parameters(description: dict) -> list[Parameter]:
    """Those that declare a range, in order of their names; `description` is that of `hegemon describe --json`."""
    return sorted((Parameter(p["name"], p["value"], *p["range"], note=p.get("note", "")) for p in description["parameters"]
                   if p.get("range") and p["range"][0] < p["range"][1]), key=lambda parameter: parameter.name)


def latin_hypercube(parameters: list[Parameter], draws: int, seed: int) -> list[dict[str, float]]:
    """Each range is cut into as many equal parts as there are draws, and each part is used once (McKay, Beckman and Conover 1979)."""
    unit = qmc.LatinHypercube(d=len(parameters), seed=seed).random(draws)
    low = np.array([parameter.low for parameter in parameters])
    high = np.array([parameter.high for parameter in parameters])
    return [dict(zip([p.name for p in parameters], map(float, row))) for row in low + unit * (high - low)]


def at_zero(parameters: list[Parameter]) -> list[tuple[Parameter, float]]:
    """What a parameter might be that its range declares possible: 0, and the lowest value where that is below 0."""
    found = []
    for parameter in parameters:
        if parameter.low <= 0 <= parameter.high and parameter.value != 0:
            found.append((parameter, 0.0))
        if parameter.low < 0 and parameter.value != parameter.low:
            found.append((parameter, parameter.low))
    return found


def partial_rank_correlations(inputs: np.ndarray, output: np.ndarray) -> np.ndarray:
    """Of each input with the output, all others held still (Marino and others 2008).

    Parameters
    ----------
    inputs
        [draw, parameter]
    output
        [draw]; draws in which it is not finite are left out.

    Returns
    -------
    [parameter]; NaN where there are too few draws or the output never moves.
    """
    known = np.isfinite(output)
    inputs, output = inputs[known], output[known]
    if len(output) < inputs.shape[1] + 3 or np.ptp(output) == 0:
        return np.full(inputs.shape[1], np.nan)
    ranks = np.column_stack([stats.rankdata(column) for column in (*inputs.T, output)])
    inverse = np.linalg.pinv(np.corrcoef(ranks, rowvar=False))
    return -inverse[:-1, -1] / np.sqrt(np.diag(inverse)[:-1] * inverse[-1, -1])


def chance_limit(draws: int, parameters: int, looks: int, level: float = 0.05) -> float:
    """A partial correlation that is passed in absolute value by any of so many looks with at most the chance `level` if nothing goes with
    anything (Bonferroni)."""
    freedom = draws - 2 - (parameters - 1)
    if freedom < 1:
        return 1.0
    t = stats.t.ppf(1 - level / looks / 2, freedom)
    return float(t / np.sqrt(freedom + t * t))
