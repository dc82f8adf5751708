"""How long until something happens: spells between events, and the Kaplan-Meier estimate of what outlasts which time."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas
from scipy import stats

from hegemon.errors import RunError

if TYPE_CHECKING:
    from hegemon.run import Run


def spells(run: Run, until: str, since: str | None = None, row: str | None = None) -> pandas.DataFrame:
    """Times from an event to the next, on the same row of the same replicate.

    Parameters
    ----------
    run : Run
        All its arms and replicates.
    until : str
        The event that ends a spell.
    since : str, optional
        The event that begins one, of the same kind; each firing begins a spell of its own. If it is not said, the run begins each
        spell, and there is one for each row.
    row : str, optional
        Only spells of this row.

    Returns
    -------
    pandas.DataFrame
        arm, replicate, row, start (in the unit of time of the model, since the start of the run), duration (likewise), observed:
        whether `until` ended it; else the run did, or the replicate failed. What happens at the same time ends no spell.

    Raises
    ------
    NotThere
        With what there is, if a name is wrong.
    RunError
        If the run kept outcomes alone, or the two events are of different kinds.

    Examples
    --------
    >>> import hegemon
    >>> first = spells(hegemon.open("patrons.h5"), "attack")
    >>> len(first), first[~first.observed].duration.unique().tolist() in ([], [208.0])
    (80, True)
    """
    ends = _firings(run, until)
    starts = _whole_rows(run, until) if since is None else _firings(run, since)
    if row is not None:
        starts = starts[starts.row == run.row_of_event(until, row)]
    if since is not None and run.event_kind(since) != run.event_kind(until):
        raise RunError(f"'{since}' happens to a {run.event_kind(since)}, '{until}' to a {run.event_kind(until)}: no spell joins them")
    key = ["arm", "replicate", "row"]
    later = {name: np.sort(times.to_numpy()) for name, times in ends.groupby(key, observed=True).at}
    stopped = _stops(run)
    lines = []
    for arm, replicate, name, start in starts[[*key, "at"]].itertuples(index=False):
        stop = stopped.get((arm, replicate), run.clock.length)
        times = later.get((arm, replicate, name), np.array([]))
        after = np.searchsorted(times, start, side="right")
        observed = after < len(times)
        lines.append((arm, replicate, name, start, (times[after] if observed else max(stop, start)) - start, observed))
    frame = pandas.DataFrame(lines, columns=[*key, "start", "duration", "observed"])
    frame["arm"] = pandas.Categorical(frame["arm"], categories=[arm for arm in run.arms if arm in set(starts.arm)])
    return frame


def _firings(run: Run, event: str) -> pandas.DataFrame:
    frame = run.events(event)[["arm", "replicate", "row", "time"]].copy()
    frame["at"] = run.clock.since_start(frame["time"].to_numpy())
    return frame


def _whole_rows(run: Run, event: str) -> pandas.DataFrame:
    """A spell from the start for each row of each replicate."""
    lines = [(arm, replicate, row, 0.0) for arm in run.arms_of_event(event) for replicate in range(run.replicates)
             for row in run.rows(run.event_kind(event), arm)]
    return pandas.DataFrame(lines, columns=["arm", "replicate", "row", "at"])


def _stops(run: Run) -> dict[tuple[str, int], float]:
    """When replicates failed: the beginning of the step in which they did."""
    return {(arm, replicate): step * run.clock.step
            for arm, replicate, step in run.failures[["arm", "replicate", "step"]].itertuples(index=False)}


def kaplan_meier(duration: np.ndarray, observed: np.ndarray, confidence: float = 0.95) -> pandas.DataFrame:
    """Share of spells that outlast each time, some of them cut off before their end.

    Parameters
    ----------
    duration : array_like of float
        How long each spell was seen, in any unit.
    observed : array_like of bool
        Whether it ended then; if not, it went on, unseen.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        By time: 0, and each at which a spell ended: at_risk, ended, survival, error (Greenwood's), low, high. The interval is that of
        log(-log survival), carried back: it stays between 0 and 1. NaN where survival is 0. It takes spells as independent; those of one
        replicate may not be, and then it is too narrow.

    Raises
    ------
    ValueError
        If the lists differ in length, or a duration is negative or NaN.

    References
    ----------
    Kaplan EL, Meier P (1958): Nonparametric estimation from incomplete observations. JASA 53, 457-481.
    Greenwood M (1926): The natural duration of cancer. Reports on Public Health and Medical Subjects 33.
    Kalbfleisch JD, Prentice RL (2002): The statistical analysis of failure time data, 2nd ed., section 1.4: the interval.

    Examples
    --------
    >>> kaplan_meier([1, 2, 2, 3], [True, True, False, False]).survival.to_dict()
    {0.0: 1.0, 1.0: 0.75, 2.0: 0.5}
    """
    duration, observed = np.asarray(duration, dtype=float), np.asarray(observed, dtype=bool)
    if duration.shape != observed.shape or duration.ndim != 1:
        raise ValueError(f"duration and observed must be lists of one length, not of the shapes {duration.shape} and {observed.shape}")
    if not np.all(duration >= 0):
        raise ValueError("a duration is negative or NaN")
    time, ended = np.unique(duration[observed], return_counts=True)
    at_risk = len(duration) - np.searchsorted(np.sort(duration), time, side="left")
    survival = np.cumprod((at_risk - ended) / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.sqrt(np.cumsum(ended / (at_risk * (at_risk - ended.astype(float)))))
        spread = stats.norm.ppf((1 + confidence) / 2) * greenwood / -np.log(survival)
        low, high = survival ** np.exp(spread), survival ** np.exp(-spread)
        error = survival * greenwood
    frame = pandas.DataFrame({"at_risk": at_risk, "ended": ended, "survival": survival, "error": error, "low": low, "high": high},
                             index=pandas.Index(time, name="time"))
    if len(time) == 0 or time[0] > 0:
        start = pandas.DataFrame([[len(duration), 0, 1.0, 0.0, 1.0, 1.0]], columns=frame.columns, index=pandas.Index([0.0], name="time"))
        frame = pandas.concat([start, frame]).astype({"at_risk": int, "ended": int})
    frame.loc[frame.survival == 0, ["error", "low", "high"]] = np.nan
    return frame
