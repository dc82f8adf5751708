"""Plots of a run. Each returns its Axes, and takes one as `ax`; without it, it makes a figure (`ax.figure.savefig("plot.png", dpi=200)`).

Colours are those that the colour-blind can tell apart; an arm has the same in all plots. Titles and units are those of the scenario.
"""
from hegemon.plots.atlas import dots, map  # noqa: A004: hegemon.plots.map
from hegemon.plots.difference import difference
from hegemon.plots.fan import fan
from hegemon.plots.raster import raster
from hegemon.plots.shares import shares
from hegemon.plots.side_by_side import side_by_side
from hegemon.plots.survival import survival
from hegemon.plots.tornado import tornado

__all__ = ["difference", "dots", "fan", "map", "raster", "shares", "side_by_side", "survival", "tornado"]
