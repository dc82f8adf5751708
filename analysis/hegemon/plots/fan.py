"""A column through time, with how far replicates lie apart."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

import numpy as np
import xarray
from matplotlib.axes import Axes
from scipy import stats

from hegemon.errors import RunError
from hegemon.plots import style
from hegemon.plots.page import Look, Page
from hegemon.plots.rows import arms_with, row_anywhere
from hegemon.run import Run

BANDS, BAND = (0.5, 0.9), (0.9,)  # of one or two arms, of more
MOST_WITH_TWO_BANDS = 2


def fan(run: Run, kind: str, column: str, row: str | None = None, arm: str | Sequence[str] | None = None,
        bands: Sequence[float] | None = None, ax: Axes | None = None, **look: Unpack[Look]) -> Axes:
    """The median of a column through time, and bands that hold so many of the recorded replicates.

    The page of `hegemon report` draws means over all replicates instead, as `Run.summary` has them.

    Of a column that is true or false: the share of the replicates that had not failed in which it is true, with Wilson's 95 % interval of that share.

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
    bands : list of float, optional
        Shares of the replicates, in the middle, from 0 to 1; if it is not said, 0.5 and 0.9, of more than two arms 0.9 alone.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    **look
        title, legend, labels: as of `hegemon.plots.Look`.

    Returns
    -------
    matplotlib.axes.Axes
        `ax`, or axes of a figure of their own. Upright the unit of the column, across the time of the run.

    Raises
    ------
    NotThere
        With what there is, if a name is wrong.
    RunError
        If the run kept no columns.

    Examples
    --------
    >>> import hegemon
    >>> ax = fan(hegemon.open("patrons.h5"), "patron", "will", row="north")
    >>> ax.get_title(loc="left"), ax.get_ylabel(), ax.get_xlabel()
    ('north: will', 'share', 'week')
    """
    row = row_anywhere(run, kind, row, arm)
    arms = arms_with(run, kind, row, arm)
    page = Page(ax, look, run)
    bands = bands or (BANDS if len(arms) <= MOST_WITH_TWO_BANDS else BAND)
    for name in arms:
        column_name = run.column_name(kind, column, name)
        data = run.kind(kind, name)[column_name].sel({kind_dimension(run, kind, name): row})
        truth = data.encoding.get("dtype") == np.int8
        draw = _constant if "time" not in data.dims else _share if truth else _quantiles
        draw(run, page, kind, column, row, name, data, _Bands(tuple(sorted(bands, reverse=True)), len(arms)))
    behind = f"share of {_still_there(run, kind, column, arms)}, with its 95 % interval" if truth else (
        f"median of {_count(run)}; {'bands' if len(bands) > 1 else 'band'}: the middle {_percent(bands)} of them")
    _describe(run, page, data, style.heading(column, row), behind, truth)
    return page.done()


@dataclass(frozen=True)
class _Bands:
    """Shares of the replicates, the widest first, and of how many arms there are some: the more, the lighter."""

    shares: tuple[float, ...]
    arms: int

    def alpha(self, place: int) -> float:
        return (0.16 + 0.1 * place) / (1 if self.arms <= MOST_WITH_TWO_BANDS else 1.6)


def _describe(run: Run, page: Page, data: xarray.DataArray, heading: str, behind: str, truth: bool) -> None:
    """Title, axes, legend."""
    ax = page.ax
    page.title(heading, style.note(data.attrs), behind)
    style.time_axis(ax, run.clock)
    ax.set_ylabel("share of replicates" if truth else style.unit(data.attrs))
    if truth:
        ax.set_ylim(0, min(1.02, 1.1 * ax.get_ylim()[1]))
    style.number_axis(ax.yaxis)
    page.legend()


def kind_dimension(run: Run, kind: str, arm: str) -> str:
    """How the dataset of a kind calls the dimension of its rows."""
    return next(str(name) for name in run.kind(kind, arm).dims if name not in ("replicate", "time"))


def _still_there(run: Run, kind: str, column: str, arms: Sequence[str]) -> str:
    counts = [run.summary(kind, arm, [column])["count"].values for arm in arms]
    return style.counted(np.concatenate(counts), "replicate")


def _count(run: Run) -> str:
    every = run.recorded == run.replicates
    return f"{run.replicates:,} replicates" if every else f"the {run.recorded:,} recorded replicates"


def _percent(bands: Sequence[float]) -> str:
    return " and ".join(f"{100 * band:g} %" for band in sorted(bands))


def _constant(run: Run, page: Page, kind: str, column: str, row: str, arm: str, data: xarray.DataArray, bands: _Bands) -> None:
    """A level line."""
    page.ax.axhline(float(data), **style.line_of(run.arms, arm), label=page.label(arm))


def _quantiles(run: Run, page: Page, kind: str, column: str, row: str, arm: str, data: xarray.DataArray, bands: _Bands) -> None:
    values = data.values
    if values.shape[0] == 0:
        raise RunError(f"{run.path} keeps no columns of single replicates: run it with --record default or all; "
                       "plots.difference needs none")
    colour = style.colour_of(run.arms, arm)
    for place, band in enumerate(bands.shares):
        low, high = np.nanquantile(values, [(1 - band) / 2, (1 + band) / 2], axis=0)
        page.ax.fill_between(data.time.values, low, high, color=colour, alpha=bands.alpha(place), linewidth=0)
    page.ax.plot(data.time.values, np.nanmedian(values, axis=0), **style.line_of(run.arms, arm), label=page.label(arm))


def _share(run: Run, page: Page, kind: str, column: str, row: str, arm: str, data: xarray.DataArray, bands: _Bands) -> None:
    summary = run.summary(kind, arm, [column])
    share = next(iter(summary.data_vars.values())).sel({kind_dimension(run, kind, arm): row}, drop=True).sel(statistic="mean").values
    low, high = wilson(share, summary["count"].values)
    page.ax.fill_between(data.time.values, low, high, color=style.colour_of(run.arms, arm), alpha=bands.alpha(0), linewidth=0)
    page.ax.plot(data.time.values, share, **style.line_of(run.arms, arm), label=page.label(arm))


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
