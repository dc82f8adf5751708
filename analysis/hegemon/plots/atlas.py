"""States on a map, as dots at their capitals."""
from __future__ import annotations

import matplotlib.patheffects
import numpy as np
import pandas
import xarray
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from hegemon.errors import NotThere, RunError
from hegemon.places import land, locate
from hegemon.plots import style
from hegemon.run import Run

SEA, LAND = "#F4F7FA", "#DCDAD5"
# Where a name may stand, in points from its dot; the far ones get a line.
NEAR = [(7, 0), (-7, 0), (0, 8), (0, -8), (6, 6), (-6, 6), (6, -6), (-6, -6)]
FAR = [(x, y) for reach in (16, 26) for x, y in ((reach, reach), (-reach, reach), (reach, -reach), (-reach, -reach), (0, reach), (0, -reach))]


def map(run: Run, kind: str, column: str, time: object = None, arm: str | None = None, places: pandas.DataFrame | None = None,  # noqa: A001
        extent: tuple[float, float, float, float] | None = None, ax: Axes | None = None) -> Axes:
    """The mean of a column over all replicates, a dot for each row that has a place.

    Parameters
    ----------
    run : Run
        With a kind whose rows are named by ISO codes (ARM) or names of states (Armenia), or in `places`.
    kind, column : str
        What to draw.
    time : date or number, optional
        The last step that ends by then; the last of all if it is not said.
    arm : str, optional
        The first one if it is not said; see `side_by_side` for several.
    places : pandas.DataFrame, optional
        Your own places: latitude and longitude (degrees) by name of the row.
    extent : (float, float, float, float), optional
        West, east, south and north of what is shown, in degrees; else all places.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Examples
    --------
    >>> import hegemon
    >>> places = pandas.DataFrame({"latitude": [50, 40], "longitude": [10, 20]}, index=["north", "south"])
    >>> ax = map(hegemon.open("patrons.h5"), "patron", "will", time=52, places=places)
    >>> ax.get_title(loc="left")
    'will, political capacity'
    """
    arm = run.arms[0] if arm is None else arm
    values = _means(run, kind, column, time, arm)
    when = np.datetime_as_string(values.time.values, "D") if run.clock.has_dates else f"{run.clock.label} {float(values.time):g}"
    # Of all arms, so that each has the same colours.
    every = np.concatenate([values.values] + [_means(run, kind, column, time, other).values for other in run.arms
                                              if _has(run, kind, column, other)])
    limits = (float(np.nanmin(every)), float(np.nanmax(every)))
    ax = dots(values.to_series(), style.unit(values.attrs), places, limits, extent, ax)
    style.title(ax, style.heading(column, values.attrs), f"mean over {run.replicates:,} replicates of {arm}, {when}")
    return ax


def _means(run: Run, kind: str, column: str, time: object, arm: str) -> xarray.DataArray:
    """Means [row] at the end of the step."""
    data = run.summary(kind, arm, [column])
    values = next(iter(data.data_vars.values())).sel(statistic="mean")
    if time is None:
        return values.isel(time=-1)
    wanted = np.datetime64(str(time)) if run.clock.has_dates else float(time)
    if wanted < values.time.values[0]:
        raise RunError(f"no step of {run.path} ends by {time}; the first ends {values.time.values[0]}")
    return values.sel(time=wanted, method="ffill")


def _has(run: Run, kind: str, column: str, arm: str) -> bool:
    try:
        run.summary(kind, arm, [column])
    except NotThere:
        return False
    return True


def dots(values: pandas.Series, label: str = "", places: pandas.DataFrame | None = None, limits: tuple[float, float] | None = None,
         extent: tuple[float, float, float, float] | None = None, ax: Axes | None = None) -> Axes:
    """Numbers on a map, by ISO code or name of the state. Land is drawn without borders.

    Parameters
    ----------
    values : pandas.Series
        By name. Those without a place are left out; where numbers lie on both sides of 0, colours part there.
    label : str
        Of the colours.
    places : pandas.DataFrame, optional
        As of `map`.
    limits : (float, float), optional
        Least and greatest number that the colours are for; else those of `values`.
    extent : (float, float, float, float), optional
        As of `map`.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Examples
    --------
    >>> ax = dots(pandas.Series({"ARM": -0.2, "GEO": 0.1, "AZE": 0.0}), "share")
    >>> ax.get_xticks().tolist()
    []
    """
    where = locate(values.index, places)
    west, east, south, north = extent or (-180, 180, -90, 90)
    where = where[where.longitude.between(west, east) & where.latitude.between(south, north)]
    if where.empty:
        raise RunError(f"none of {', '.join(values.index.astype(str)[:6])} has a place{' in that extent' if extent else ''}: say places=..., "
                       "a frame with latitude and longitude by name")
    values = values[where.index]
    ax = style.axes(ax, (6.4, 4.2))
    _ground(ax, where, extent)
    low, high = (float(values.min()), float(values.max())) if limits is None else limits
    parted = low < 0 < high
    if parted:
        low, high = -max(-low, high), max(-low, high)
    drawn = ax.scatter(where.longitude, where.latitude, c=values, cmap=style.DIVERGING if parted else style.SEQUENTIAL, s=70, edgecolor="#444444",
                       linewidth=0.7, zorder=3, vmin=low, vmax=high)
    if low < high:
        _bar(ax, drawn, label)
    else:
        ax.set_xlabel(f"all {low:g} {label}".strip())
    _names(ax, where)
    return ax


def _bar(ax: Axes, drawn: PathCollection, label: str) -> None:
    """What the colours say, as high as the map."""
    bar = ax.figure.colorbar(drawn, cax=ax.inset_axes([1.02, 0.06, 0.025, 0.88]))
    bar.ax.tick_params(labelsize=8, length=2)
    bar.outline.set_visible(False)
    bar.set_label(label, fontsize=8.5)
    style.number_axis(bar.ax.yaxis)


def _ground(ax: Axes, where: pandas.DataFrame, extent: tuple[float, float, float, float] | None) -> None:
    """Land and a frame around the places."""
    outlines = Path.make_compound_path(*(Path(ring, closed=True) for ring in land()))
    ax.add_patch(PathPatch(outlines, facecolor=LAND, edgecolor="none", zorder=1))
    ax.set_facecolor(SEA)
    ax.grid(False)
    middle = (extent[2] + extent[3]) / 2 if extent else (where.latitude.min() + where.latitude.max()) / 2
    stretch = 1 / np.cos(np.radians(np.clip(middle, -60, 60)))  # a degree of latitude is longer than one of longitude
    width, height = (1.2 * np.ptp(where[name]) + 4 for name in ("longitude", "latitude"))
    width, height = max(width, 1.1 * height * stretch), max(height, 0.55 * width / stretch)
    ax.set(xlim=extent[:2] if extent else _limits(where.longitude, width, 180),
           ylim=extent[2:] if extent else _limits(where.latitude, height, 90), xticks=[], yticks=[])
    ax.set_aspect(stretch)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)


def _limits(degrees: pandas.Series, size: float, end: float) -> tuple[float, float]:
    middle = (degrees.min() + degrees.max()) / 2
    return max(middle - size / 2, -end), min(middle + size / 2, end)


def _names(ax: Axes, where: pandas.DataFrame) -> None:
    """Names beside the dots, where they overlap neither a dot nor a name; left out where there is no room."""
    ax.figure.draw_without_rendering()  # places on the page are known after a first drawing only
    points = ax.transData.transform(where[["longitude", "latitude"]].to_numpy())
    radius = 5 * ax.figure.dpi / 72
    taken: list[tuple[float, float, float, float]] = [(x - radius, y - radius, x + radius, y + radius) for x, y in points]
    frame = ax.get_window_extent().extents
    line = {"arrowstyle": "-", "color": style.GREY, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 4}
    white = [matplotlib.patheffects.withStroke(linewidth=1.8, foreground="white")]
    for name, position in zip(where.index, where[["longitude", "latitude"]].to_numpy()):
        for shift in NEAR + FAR:
            across, up = (int(np.sign(one)) for one in shift)
            text = ax.annotate(name, position, shift, textcoords="offset points", fontsize=7.5, zorder=4, path_effects=white,
                               ha=("center", "left", "right")[across], va=("center", "bottom", "top")[up])
            box = text.get_window_extent().extents
            inside = frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]
            if inside and not any(box[0] < one[2] and one[0] < box[2] and box[1] < one[3] and one[1] < box[3] for one in taken):
                taken.append(tuple(box))
                if shift in FAR:
                    ax.annotate("", position, shift, textcoords="offset points", arrowprops=line)
                break
            text.remove()
