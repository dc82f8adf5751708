"""How parts share a whole, through time."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

import numpy as np
from matplotlib.axes import Axes

from hegemon.plots import style
from hegemon.plots.page import Look, Page
from hegemon.plots.parts import OTHERS, Parts, Question, chosen, paints, parts, together
from hegemon.run import Run

NARROW = 4.5  # inches of a figure: from here on "others" are not named

def shares(run: Run, kind: str, column: str, by: str | None = None, within: Mapping[str, str] | None = None, whole: float | None = None,
           of: str | None = None, arm: str | None = None, rest: str = "rest", keep: Sequence[str] = (), ax: Axes | None = None,
           **look: Unpack[Look]) -> Axes:
    """The means of a column over all replicates, stacked.

    A part has the same colour in all plots of the run.

    Parameters
    ----------
    run : Run
        All its replicates count.
    kind, column : str
        What to draw.
    by : str, optional
        A reference: rows that refer to the same are one part, their sum. Without it each row is one.
    within : mapping of str to str, optional
        Only rows with these references: {"client": "ARM"}.
    whole : float, optional
        What the parts of one whole are of, such as 1: what is missing to it is `rest`. Without it each part is shown as its share of all parts.
    of : str, optional
        The reference to the whole, if there are several wholes: what is drawn is the mean over them, and a whole without a part counts
        as 0. If it is not said and the kind has one reference besides `by` and those in `within`, it is that.
    arm : str, optional
        The first one if it is not said; see `side_by_side` for several.
    rest : str
        What to call what is missing to the whole.
    keep : list of str, optional
        Parts to draw by themselves even if they are small. Of more than seven parts the largest six are drawn so (with `keep` seven in
        all), the others as one, "others (TUR, UN)".
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    **look
        title, legend, labels: as of `hegemon.plots.Look`.

    Returns
    -------
    matplotlib.axes.Axes
        `ax`, or axes of a figure of their own. Upright shares, of 1 or of `whole`; across the time of the run.

    Raises
    ------
    RunError
        If the column cannot be stacked: negative or missing means, parts that are more than the whole, a whole that is not clear.

    Examples
    --------
    >>> import hegemon
    >>> ax = shares(hegemon.open("patrons.h5"), "tie", "influence", by="patron", whole=1)
    >>> [text.get_text() for text in ax.texts if text.get_text()][-3:]
    ['north', 'south', 'rest']
    """
    question = Question(kind, column, by, of, dict(within or {}), whole)
    found = parts(run, question, arm)
    layers = _layers(run, question, found, chosen(run, question, [keep] if isinstance(keep, str) else keep), rest)
    page = Page(ax, look, run)
    ax = page.ax
    ax.grid(False)
    drawn = ax.stackplot(found.sizes.index.values, *(one.sizes for one in layers), colors=[one.colour for one in layers], edgecolor="white",
                         linewidth=0.6)
    for area, layer in zip(drawn, layers):
        area.set_hatch(layer.hatch)
    where = ", ".join(f"{name} {value}" for name, value in question.within.items())
    mean = f"mean of {found.wholes} {found.of}s" if found.wholes > 1 else "means"
    page.title(style.heading(column, where), style.note(found.notes),
               f"{mean} over {style.counted(found.counts, 'replicate')} of {page.name(run.arms[0] if arm is None else arm)}")
    style.time_axis(ax, run.clock)
    ax.set(ylabel="share of all" if whole is None else style.unit(found.notes), ylim=(0, 1 if whole is None else whole))
    if look.get("legend", True):
        page.fit("names", Names(ax, layers))
        page.refit()
    return page.done()


@dataclass(frozen=True)
class Layer:
    """One of the stacked areas: its name, sizes [time] and looks."""

    name: str
    sizes: np.ndarray
    colour: str
    hatch: str | None = None


def _layers(run: Run, question: Question, found: Parts, named: Sequence[str], rest: str) -> list[Layer]:
    """From below: parts by name, the others as one, the rest of the whole."""
    paint = paints(run, question.kind, question.by)
    layers = [Layer(name, found.sizes[name].to_numpy(), *paint[name]) for name in named if name in found.sizes]
    others = [name for name in found.sizes if name not in named]
    if others:
        layers.append(Layer(together(others), found.sizes[others].sum(axis=1).to_numpy(), OTHERS))
    if question.whole is not None:
        left = np.maximum(question.whole - found.sizes.sum(axis=1).to_numpy(), 0)  # rounding may leave a little less than nothing
        layers.append(Layer(rest, left, style.REST))
    return layers


class Names:
    """Names at the right, each beside its part, moved apart where parts are thin."""

    def __init__(self, ax: Axes, layers: Sequence[Layer]) -> None:
        self._last = np.array([layer.sizes[-1] for layer in layers])
        self._names = [layer.name for layer in layers]
        grey = (style.REST, OTHERS)
        self._texts = [ax.annotate(layer.name, (1, 0), (5, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
                                   fontsize=8.5, color=style.GREY if layer.colour in grey else layer.colour, annotation_clip=False)
                       for layer in layers]
        self._figure = ax.figure

    def __call__(self, width: float, height: float) -> None:
        size = 8.5 if height > 150 else 7.5
        narrow = self._figure.bbox.width / self._figure.dpi < NARROW
        for text, name, place in zip(self._texts, self._names, self._places(1.25 * size / height * self._last.sum())):
            text.xy = (1, place)
            text.set(fontsize=size, text=name.split(" (")[0] if narrow and name.startswith("others (") else name)

    def _places(self, gap: float) -> np.ndarray:
        """Heights of the names, no two closer than `gap`."""
        middles = np.cumsum(self._last) - self._last / 2
        places = middles.copy()
        for above in range(1, len(places)):
            places[above] = max(places[above], places[above - 1] + gap)
        excess = places[-1] - max(middles[-1], self._last.sum() - gap / 2)
        for place in reversed(range(len(places))):
            limit = places[place + 1] - gap if place + 1 < len(places) else places[-1] - max(excess, 0)
            places[place] = min(places[place], limit)
        return places
