"""Names beside dots on a map, so that each is clearly of its own dot."""
from __future__ import annotations

import matplotlib.patheffects
import numpy as np
import pandas
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.text import Annotation

from hegemon.plots.fitting import text_width

SIZE = 7.5  # points
GAP = 2.0
# Directions from a dot: right, left, up, down, and between.
SIDES = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)]
FAR = [(np.cos(angle), np.sin(angle), reach) for reach in (15, 22, 30, 40) for angle in np.radians([20, 160, 340, 200, 55, 125, 305, 235, 90, 270])]
Box = tuple[float, float, float, float]  # left, bottom, right, top, in points


class MapNames:
    """Names of dots, placed anew when the map changes its size.

    A name stands at its dot if it overlaps nothing and no other dot is nearly as close; else farther away with a line to its dot; it is
    left out if there is no room.
    """

    def __init__(self, ax: Axes, dots: PathCollection, where: pandas.DataFrame) -> None:
        self._ax, self._dots, self._where = ax, dots, where
        self._drawn: list[Annotation] = []
        self._size: tuple[int, int] | None = None

    def __call__(self, width: float, height: float) -> None:
        if self._size == (size := (round(width), round(height))):
            return
        self._size = size
        radius = float(np.clip(width / 90, 2.2, 4.2))
        self._dots.set_sizes([(2 * radius) ** 2])
        for text in self._drawn:
            text.remove()
        self._drawn = []
        points = self._points(width, height)
        room = _Room(points, radius, (width, height))
        for place in _crowded_first(points):
            name = str(self._where.index[place])
            long = text_width(name, SIZE)
            found = room.beside(place, long) or room.away(place, long, radius + 1) or room.away(place, long, 0)
            if found:
                self._write(name, place, found[0] - points[place], found[1])

    def _points(self, width: float, height: float) -> np.ndarray:
        """Dots in points from the lower left corner."""
        (west, east), (south, north) = self._ax.get_xlim(), self._ax.get_ylim()
        return np.column_stack([(self._where.longitude - west) / (east - west) * width, (self._where.latitude - south) / (north - south) * height])

    def _write(self, name: str, place: int, shift: np.ndarray, moved: bool) -> None:
        line = {"arrowstyle": "-", "color": "#333333", "linewidth": 0.7, "shrinkA": 0, "shrinkB": 0} if moved else None
        position = tuple(self._where[["longitude", "latitude"]].iloc[place])
        self._drawn.append(self._ax.annotate(
            name, position, tuple(shift), textcoords="offset points", fontsize=SIZE, zorder=5, ha="center", va="center", arrowprops=line,
            path_effects=[matplotlib.patheffects.withStroke(linewidth=1.8, foreground="white")], annotation_clip=False))


class _Room:
    """What is taken on a map, in points."""

    def __init__(self, points: np.ndarray, radius: float, size: tuple[float, float]) -> None:
        self._points, self._radius, self._size = points, radius, size
        self._taken: list[Box] = []

    def beside(self, place: int, width: float) -> tuple[np.ndarray, bool] | None:
        """The middle of a name at its dot, if there is room."""
        for across, up in SIDES:
            reach = self._radius + GAP
            middle = self._points[place] + (across * (reach * (0.75 if up else 1) + width / 2), up * (reach * (0.5 if across else 1) + SIZE / 2))
            box = _box(middle, width)
            others = np.delete(self._points, place, axis=0)
            clear = len(others) == 0 or min(_distance(box, one) for one in others) > 2 * reach
            if clear and self._free(box, place):
                return self._take(middle, box, False)
        return None

    def away(self, place: int, width: float, clear: float) -> tuple[np.ndarray, bool] | None:
        """The middle of a name some way from its dot, whose line passes no other dot closer than `clear`."""
        for across, up, reach in FAR:
            edge = self._points[place] + np.array([across, up]) * reach
            middle = edge + (np.sign(across) * width / 2 if abs(across) > 0.1 else 0, np.sign(up) * SIZE / 2 if abs(up) > 0.5 else 0)
            box = _box(middle, width)
            path = self._points[place] + np.linspace(0, 1, 9)[:, None] * (edge - self._points[place])
            others = np.delete(self._points, place, axis=0)
            crossed = len(others) and np.hypot(*(path[:, None] - others[None]).transpose(2, 0, 1)).min() < clear
            if not crossed and self._free(box, place):
                return self._take(middle, box, True)
        return None

    def _take(self, middle: np.ndarray, box: Box, moved: bool) -> tuple[np.ndarray, bool]:
        self._taken.append(box)
        return middle, moved

    def _free(self, box: Box, place: int) -> bool:
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= self._size[0] and box[3] <= self._size[1]
        names = any(box[0] < one[2] and one[0] < box[2] and box[1] < one[3] and one[1] < box[3] for one in self._taken)
        return inside and not names and all(_distance(box, one) > self._radius for one in self._points)


def _box(middle: np.ndarray, width: float) -> Box:
    return middle[0] - width / 2, middle[1] - SIZE / 2, middle[0] + width / 2, middle[1] + SIZE / 2


def _distance(box: Box, point: np.ndarray) -> float:
    """From a point to a box; 0 within."""
    return float(np.hypot(max(box[0] - point[0], 0, point[0] - box[2]), max(box[1] - point[1], 0, point[1] - box[3])))


def _crowded_first(points: np.ndarray) -> np.ndarray:
    """Numbers of dots, those with the closest neighbours first."""
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    return np.argsort(apart.min(axis=1) if len(points) > 1 else apart[:, 0], kind="stable")
