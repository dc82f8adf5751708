"""The same plot of several arms."""
from __future__ import annotations

from collections.abc import Callable, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from hegemon.plots import style
from hegemon.plots.atlas import COLOURS
from hegemon.plots.fitting import POINTS, wrap
from hegemon.plots.page import place_title
from hegemon.run import Run


def side_by_side(plot: Callable[..., Axes], run: Run, *arguments: object, arms: Sequence[str] | None = None, height: float | None = None,
                 **look: object) -> np.ndarray:
    """A plot of each arm, side by side, on equal axes.

    Parameters
    ----------
    plot : callable
        One of this package: `raster`, `shares`, `fan`, `map` ...
    run : Run
        What to draw.
    arms : list of str, optional
        All, if it is not said.
    height : float, optional
        Of the figure, in inches; else what suits.
    *arguments, **look
        For the plot. A `title` is that of the figure; "" leaves the names of the arms alone.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        One for each arm.

    Examples
    --------
    >>> import hegemon
    >>> axes = side_by_side(hegemon.plots.raster, hegemon.open("patrons.h5"), "attack")
    >>> [ax.get_title(loc="left") for ax in axes]
    ['base', 'no_strikes (No strikes in North)']
    """
    chosen = style.chosen_arms(run.arms, arms)
    asked, labels = look.pop("title", None), look.get("labels") or {}
    width = 1.2 + 4.2 * len(chosen)
    figure = plt.figure(figsize=(width, height or style.SIZE[1]), layout="constrained", facecolor="white")
    plots = figure.subplots(1, len(chosen), sharey=True, squeeze=False)[0]
    for ax, arm in zip(plots, chosen):
        plot(run, *arguments, arm=arm, ax=ax, **look)
    title = plots[0].get_title(loc="left") if asked is None else asked
    if title:
        figure.suptitle(wrap(title, 0.98 * POINTS * width, 11.5, "bold"), x=0.01, ha="left", fontsize=11.5, fontweight="bold")
    for ax, arm in zip(plots, chosen):
        place_title(ax, labels.get(arm) or run.arm_label(arm), () if asked == "" else None)
    for ax in plots[1:]:
        ax.set_ylabel("")
    _tidy_maps(plots, height)
    return plots


def _tidy_maps(plots: np.ndarray, height: float | None) -> None:
    """Maps have the same colours: one bar is enough; and the figure is as high as they are."""
    for ax in plots[:-1]:
        for colours in [one for one in ax.child_axes if one.get_label() == COLOURS]:
            colours.remove()
    if height is None and plots[0].get_aspect() != "auto":
        shape = plots[0].get_aspect() * np.ptp(plots[0].get_ylim()) / np.ptp(plots[0].get_xlim())
        plots[0].figure.set_figheight(min(1.1 + 3.9 * shape, 6))
