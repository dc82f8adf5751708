"""How many spells are left, below the axis of a survival curve."""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator

from hegemon.plots import style
from hegemon.plots.fitting import text_width
from hegemon.plots.page import Page

SIZE, LINE, FIRST = 8, 11, -34  # points
WIDEST = 64  # points that a name may take beside the axis; a longer one stands above its numbers


class Left:
    """Rows of numbers below the axis, one for each arm: spells that are not over yet, at each tick.

    There are as many ticks as there is room for numbers.
    """

    def __init__(self, page: Page, durations: Mapping[str, pandas.Series], colours: Mapping[str, str]) -> None:
        self._page, self._colours = page, colours
        self._durations = {arm: np.sort(one) for arm, one in durations.items()}
        self._texts: list[Annotation] = []
        self._ticks: list[float] = []
        self(300, 200)

    def __call__(self, width: float, height: float) -> None:
        end = self._page.ax.get_xlim()[1]
        room = int(np.clip(width / (self._widest() + 10), 1, 8))
        ticks = [tick for tick in MaxNLocator(room, steps=[1, 2, 5, 10], integer=True).tick_values(0, end) if 0 <= tick <= end]
        if ticks == self._ticks:
            return
        self._ticks = ticks
        self._page.ax.set_xticks(ticks)
        for text in self._texts:
            text.remove()
        self._texts = []
        self._rows(ticks)

    def _widest(self) -> float:
        """Points that a number takes."""
        return max((text_width(f"{len(one):,}", SIZE) for one in self._durations.values()), default=0.0)

    def _rows(self, ticks: list[float]) -> None:
        names = {arm: self._page.name(arm) for arm in self._durations}
        above = any(text_width(name, SIZE) > WIDEST for name in names.values())
        down = FIRST
        self._write("not over yet", 0, down, style.GREY, "left")
        for arm, durations in self._durations.items():
            down -= LINE
            self._write(names[arm], 0, down, self._colours[arm], "left" if above else "right", 0 if above else -self._widest() / 2 - 6)
            down -= LINE if above else 0
            for tick in ticks:
                left = len(durations) - np.searchsorted(durations, tick, side="left")
                self._write(f"{left:,}", tick, down, self._colours[arm], "center")

    def _write(self, text: str, at: float, down: float, colour: str, align: str, right: float = 0) -> None:
        self._texts.append(self._page.ax.annotate(
            text, (at, 0), (right, down), xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=SIZE, color=colour, ha=align,
            va="top", annotation_clip=False))
