"""States on a map, as dots at their capitals."""
from __future__ import annotations

from typing import Unpack

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
from hegemon.plots.map_names import MapNames
from hegemon.plots.page import Look, Page
from hegemon.run import Run

SIZE = (6.4, 4.2)
COLOURS = "colours"  # what the axes of the colours are labelled, for who looks for them
SEA, LAND = "#F4F7FA", "#DCDAD5"
LONELY = 3.0    # times as far from the middle as the median place: left out of the map
ENOUGH = 5      # places, for a middle to mean something


def map(run: Run, kind: str, column: str, time: object = None, arm: str | None = None, places: pandas.DataFrame | None = None,  # noqa: A001
        extent: tuple[float, float, float, float] | None = None, ax: Axes | None = None, **look: Unpack[Look]) -> Axes:
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
        West, east, south and north of what is shown, in degrees; else all places but those far from the others, three times as far from
        their middle as the median place. A line below the title says which rows are not on the map.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    **look
        title, legend (the colours), labels: as of `hegemon.plots.Look`.

    Returns
    -------
    matplotlib.axes.Axes
        `ax`, or axes of a figure of their own. Across and upright degrees of longitude and latitude; colours in the unit of the column.

    Raises
    ------
    NotThere
        With what there is, if a name is wrong.
    RunError
        If no step ends by `time`, none of the rows has a place, or the run kept no sums.

    Examples
    --------
    >>> import hegemon
    >>> places = pandas.DataFrame({"latitude": [50, 40], "longitude": [10, 20]}, index=["north", "south"])
    >>> ax = map(hegemon.open("patrons.h5"), "patron", "will", time=52, places=places)
    >>> ax.get_title(loc="left")
    'will'
    """
    arm = run.arms[0] if arm is None else arm
    values = _means(run, kind, column, time, arm)
    when = np.datetime_as_string(values.time.values, "D") if run.clock.has_dates else f"{run.clock.label} {float(values.time):g}"
    where, absent = _on_map(values.to_series().index, places, extent)
    # Of all arms, so that each has the same colours.
    every = pandas.concat([_means(run, kind, column, time, other).to_series().reindex(where.index) for other in run.arms
                           if _has(run, kind, column, other)])
    page = Page(ax, look, run, SIZE)
    _draw(page, values.to_series(), where, style.unit(values.attrs), (float(every.min()), float(every.max())), extent, look.get("legend", True))
    behind = style.counted(values["count"].values, "replicate")
    page.title(style.heading(column), style.note(values.attrs), f"mean over {behind} of {page.name(arm)}, {when}", absent)
    return page.done()


def _means(run: Run, kind: str, column: str, time: object, arm: str) -> xarray.DataArray:
    """Means [row] at the end of the step."""
    data = run.summary(kind, arm, [column])
    values = next(iter(data.data_vars.values())).sel(statistic="mean")
    if time is None:
        return values.isel(time=-1)
    wanted = np.datetime64(str(time)) if run.clock.has_dates else float(time)
    if wanted < values.time.values[0]:
        raise RunError(f"no step of {run.path} ends by {time}; the first ends {style.date(values.time.values[0])}")
    return values.sel(time=wanted, method="ffill")


def _has(run: Run, kind: str, column: str, arm: str) -> bool:
    try:
        run.column_name(kind, column, arm)
    except NotThere:
        return False
    return True


def dots(values: pandas.Series, label: str = "", places: pandas.DataFrame | None = None, limits: tuple[float, float] | None = None,
         extent: tuple[float, float, float, float] | None = None, ax: Axes | None = None, **look: Unpack[Look]) -> Axes:
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
    **look
        title, legend (the colours), labels: as of `hegemon.plots.Look`.

    Returns
    -------
    matplotlib.axes.Axes
        `ax`, or axes of a figure of their own. Across and upright degrees of longitude and latitude.

    Raises
    ------
    RunError
        If none of the names has a place.

    Examples
    --------
    >>> ax = dots(pandas.Series({"ARM": -0.2, "GEO": 0.1, "AZE": 0.0}), "share")
    >>> ax.get_xticks().tolist()
    []
    """
    where, absent = _on_map(values.index, places, extent)
    page = Page(ax, look, size=SIZE)
    if limits is None:
        limits = (float(values[where.index].min()), float(values[where.index].max()))
    _draw(page, values, where, label, limits, extent, look.get("legend", True))
    page.title("", absent)
    return page.done()


def _on_map(names: pandas.Index, places: pandas.DataFrame | None, extent: tuple[float, float, float, float] | None) -> tuple[pandas.DataFrame, str]:
    """Places of what is shown, and what to say of the rest.

    Raises
    ------
    RunError
        If none is left.
    """
    every = locate(names, places)
    if extent:
        inside = every.longitude.between(*extent[:2]) & every.latitude.between(*extent[2:])
    else:
        inside = pandas.Series(_near(every), index=every.index)
    where = every[inside]
    if where.empty:
        raise RunError(f"none of {', '.join(names.astype(str)[:6])} has a place{' in that extent' if extent else ''}: say places=..., "
                       "a frame with latitude and longitude by name")
    absent = {"beyond the map": every.index[~inside], "without a place": [name for name in names if name not in every.index]}
    told = "; ".join(f"{what}: {', '.join(str(one) for one in some)}" for what, some in absent.items() if len(some))
    return where, f"not on the map: {told}" if told else ""


def _near(where: pandas.DataFrame) -> np.ndarray:
    """Which places are not far from all others, as the crow flies."""
    if len(where) < ENOUGH:
        return np.ones(len(where), dtype=bool)
    latitude, longitude = np.radians(where.latitude.to_numpy()), np.radians(where.longitude.to_numpy())
    points = np.column_stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])
    apart = np.arccos(np.clip(points @ points.T, -1, 1))
    middle = apart[np.median(apart, axis=1).argmin()]
    return middle <= LONELY * np.median(middle)


def _draw(page: Page, values: pandas.Series, where: pandas.DataFrame, label: str, limits: tuple[float, float],
          extent: tuple[float, float, float, float] | None, colours: bool) -> None:
    """Land, dots, names and what the colours say."""
    ax = page.ax
    _ground(ax, where, extent)
    low, high = limits
    parted = low < 0 < high
    if parted:
        low, high = -max(-low, high), max(-low, high)
    drawn = ax.scatter(where.longitude, where.latitude, c=values[where.index], cmap=style.DIVERGING if parted else style.SEQUENTIAL,
                       edgecolor="#444444", linewidth=0.7, zorder=3, vmin=low, vmax=high)
    if low == high:
        ax.set_xlabel(f"all {low:g} {label}".strip())
    elif colours:
        _bar(ax, drawn, label)
    page.fit("names", MapNames(ax, drawn, where))


def _bar(ax: Axes, drawn: PathCollection, label: str) -> None:
    """What the colours say, as high as the map."""
    inset = ax.inset_axes([1.02, 0.06, 0.025, 0.88])
    inset.set_label(COLOURS)
    bar = ax.figure.colorbar(drawn, cax=inset)
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
