"""A column through time, with how far replicates lie apart."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from scipy import stats

from hegemon.errors import RunError
from hegemon.plots import style
from hegemon.plots.rows import arms_with, row_anywhere
from hegemon.run import Run

BANDS = (0.5, 0.9)


def fan(run: Run, kind: str, column: str, row: str | None = None, arm: str | Sequence[str] | None = None,
        bands: Sequence[float] = BANDS, ax: Axes | None = None) -> Axes:
    """The median of a column through time, and bands that hold so many of the recorded replicates.

    Of a column that is true or false: the share of all replicates in which it is true, with Wilson's 95 % interval of that share.

    Parameters
    ----------
    run : Run
        With recorded replicates.
    kind, column : str
        What to draw.
    row : str, optional
        Needed if the kind has more than one.
    arm : str or list of str, optional
        All arms, over each other, if it is not said.
    bands : list of float
        Shares of the replicates, in the middle; from 0 to 1, the narrowest first.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Examples
    --------
    >>> import hegemon
    >>> ax = fan(hegemon.open("patrons.h5"), "patron", "will", row="north")
    >>> ax.get_title(loc="left"), ax.get_ylabel(), ax.get_xlabel()
    ('north: will, political capacity', 'share', 'week')
    """
    row = row_anywhere(run, kind, row, arm)
    arms = arms_with(run, kind, row, arm)
    ax = style.axes(ax)
    for name in arms:
        column_name = run.column_name(kind, column, name)
        data = run.kind(kind, name)[column_name].sel({kind_dimension(run, kind, name): row})
        truth = data.encoding.get("dtype") == np.int8
        draw = _constant if "time" not in data.dims else _share if truth else _quantiles
        draw(run, ax, kind, column, row, name, data, bands)
    below = "share of all replicates, with its 95 % interval" if truth else (
        f"median of {_count(run)}; bands: the middle {_percent(bands)} of them")
    style.title(ax, style.heading(column, data.attrs, row), below)
    style.time_axis(ax, run.clock)
    ax.set_ylabel("share of replicates" if truth else style.unit(data.attrs))
    if truth:
        ax.set_ylim(0, min(1.02, 1.1 * ax.get_ylim()[1]))
    style.number_axis(ax.yaxis)
    style.legend(ax)
    return ax


def kind_dimension(run: Run, kind: str, arm: str) -> str:
    """How the dataset of a kind calls the dimension of its rows."""
    return next(str(name) for name in run.kind(kind, arm).dims if name not in ("replicate", "time"))


def _count(run: Run) -> str:
    every = run.recorded == run.replicates
    return f"{run.replicates:,} replicates" if every else f"the {run.recorded:,} recorded replicates"


def _percent(bands: Sequence[float]) -> str:
    return " and ".join(f"{100 * band:g} %" for band in bands)


def _constant(run: Run, ax: Axes, kind: str, column: str, row: str, arm: str, data, bands: Sequence[float]) -> None:
    """A level line."""
    ax.axhline(float(data), color=style.colour_of(run.arms, arm), linewidth=1.6, label=run.arm_label(arm))


def _quantiles(run: Run, ax: Axes, kind: str, column: str, row: str, arm: str, data, bands: Sequence[float]) -> None:
    values = data.values
    if values.shape[0] == 0:
        raise RunError(f"{run.path} keeps no columns of single replicates: run it with --record default or all; "
                       "plots.difference needs none")
    colour = style.colour_of(run.arms, arm)
    for place, band in enumerate(sorted(bands, reverse=True)):
        low, high = np.nanquantile(values, [(1 - band) / 2, (1 + band) / 2], axis=0)
        ax.fill_between(data.time.values, low, high, color=colour, alpha=0.16 + 0.1 * place, linewidth=0)
    ax.plot(data.time.values, np.nanmedian(values, axis=0), color=colour, linewidth=1.6, label=run.arm_label(arm))


def _share(run: Run, ax: Axes, kind: str, column: str, row: str, arm: str, data, bands: Sequence[float]) -> None:
    summary = run.summary(kind, arm, [column])
    share = next(iter(summary.data_vars.values())).sel({kind_dimension(run, kind, arm): row}, drop=True).sel(statistic="mean").values
    low, high = wilson(share, summary["count"].values)
    colour = style.colour_of(run.arms, arm)
    ax.fill_between(data.time.values, low, high, color=colour, alpha=0.2, linewidth=0)
    ax.plot(data.time.values, share, color=colour, linewidth=1.6, label=run.arm_label(arm))


def wilson(share: np.ndarray, count: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's (1927) interval of a share of `count`.

    Examples
    --------
    >>> low, high = wilson(np.array([0.0]), np.array([10]))  # 0 of 10: from 0 to z^2 / (10 + z^2)
    >>> round(low.item(), 4), round(high.item(), 4)
    (0.0, 0.2775)
    """
    limit = stats.norm.ppf((1 + confidence) / 2)
    middle = (share + limit**2 / (2 * count)) / (1 + limit**2 / count)
    width = limit * np.sqrt(share * (1 - share) / count + limit**2 / (4 * count**2)) / (1 + limit**2 / count)
    return middle - width, middle + width
