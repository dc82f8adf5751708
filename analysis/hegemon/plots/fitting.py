"""Texts fitted to the room that an Axes has, each time the figure is laid out."""
from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.gridspec import SubplotSpec
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Bbox

POINTS = 72  # to the inch
SLACK = 1.03  # what a backend draws may be a little wider than what is measured here


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """In points, of a single line at a font size in points."""
    return SLACK * text_to_path.get_text_width_height_descent(text, FontProperties(size=size, weight=weight), False)[0]


def wrap(text: str, width: float, size: float, weight: str = "normal") -> str:
    """`text` with breaks at spaces, so that no line is wider than `width` points, unless a word is.

    Examples
    --------
    >>> wrap("one two three", 1000, 10), wrap("one two three", 1, 10).split()
    ('one two three', ['one', 'two', 'three'])
    """
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and text_width(longer, size, weight) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return "\n".join(lines)


def wrap_or_shrink(text: str, width: float, sizes: tuple[float, ...], lines: int, weight: str = "normal") -> tuple[str, float]:
    """Wrapped `text` and the largest of `sizes` at which it has at most so many lines and no word is too wide; the smallest if none does."""
    for size in sizes:
        wrapped = wrap(text, width, size, weight)
        fits = max(text_width(line, size, weight) for line in wrapped.split("\n")) <= width
        if fits and wrapped.count("\n") < lines + text.count("\n"):
            break
    return wrapped, size


class Fitting:
    """What an Axes asks for its place, which it does before each drawing and each measuring: here texts are fitted to that place.

    The place itself stays what it was. Figures with and without a layout engine, of any size, are served alike.
    """

    def __init__(self, ax: Axes) -> None:
        self._ax, self._inner = ax, ax.get_axes_locator()
        self._steps: dict[str, Callable[[float, float], None]] = {}

    @classmethod
    def of(cls, ax: Axes) -> Fitting:
        """That of the Axes; a new one if it has none yet."""
        found = ax.get_axes_locator()
        if not isinstance(found, cls):
            found = cls(ax)
            ax.set_axes_locator(found)
        return found

    def __call__(self, ax: Axes, renderer: object) -> Bbox:
        place = self._inner(ax, renderer) if self._inner else ax.get_position(original=True)
        self.fit(ax, place)
        return place

    def get_subplotspec(self) -> SubplotSpec | None:
        """Where in a grid the Axes stands; tight layouts ask whoever places them."""
        return self._ax.get_subplotspec()

    def fit(self, ax: Axes, place: Bbox | None = None) -> None:
        """Fits all texts now."""
        place = ax.get_position(original=True) if place is None else place
        inches = place.transformed(ax.figure.transSubfigure - ax.figure.dpi_scale_trans)
        width, height = inches.width * POINTS, inches.height * POINTS
        if ax.get_aspect() != "auto":  # a map is smaller than its place
            shape = float(ax.get_aspect()) * abs(np.subtract(*ax.get_ylim()) / np.subtract(*ax.get_xlim()))
            width = min(width, height / shape)
            height = width * shape
        for step in list(self._steps.values()):
            step(width, height)

    def add(self, name: str, step: Callable[[float, float], None]) -> None:
        """What to do with width and height of the Axes, in points; instead of what had this name."""
        self._steps[name] = step
