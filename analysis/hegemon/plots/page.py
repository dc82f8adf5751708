"""What all plots have in common: titles, legend, labels of arms."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import TightLayoutEngine
from matplotlib.legend import Legend
from matplotlib.transforms import ScaledTranslation

from hegemon.errors import choose
from hegemon.plots import style
from hegemon.plots.fitting import POINTS, Fitting, text_width, wrap, wrap_or_shrink
from hegemon.run import Run

TITLE_SIZES, NOTE_SIZES, LEGEND_SIZES, LABEL_SIZES = (10.5, 9.5, 8.5), (8.0, 7.0), (8.5, 7.5), (9.0, 8.0)
NARROW = 230.0  # points: from here on small letters


class Look(TypedDict, total=False):
    """What all plots take besides.

    Attributes
    ----------
    title : str or None
        Instead of the plot's own; "": neither title nor the grey note below it, for a figure with a caption.
    legend : bool
        False: none.
    labels : mapping of str to str
        What to call arms: {"no_war": "Without the war"}; else their name, with their title.
    """

    title: str | None
    legend: bool
    labels: Mapping[str, str]


class Page:
    """An Axes with title, note and legend, fitted to its size whenever that changes.

    What is set on the Axes itself later (`ax.set_title(..., loc="left")`, `ax.legend(...)`) stays as it is set.
    """

    def __init__(self, ax: Axes | None, look: Look, run: Run | None = None, size: tuple[float, float] = style.SIZE) -> None:
        for name in look:
            if name not in Look.__annotations__:
                raise TypeError(f"no plot has an option '{name}'; all have ax, {', '.join(Look.__annotations__)}")
        self._run, self._look = run, look
        for name in self._labels if run else ():
            choose(name, run.arms, "arm", run.path)
        self.ax = style.axes(ax, size)
        self._fitting = Fitting.of(self.ax)

    @property
    def _labels(self) -> Mapping[str, str]:
        return self._look.get("labels") or {}

    def label(self, arm: str) -> str:
        """An arm in a legend."""
        return self._labels.get(arm) or self._run.arm_label(arm)

    def name(self, arm: str) -> str:
        """An arm in a sentence or beside an axis."""
        return self._labels.get(arm, arm)

    def difference(self, arm: str) -> str:
        """The first arm minus another, beside an axis."""
        return f"{self.name(self._run.arms[0])} − {self.name(arm)}"

    def title(self, text: str, *notes: str) -> None:
        """A title at the left; below it, small and grey, a paragraph for each note that says something."""
        asked = self._look.get("title")
        place_title(self.ax, text if asked is None else asked, () if asked == "" else notes)

    def legend(self, columns: int = 3) -> None:
        """Below the plot, where it hides nothing, as wide as the plot."""
        if self._look.get("legend", True) and self.ax.get_legend_handles_labels()[0]:
            self._fitting.add("legend", LegendBelow(self.ax, columns, self._short()))

    def legend_inside(self) -> None:
        """At the upper right; in a narrow plot arms without their titles."""
        if not self._look.get("legend", True):
            return
        handles, labels = self.ax.get_legend_handles_labels()
        short = self._short()
        drawn = self.ax.legend(handles, labels, loc="upper right", fontsize=8, frameon=True, facecolor="white", edgecolor="none", framealpha=0.8,
                               handlelength=2.2)

        def fit(width: float, height: float) -> None:
            for text, label in zip(drawn.get_texts(), labels):
                text.set_text(short[label] if width < NARROW else label)
                text.set_fontsize(LEGEND_SIZES[1 if width < NARROW else 0])

        self.fit("legend", fit)

    def _short(self) -> dict[str, str]:
        """What is in a legend, and how it is said where there is little room."""
        arms = self._run.arms if self._run else ()
        return {self.label(arm): self.name(arm) for arm in arms} | {
            f"{self.name(arms[0])} − {self.label(arm)}": self.difference(arm) for arm in arms[1:]}

    def fit(self, name: str, step: Callable[[float, float], None]) -> None:
        """Does this, with width and height of the plot in points, each time the figure is laid out."""
        self._fitting.add(name, step)

    def refit(self) -> None:
        """Fits all to the size that the Axes has now."""
        self._fitting.fit(self.ax)

    def done(self) -> Axes:
        """The Axes, with all in the figure."""
        self._fitting.add("axis labels", lambda width, height: _fit_axis_labels(self.ax, width, height))
        make_room(self.ax)
        return self.ax


def place_title(ax: Axes, text: str, notes: Sequence[str] | None = None) -> None:
    """A title and notes, fitted to the Axes from now on; without `notes` those stay that are there."""
    fitting = Fitting.of(ax)
    line = next((one for one in ax.texts if one.get_gid() == "below"), None)
    if line is None:
        line = ax.annotate("", (0, 1), (0, 4), xycoords="axes fraction", textcoords="offset points", fontsize=NOTE_SIZES[0], color=style.GREY,
                           va="bottom", gid="below", linespacing=1.1)
    if notes is not None:
        line.said = "\n".join(note for note in notes if note).replace(" %", "\u00a0%")
        line.set_text(line.said)
    ax.set_title(text, loc="left", fontweight="bold", fontsize=TITLE_SIZES[0])
    last = text

    def fit(width: float, height: float) -> None:
        nonlocal last
        below, size = wrap_or_shrink(line.said, width, NOTE_SIZES[1 if width < NARROW else 0:], 2)
        line.set(text=below, fontsize=size)
        if ax.get_title(loc="left") != last:
            return  # someone gave it another one
        last, title_size = wrap_or_shrink(text, width, TITLE_SIZES, 2, "bold")
        room = 1.2 * size * len(below.splitlines())
        ax.set_title(last, loc="left", fontweight="bold", fontsize=title_size, pad=6 + room)

    fitting.add("title", fit)


class LegendBelow:
    """A legend below an Axes, in as many columns as its width holds; if a label is wider than the Axes, all are short ones, or broken."""

    def __init__(self, ax: Axes, columns: int, short: Mapping[str, str]) -> None:
        self._ax, self._columns = ax, columns
        self._handles, self._labels = ax.get_legend_handles_labels()
        self._short = [short.get(label, label) for label in self._labels]
        self._drawn: Legend | None = None
        self._shape: tuple[object, ...] | None = None

    def __call__(self, width: float, height: float) -> None:
        if self._drawn is not None and self._ax.get_legend() is not self._drawn:
            return  # someone gave it another one, or none
        size = LEGEND_SIZES[1 if width < NARROW else 0]
        mark, gap = 3.2 * size, 1.5 * size
        labels = self._labels
        if (widest := _widest(labels, size) + mark) > width:
            labels, widest = self._short, _widest(self._short, size) + mark
        columns = max(1, min(self._columns, len(self._labels), int((width + gap) / (widest + gap))))
        labels = [wrap(label, width - mark, size) for label in labels] if widest > width else labels
        below = _height_below(self._ax)
        if self._shape != (shape := (size, columns, tuple(labels), below)):
            self._shape = shape
            self._drawn = self._draw(size, columns, labels, below)

    def _draw(self, size: float, columns: int, labels: Sequence[str], below: float) -> Legend:
        down = ScaledTranslation(0, -below / POINTS, self._ax.figure.dpi_scale_trans)
        return self._ax.legend(self._handles, labels, loc="upper left", bbox_to_anchor=(0, 0), bbox_transform=self._ax.transAxes + down,
                               ncol=columns, fontsize=size, frameon=False, handlelength=2.2, columnspacing=1.5, borderaxespad=0, borderpad=0,
                               handletextpad=0.6, labelspacing=0.35)


def _widest(labels: Sequence[str], size: float) -> float:
    return max(text_width(label, size) for label in labels)


def _height_below(ax: Axes) -> float:
    """Points that the labels of the x axis take."""
    lines = 2 if isinstance(ax.xaxis.get_major_formatter(), style.DateFormatter) else 1
    label = ax.get_xlabel()
    return 9 + 1.25 * 8.5 * lines + (6 + 1.25 * 9 * len(label.splitlines()) if label else 0)


def _fit_axis_labels(ax: Axes, width: float, height: float) -> None:
    """An axis label that is longer than its axis is broken, or small."""
    for axis, length in ((ax.xaxis, width), (ax.yaxis, height)):
        text = " ".join(axis.get_label_text().split("\n"))
        if text:
            wrapped, size = wrap_or_shrink(text, length, LABEL_SIZES, 1 if text_width(text, LABEL_SIZES[-1]) <= length else 2)
            axis.label.set(text=wrapped, fontsize=size)


def make_room(ax: Axes) -> None:
    """Sets a tight layout for a figure that has no layout and whose margins nobody has set, so that nothing is cut off."""
    figure = ax.figure
    if not isinstance(figure, Figure) or ax.get_subplotspec() is None:
        return
    untouched = all(getattr(figure.subplotpars, side) == matplotlib.rcParams[f"figure.subplot.{side}"]
                    for side in ("left", "right", "bottom", "top"))
    if figure.get_layout_engine() is None and untouched:
        figure.set_layout_engine(TightLayoutEngine())
        figure.draw_without_rendering()  # a tight layout is of what was fitted at the drawing before
