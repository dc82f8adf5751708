"""Which parameter matters most."""
from __future__ import annotations

from typing import Unpack

import numpy as np
import pandas
from matplotlib.axes import Axes

from hegemon.errors import RunError
from hegemon.plots import style
from hegemon.plots.page import Look, Page

MOST = 20


def tornado(frame: pandas.DataFrame, baseline: float | None = None, label: str = "", most: int = MOST,
            ax: Axes | None = None, **look: Unpack[Look]) -> Axes:
    """Bars from the outcome at the low end of each parameter to that at its high end, the longest on top.

    Parameters
    ----------
    frame : pandas.DataFrame
        By parameter: `low` and `high`, the outcome with the parameter at the low and at the high end; if it likes `low_value` and
        `high_value`, these ends, which are written beside its name.
    baseline : float, optional
        The outcome with all parameters as they are; a line.
    label : str
        Of the outcome's axis, with its unit.
    most : int
        So many parameters, those with the longest bars.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    **look
        title, legend: as of `hegemon.plots.Look`.

    Returns
    -------
    matplotlib.axes.Axes
        `ax`, or axes of a figure of their own. Upright parameters, across the outcome in its unit.

    Raises
    ------
    RunError
        If the frame lacks `low` or `high`.

    Examples
    --------
    >>> frame = pandas.DataFrame({"low": [1.0, 1.5], "high": [2.0, 4.0]}, index=["need", "fading"])
    >>> [tick.get_text() for tick in tornado(frame, baseline=1.8).get_yticklabels()]
    ['fading', 'need']
    """
    missing = [name for name in ("low", "high") if name not in frame]
    if missing:
        raise RunError(f"the frame needs the columns low and high; it has {', '.join(map(str, frame.columns))}")
    order = (frame.high - frame.low).abs().sort_values(ascending=False, kind="stable").index[:most]
    frame = frame.loc[order]
    page = Page(ax, look, size=(6.4, 1.5 + 0.3 * len(frame)))
    ax = page.ax
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", alpha=0.25, linewidth=0.6)
    middle = frame[["low", "high"]].mean(axis=1) if baseline is None else baseline
    # Half a row each: both ends may lie on the same side.
    for end, colour, said, shift in (("low", style.COLOURS[0], "low end", -0.17), ("high", style.COLOURS[1], "high end", 0.17)):
        ax.barh(np.arange(len(frame)) + shift, frame[end] - middle, left=middle, height=0.34, color=colour, label=said)
    if baseline is not None:
        ax.axvline(baseline, color="black", linewidth=0.9)
    ax.set_yticks(range(len(frame)), [_named(name, line) for name, line in frame.iterrows()])
    ax.invert_yaxis()
    ax.margins(x=0.12)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(label)
    page.title("Which parameter matters most", "" if baseline is None else f"line: all parameters as they are, {baseline:.4g}")
    page.legend()
    return page.done()


def _named(name: object, line: pandas.Series) -> str:
    """A parameter, with its ends if they are known."""
    ends = f" ({line.low_value:g} to {line.high_value:g})" if {"low_value", "high_value"} <= set(line.index) else ""
    return style.words(str(name)) + ends
