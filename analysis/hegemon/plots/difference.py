"""How a column differs between the first arm and others, through time."""
from __future__ import annotations

from collections.abc import Sequence

import xarray
from matplotlib.axes import Axes

from hegemon.errors import RunError
from hegemon.plots import style
from hegemon.plots.rows import arms_with, row_anywhere
from hegemon.run import Run


def difference(run: Run, kind: str, column: str, row: str | None = None, arm: str | Sequence[str] | None = None,
               confidence: float = 0.95, ax: Axes | None = None) -> Axes:
    """The mean difference of a column over all pairs through time, first arm minus other, with its interval at each date.

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
    others = list(found)
    ax = style.axes(ax)
    ax.axhline(0, color=style.GREY, linewidth=0.9)
    for name, dataset in found.items():
        data = next(iter(dataset.data_vars.values()))
        data = data.isel({data.dims[2]: list(dataset[data.dims[2]].values).index(chosen)})
        colour = style.colour_of(run.arms, name)
        ax.fill_between(data.time.values, *(data.sel(statistic=end).values for end in ("low", "high")), color=colour, alpha=0.22, linewidth=0)
        label = f"{run.arms[0]} − {run.arm_label(name)}"
        ax.plot(data.time.values, data.sel(statistic="mean").values, color=colour, linewidth=1.6, label=label)
    pairs = int(dataset.pairs.values.max())
    of = f"{run.arms[0]} − {run.arm_label(others[0])}" if len(others) == 1 else "differences between arms"
    style.title(ax, style.heading(column, data.attrs, chosen),
                f"{of}: mean over {pairs:,} pairs, {100 * confidence:g} % interval at each {'date' if run.clock.has_dates else 'time'}")
    style.time_axis(ax, run.clock)
    what = f"{run.arms[0]} − {others[0]}" if len(others) == 1 else f"{run.arms[0]} − other"
    unit = style.unit(data.attrs)
    ax.set_ylabel(f"{what} ({unit})" if unit else what)
    style.number_axis(ax.yaxis)
    if len(others) > 1:
        style.legend(ax, columns=2)
    return ax


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
