"""Plots of a run. Each returns its Axes, and takes one as `ax`; without it, it makes a figure;
`save(ax, "plot.pdf")` writes it.

All take `title`, `legend` and `labels` besides: see `Look`. Texts fit themselves to the size of the Axes whenever the figure is laid out; a
figure without a layout gets a tight one (`ax.figure.set_layout_engine("none")` ends that).

Colours are those that the colour-blind can tell apart; an arm has the same colour and the same style of line in all plots, and so has a
part in all stacked shares. Titles and units are those of the scenario.
"""
from hegemon.plots.atlas import dots, map  # noqa: A004: hegemon.plots.map
from hegemon.plots.difference import difference
from hegemon.plots.fan import fan
from hegemon.plots.page import Look
from hegemon.plots.raster import raster
from hegemon.plots.save import save
from hegemon.plots.shares import shares
from hegemon.plots.side_by_side import side_by_side
from hegemon.plots.survival import survival
from hegemon.plots.tornado import tornado

__all__ = ["Look", "difference", "dots", "fan", "map", "raster", "save", "shares", "side_by_side", "survival", "tornado"]
