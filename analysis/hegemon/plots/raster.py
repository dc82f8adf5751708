"""When an event happened in which replicate."""
from __future__ import annotations

from typing import Unpack

import pandas
from matplotlib.axes import Axes

from hegemon.errors import choose
from hegemon.plots import style
from hegemon.plots.page import Look, Page
from hegemon.run import Run

MOST = 100      # replicates that can be told apart
COLOURED = 6    # rows


def raster(run: Run, event: str, row: str | None = None, arm: str | None = None, replicates: int = MOST, ax: Axes | None = None,
           **look: Unpack[Look]) -> Axes:
    """A mark for each firing of an event, a line for each replicate, coloured by row.

    Parameters
    ----------
    run : Run
        Events of all its replicates are there.
    event : str
        Which.
    row : str, optional
        Only this row; else all. The six with the most firings have colours, the others are grey.
    arm : str, optional
        The first one if it is not said; see `side_by_side` for several.
    replicates : int
        So many, the first ones.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    **look
        title, legend, labels: as of `hegemon.plots.Look`.

    Returns
    -------
    matplotlib.axes.Axes
        `ax`, or axes of a figure of their own. Upright replicates, across the time of the run.

    Raises
    ------
    NotThere
        With what there is, if a name is wrong.
    RunError
        If the run kept outcomes alone.

    Examples
    --------
    >>> import hegemon
    >>> ax = raster(hegemon.open("patrons.h5"), "attack")
    >>> ax.get_ylabel(), ax.get_xlabel()
    ('replicate', 'week')
    """
    frame = run.events(event)
    arm = run.arms[0] if arm is None else choose(arm, run.arms_of_event(event), f"arm with the event '{event}'", run.path)
    replicates = min(replicates, run.replicates)
    if row is not None:
        frame = frame[frame.row == run.row_of_event(event, row)]
    often = sorted(frame.row.value_counts().index[:COLOURED])  # of all arms, so that each has the same colours
    frame = frame[(frame.arm == arm) & (frame.replicate < replicates)]
    page = Page(ax, look, run, (6.4, 2.6 + 0.024 * replicates))
    ax = page.ax
    ax.grid(False)
    _marks(ax, frame, often, replicates)
    shown = f"the first {replicates:,} of {run.replicates:,}" if replicates < run.replicates else f"{replicates:,}"
    page.title(style.heading(event, row), f"{page.name(arm)}: {len(frame):,} firings in {shown} replicates")
    style.time_axis(ax, run.clock)
    ax.set(ylabel="replicate", ylim=(replicates - 0.3, -0.7))
    if len(often) > 1:
        page.legend(columns=6)
    return page.done()


def _marks(ax: Axes, frame: pandas.DataFrame, often: list[str], replicates: int) -> None:
    width = 2.4 if replicates <= 40 else 2
    rest = frame[~frame.row.isin(often)]
    groups = [(name, frame[frame.row == name], style.COLOURS[place]) for place, name in enumerate(often)]
    for name, part, colour in ([("others", rest, style.REST)] if len(rest) else []) + groups:
        ax.vlines(part.time.values, part.replicate - 0.42, part.replicate + 0.42, color=colour, linewidth=width, label=name)
