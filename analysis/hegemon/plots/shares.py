"""How parts share a whole, through time."""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas
from matplotlib.axes import Axes

from hegemon.errors import RunError, choose
from hegemon.plots import style
from hegemon.run import Run

MOST = 7  # parts that can be told apart


def shares(run: Run, kind: str, column: str, by: str | None = None, within: Mapping[str, str] | None = None, whole: float | None = None,
           arm: str | None = None, rest: str = "rest", ax: Axes | None = None) -> Axes:
    """The means of a column, stacked.

    Parameters
    ----------
    run : Run
        All its replicates count.
    kind, column : str
        What to draw.
    by : str, optional
        A reference: rows that refer to the same are one part, their mean if there is a `whole`, else their sum. Without it each row is one.
    within : mapping of str to str, optional
        Only rows with these references: {"client": "ARM"}.
    whole : float, optional
        What the parts are of: what is missing to it is `rest`. Without it each part is shown as its share of all parts.
    arm : str, optional
        The first one if it is not said; see `side_by_side` for several.
    rest : str
        What to call what is missing to the whole, and parts beyond the sixth.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Examples
    --------
    >>> import hegemon
    >>> ax = shares(hegemon.open("patrons.h5"), "tie", "influence", by="patron", whole=1)
    >>> [text.get_text() for text in ax.texts if text.get_text()][-3:]
    ['north', 'south', 'rest']
    """
    parts, notes = _parts(run, kind, column, by, dict(within or {}), arm, "sum" if whole is None else "mean")
    if whole is None:
        parts = parts.div(parts.sum(axis=1), axis=0)
    parts = _largest(parts, rest)
    if whole is not None:
        parts[rest] = parts.get(rest, 0) + whole - parts.sum(axis=1)
    ax = style.axes(ax)
    ax.grid(False)
    colours = [style.REST if name == rest else style.COLOURS[place] for place, name in enumerate(parts.columns)]
    ax.stackplot(parts.index.values, *(parts[name].values for name in parts.columns), colors=colours, edgecolor="white", linewidth=0.6)
    arm = run.arms[0] if arm is None else arm
    where = ", ".join(f"{name} {value}" for name, value in (within or {}).items())
    style.title(ax, f"{where}: {style.words(column)}" if where else style.heading(column, notes),
                f"means over all {run.replicates:,} replicates of {arm}")
    style.time_axis(ax, run.clock)
    ax.set(ylabel="share of all" if whole is None else style.unit(notes), ylim=(0, 1 if whole is None else whole))
    _label(ax, parts.iloc[-1], colours)
    return ax


def _parts(run: Run, kind: str, column: str, by: str | None, within: dict[str, str], arm: str | None, how: str) -> tuple[pandas.DataFrame, dict]:
    """Parts [time, part], in order of their names, and unit and note of the column."""
    data = run.summary(kind, arm, [column])
    values = next(iter(data.data_vars.values())).sel(statistic="mean")
    dimension = values.dims[1]
    references = [name for name, one in data.coords.items() if one.dims == (dimension,)]
    where = f"the kind '{kind}' of {run.path}"
    keep = np.ones(data.sizes[dimension], dtype=bool)
    for name, wanted in within.items():
        there = data[choose(name, references, "reference", where)].values
        choose(wanted, sorted(set(there)), name, where)
        keep &= there == wanted
    if not keep.any():
        raise RunError(f"no row of the kind '{kind}' has {within}")
    named = data[choose(by, references, "reference", where)] if by else data[dimension]
    frame = pandas.DataFrame(values.values[:, keep], index=pandas.Index(data.time.values), columns=named.values[keep])
    return frame.T.groupby(level=0).agg(how).T, values.attrs


def _largest(parts: pandas.DataFrame, rest: str) -> pandas.DataFrame:
    """At most `MOST` parts: the smallest are put together."""
    if parts.shape[1] <= MOST:
        return parts.copy()
    large = parts.mean().nlargest(MOST - 1).index
    kept = parts[[name for name in parts.columns if name in large]].copy()
    kept[rest] = parts.drop(columns=large).sum(axis=1)
    return kept


def _label(ax: Axes, last: pandas.Series, colours: list[str]) -> None:
    """Names at the right, each beside its part, moved apart where parts are thin."""
    top = last.sum()
    middles = (last.cumsum() - last / 2).to_numpy()
    gap = 0.062 * top
    places = middles.copy()
    for below, above in zip(range(len(places)), range(1, len(places))):
        places[above] = max(places[above], places[below] + gap)
    excess = places[-1] - max(middles[-1], top - gap / 2)
    for place in reversed(range(len(places))):
        limit = places[place + 1] - gap if place + 1 < len(places) else places[-1] - max(excess, 0)
        places[place] = min(places[place], limit)
    for name, place, colour in zip(last.index, places, colours):
        ax.annotate(name, (1, place), (5, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center", fontsize=8.5,
                    color=style.GREY if colour == style.REST else colour, annotation_clip=False)
