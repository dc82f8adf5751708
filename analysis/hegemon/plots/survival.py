"""How long until something happens, by arm."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Unpack

import numpy as np
import pandas
from matplotlib.axes import Axes

from hegemon.errors import choose
from hegemon.plots import style
from hegemon.plots.left import Left
from hegemon.plots.page import Look, Page
from hegemon.run import Run
from hegemon.survival import kaplan_meier, spells

MOST_TICKS = 60  # more would hide the curve; the numbers below it say how many are left


def survival(run: Run, until: str, since: str | None = None, row: str | None = None, arm: str | Sequence[str] | None = None,
             confidence: float = 0.95, ax: Axes | None = None, **look: Unpack[Look]) -> Axes:
    """The Kaplan-Meier estimate of the share of spells that outlast each time, with its interval and, below, how many are left.

    Parameters
    ----------
    run : Run
        Events of all its replicates are there.
    until, since, row : str
        Which spells: as of `hegemon.spells`.
    arm : str or list of str, optional
        All arms that have the events, if it is not said.
    confidence : float
        Of the interval (Greenwood, log-log), between 0 and 1.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    **look
        title, legend, labels: as of `hegemon.plots.Look`.

    Returns
    -------
    matplotlib.axes.Axes
        `ax`, or axes of a figure of their own. Upright the share of spells that go on, across their length in the unit of time of the model.

    Raises
    ------
    NotThere
        With what there is, if a name is wrong.
    RunError
        If the run kept outcomes alone, or the two events are of different kinds.

    Examples
    --------
    >>> import hegemon
    >>> ax = survival(hegemon.open("patrons.h5"), "attack", since="attack")
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('weeks since attack', 'share without attack')
    """
    frame = spells(run, until, since, row)
    arms = [choose(name, run.arms, "arm", run.path) for name in style.chosen_arms(run.arms, arm)]
    arms = [name for name in arms if (frame.arm == name).any()]
    page = Page(ax, look, run)
    ticks = all(len(_cut(frame[frame.arm == name])) <= MOST_TICKS for name in arms)
    for name in arms:
        part = frame[frame.arm == name]
        _curve(page.ax, kaplan_meier(part.duration, part.observed, confidence), part, style.line_of(run.arms, name), page.label(name), ticks)
    since_words = style.words(since) if since else "the start"
    page.title((f"{row}: " if row else "") + f"from {since_words} to {'the next ' if since else 'the first '}{style.words(until)}",
               f"Kaplan-Meier, {100 * confidence:g} % interval" + ("; a tick: the run ended before" if ticks else ""))
    end = frame.duration[frame.arm.isin(arms)].max() if len(frame) else run.clock.length
    page.ax.set(xlim=(0, end * 1.01), ylim=(0, 1.03), xlabel=f"{run.clock.unit}s since {since_words}",
                ylabel=f"share without {style.words(until)}")
    page.fit("left", Left(page, {name: frame.duration[frame.arm == name] for name in arms}, style.colours(run.arms)))
    page.legend_inside()
    return page.done()


def _cut(part: pandas.DataFrame) -> np.ndarray:
    """Durations after which a run ended before the spell did."""
    return np.unique(part.duration[~part.observed])


def _curve(ax: Axes, estimate: pandas.DataFrame, part: pandas.DataFrame, line: Mapping[str, object], label: str, ticks: bool) -> None:
    end = part.duration.max()
    drawn = pandas.concat([estimate, estimate.iloc[-1:].set_axis([max(end, estimate.index[-1])])])
    ax.fill_between(drawn.index, drawn.low, drawn.high, step="post", color=line["color"], alpha=0.18, linewidth=0)
    ax.step(drawn.index, drawn.survival, where="post", label=label, **line)
    if not ticks:
        return
    cut = _cut(part)
    height = estimate.survival.to_numpy()[np.searchsorted(estimate.index, cut, side="right") - 1]
    ax.plot(cut, height, "|", color=line["color"], markersize=5, markeredgewidth=0.9, zorder=style.ABOVE)
