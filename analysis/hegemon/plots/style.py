"""One look for all plots."""
from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import matplotlib.axis
import matplotlib.dates
import matplotlib.pyplot as plt
import matplotlib.ticker
import numpy as np
from matplotlib.axes import Axes

from hegemon.clock import Clock

# Okabe and Ito (2008): colours that the colour-blind can tell apart.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
ARMS = (COLOURS[1], COLOURS[0], *COLOURS[2:])  # as on the page of `hegemon report`
GREY = "#767676"
REST = "#D9D9D9"
SEQUENTIAL, DIVERGING = "viridis", "PuOr_r"
SIZE = (6.4, 3.8)
# Arms in black and white: solid, dashed, dotted, dash and dot ...
LINES = ("-", (0, (5, 1.8)), (0, (1.2, 1.3)), (0, (6, 1.5, 1.2, 1.5)), (0, (6, 1.5, 1.2, 1.5, 1.2, 1.5)), (0, (9, 2)), (0, (2.5, 2.5)))
ABOVE = 3  # lines: above all areas


def axes(ax: Axes | None, size: tuple[float, float] = SIZE) -> Axes:
    """`ax`, or one in a figure of its own; with few lines and small ticks."""
    if ax is None:
        ax = plt.figure(figsize=size, layout="constrained", facecolor="white").add_subplot()
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(GREY)
    ax.tick_params(labelsize=8.5, color=GREY)
    ax.grid(axis="y", alpha=0.25, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.xaxis.label.set_size(9)
    ax.yaxis.label.set_size(9)
    return ax


class DateFormatter(matplotlib.ticker.Formatter):
    """Years, or months and days with the year below the first of each."""

    def __init__(self, locator: matplotlib.dates.AutoDateLocator) -> None:
        self._locator = locator

    def __call__(self, value: float, position: int | None = None) -> str:
        return matplotlib.dates.num2date(value).strftime("%Y-%m-%d")

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        dates = [matplotlib.dates.num2date(value) for value in values]
        if all(date.month == date.day == 1 for date in dates):
            return [date.strftime("%Y") for date in dates]
        style = "%b" if all(date.day == 1 for date in dates) else "%d %b"
        before = [None, *(date.year for date in dates)]
        return [date.strftime(style) + (f"\n{date.year}" if date.year != year else "") for date, year in zip(dates, before)]


def time_axis(ax: Axes, clock: Clock) -> None:
    """The x axis over the whole run: dates with short labels, or numbers with a label."""
    end = clock.length * clock.days_per_unit if clock.start_date else clock.start + clock.length
    begin, end = clock.times(np.array([0.0 if clock.start_date else clock.start, end]))
    if clock.has_dates:
        locator = matplotlib.dates.AutoDateLocator(minticks=4, maxticks=8)
        ax.xaxis.set_major_locator(locator)
        ax.xaxis.set_major_formatter(DateFormatter(locator))
    else:
        ax.set_xlabel(clock.label)
    ax.set_xlim(begin, end)


def number_axis(axis: matplotlib.axis.Axis) -> None:
    """Large numbers with commas."""
    low, high = axis.get_view_interval()
    if max(abs(low), abs(high)) >= 10_000:
        axis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda value, _: f"{value:,.10g}".replace("-", "\u2212")))


def counted(counts: np.ndarray, what: str) -> str:
    """How many replicates or pairs are behind a picture; where some failed on the way, the most and the fewest.

    Examples
    --------
    >>> counted(np.array([1200, 1200]), "pair"), counted(np.array([80, 17]), "replicate"), counted(np.array([1]), "pair")
    ('1,200 pairs', '80 to 17 replicates', '1 pair')
    """
    most, fewest = int(np.max(counts)), int(np.min(counts))
    number = f"{most:,}" if most == fewest else f"{most:,} to {fewest:,}"
    return f"{number} {what}{'' if most == 1 else 's'}"


def date(time: object) -> str:
    """A time of a run for a text: the date alone if it is one, else the number.

    Examples
    --------
    >>> date(np.datetime64("2022-01-08T00:00:00.000000000")), date(3.0)
    ('2022-01-08', '3')
    """
    return str(np.datetime64(time, "D")) if isinstance(time, (np.datetime64, datetime.date)) else f"{time:g}"


def words(name: str) -> str:
    """A name of the scenario as words."""
    return name.replace("_", " ")


def heading(column: str, row: str | None = None) -> str:
    """For a title: row and column."""
    return (f"{row}: " if row else "") + words(column)


def note(notes: Mapping[str, str]) -> str:
    """What the scenario says of a column, for the line below a title."""
    return notes.get("long_name", "")


def unit(notes: Mapping[str, str], otherwise: str = "") -> str:
    """For an axis: the unit; nothing of a bare number."""
    found = notes.get("units", "")
    return otherwise if found in ("", "1") else found


def colour_of(arms: Sequence[str], arm: str) -> str:
    """The same colour for an arm in all plots of a run."""
    return ARMS[list(arms).index(arm) % len(ARMS)]


def colours(arms: Sequence[str]) -> dict[str, str]:
    """Of all arms, by name."""
    return {arm: colour_of(arms, arm) for arm in arms}


def line_of(arms: Sequence[str], arm: str) -> dict[str, object]:
    """Colour and style of the line of an arm, the same in all plots of a run."""
    return {"color": colour_of(arms, arm), "linestyle": LINES[list(arms).index(arm) % len(LINES)], "linewidth": 1.6, "zorder": ABOVE}


def chosen_arms(arms: Sequence[str], arm: str | Sequence[str] | None) -> list[str]:
    """All, one or several."""
    return list(arms) if arm is None else [arm] if isinstance(arm, str) else list(arm)
