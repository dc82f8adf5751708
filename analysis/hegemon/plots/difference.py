"""How a column differs between the first arm and others, through time."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import xarray
from matplotlib.axes import Axes

from hegemon.errors import RunError
from hegemon.plots import style
from hegemon.plots.page import Look, Page
from hegemon.plots.rows import arms_with, row_anywhere
from hegemon.run import Run


def difference(run: Run, kind: str, column: str, row: str | None = None, arm: str | Sequence[str] | None = None,
               confidence: float = 0.95, ax: Axes | None = None, **look: Unpack[Look]) -> Axes:
    """The mean difference of a column over all pairs through time, first arm minus other, with its interval at each date.

    The interval is Student's, of what is true or false Tango's score interval. `hegemon compare` and `Run.compare`, which have single pairs
    and not sums alone, take bootstrap-t for outcomes with skewed differences: their interval of an outcome can be another than this one
    of a column at the same date.

    Parameters
    ----------
    run : Run
        With two arms or more.
    kind, column : str
        What to draw.
    row : str, optional
        Needed if the kind has more than one.
    arm : str or list of str, optional
        The other arm or arms; all, if it is not said.
    confidence : float
        Of the interval, between 0 and 1.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    **look
        title, legend, labels: as of `hegemon.plots.Look`.

    Returns
    -------
    matplotlib.axes.Axes
        `ax`, or axes of a figure of their own. Upright the difference in the unit of the column, across the time of the run.

    Raises
    ------
    NotThere
        With what there is, if a name is wrong.
    RunError
        If the run has one arm, kept no sums, or the arms have different rows.

    Examples
    --------
    >>> import hegemon
    >>> ax = difference(hegemon.open("patrons.h5"), "patron", "will", row="north")
    >>> ax.get_ylabel()
    'base − no_strikes (share)'
    """
    if len(run.arms) < 2:
        raise RunError(f"{run.path} has one arm, so nothing to compare: `hegemon run --arms base,VARIANT` makes one with two")
    chosen = row_anywhere(run, kind, row, arm)
    found = _differences(run, kind, column, arms_with(run, kind, chosen, arm), arm is not None, confidence)
    page = Page(ax, look, run)
    page.ax.axhline(0, color=style.GREY, linewidth=0.9)
    for name, dataset in found.items():
        data = next(iter(dataset.data_vars.values()))
        data = data.isel({data.dims[2]: list(dataset[data.dims[2]].values).index(chosen)})
        page.ax.fill_between(data.time.values, *(data.sel(statistic=end).values for end in ("low", "high")), linewidth=0,
                             color=style.colour_of(run.arms, name), alpha=0.22)
        label = f"{page.name(run.arms[0])} − {page.label(name)}"
        page.ax.plot(data.time.values, data.sel(statistic="mean").values, **style.line_of(run.arms, name), label=label)
    _describe(run, page, list(found), dataset, data, style.heading(column, chosen))
    return page.done()


def _describe(run: Run, page: Page, others: Sequence[str], dataset: xarray.Dataset, data: xarray.DataArray, heading: str) -> None:
    """Title, axes, legend."""
    first, other = page.name(run.arms[0]), page.label(others[0])
    which = f"{first} − {other}" if len(others) == 1 else f"{first} − other arms"
    interval = "score interval" if data.attrs["interval"] == "score" else "Student's interval"
    page.title(heading, style.note(data.attrs), f"{which}: mean over {style.counted(dataset.pairs.values, 'pair')}, {100 * dataset.confidence:g} % "
               f"{interval} at each {'date' if run.clock.has_dates else 'time'}")
    style.time_axis(page.ax, run.clock)
    what = page.difference(others[0]) if len(others) == 1 else f"{first} − other arm"
    unit = style.unit(data.attrs)
    page.ax.set_ylabel(f"{what} ({unit})" if unit else what)
    style.number_axis(page.ax.yaxis)
    if len(others) > 1:
        page.legend(columns=2)


def _differences(run: Run, kind: str, column: str, arms: Sequence[str], asked: bool, confidence: float) -> dict[str, xarray.Dataset]:
    """By arm: of all that are asked for, or of those that have it."""
    found, error = {}, None
    for name in arms if asked else [name for name in arms if name != run.arms[0]]:
        try:
            found[name] = run.difference(kind, name, [column], confidence)
        except RunError as raised:
            error = error or raised
            if asked:
                raise
    if not found:
        raise error or RunError(f"no other arm of {run.path} has this row of the kind '{kind}'")
    return found
