"""Where states lie: capitals by ISO code, and the outlines of land."""
import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import numpy as np
import pandas


@cache
def capitals() -> pandas.DataFrame:
    """Capitals by ISO 3166-1 alpha-3 code: name, capital, latitude, longitude (degrees).

    Examples
    --------
    >>> capitals().loc["ARM", "capital"]
    'Yerevan'
    """
    with files("hegemon").joinpath("data/capitals.csv").open(encoding="utf-8") as table:
        return pandas.read_csv(table, index_col="iso3")


@cache
def land() -> list[np.ndarray]:
    """Outlines of land, each [point, (longitude, latitude)] in degrees; holes, such as the Caspian Sea, are outlines in the other direction.

    What lies on both sides of 180 degrees is there twice: once going on beyond 180, once beyond -180.
    """
    polygons = json.loads(files("hegemon").joinpath("data/land.json").read_text(encoding="utf-8"))
    rings = [np.array(ring) for polygon in polygons for ring in polygon]
    beyond = [ring - (np.sign(ring[np.argmax(abs(ring[:, 0])), 0]) * 360, 0) for ring in rings if abs(ring[:, 0]).max() > 180]
    return rings + beyond


def locate(names: Iterable[str], places: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Latitude and longitude of those of `names` that have a place.

    Parameters
    ----------
    names : iterable of str
        ISO codes, or names of states.
    places : pandas.DataFrame, optional
        Your own, by name, with the columns latitude and longitude; else the capitals.

    Examples
    --------
    >>> locate(["ARM", "Georgia", "Atlantis"]).index.tolist()
    ['ARM', 'Georgia']
    """
    known = capitals() if places is None else places
    if places is None:
        known = pandas.concat([known, known.set_index("name")])
    return known.loc[[name for name in names if name in known.index], ["latitude", "longitude"]]
