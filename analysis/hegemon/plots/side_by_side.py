"""The same plot of several arms."""
from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from hegemon.plots import style
from hegemon.run import Run


def side_by_side(plot: Callable[..., Axes], run: Run, *arguments: object, arms: Sequence[str] | None = None, height: float = style.SIZE[1],
                 **named: object) -> np.ndarray:
    """A plot of each arm, side by side, on equal axes.

    Parameters
    ----------
    plot : callable
        One of this package: `raster`, `shares`, `fan`, `map` ...
    run : Run
        What to draw.
    arms : list of str, optional
        All, if it is not said.
    height : float
        Of the figure, in inches; maps want less.
    *arguments, **named
        For the plot.

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
    width = 1.2 + 4.2 * len(chosen)
    figure = plt.figure(figsize=(width, height), layout="constrained", facecolor="white")
    plots = figure.subplots(1, len(chosen), sharey=True, squeeze=False)[0]
    figure.suptitle(" ", fontsize=11.5, fontweight="bold")
    for ax in plots:  # so that the plots find the room that they will have
        style.title(ax, " ", " ")
    for ax, arm in zip(plots, chosen):
        plot(run, *arguments, arm=arm, ax=ax, **named)
    common = plots[0].get_title(loc="left").replace("\n", " ")
    figure.suptitle("\n".join(textwrap.wrap(common, int(13 * width))), x=0.01, ha="left", fontsize=11.5, fontweight="bold")
    for ax, arm in zip(plots, chosen):
        style.title(ax, run.arm_label(arm))
    for ax in plots[1:]:
        ax.set_ylabel("")
    return plots
