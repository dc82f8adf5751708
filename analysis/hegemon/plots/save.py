"""Pictures on paper."""
from __future__ import annotations

from os import PathLike

import matplotlib
from matplotlib.axes import Axes

# TrueType: many journals refuse matplotlib's own Type 3.
FONTS = {"pdf.fonttype": 42, "ps.fonttype": 42, "svg.fonttype": "none"}


def save(ax: Axes, path: str | PathLike, dpi: float = 200) -> None:
    """Writes the figure of a plot, with fonts that journals take: TrueType in PDF and PS, text as text in SVG.

    `ax.figure.savefig` does the same after `matplotlib.rcParams["pdf.fonttype"] = 42`.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Any of its figure.
    path : str or path
        .pdf, .eps, .svg, .png ...
    dpi : float
        Points to the inch of what is no drawing.

    Examples
    --------
    >>> import hegemon
    >>> save(hegemon.plots.fan(hegemon.open("patrons.h5"), "patron", "will", row="north"), "will.pdf")
    """
    with matplotlib.rc_context(FONTS):
        ax.figure.savefig(path, dpi=dpi)
