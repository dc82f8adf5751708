"""Opening a run file, or saying why it is none."""
from difflib import get_close_matches
from os import PathLike, fspath
from pathlib import Path

import h5py

from hegemon.errors import NotARun

VERSION = 1  # of the run file; a reader of version 1 reads every 1.x


def open_file(path: str | PathLike) -> h5py.File:
    """The run file at `path`, open for reading.

    Raises
    ------
    FileNotFoundError
        With a file of a similar name, if there is one beside it.
    NotARun
        If it is another file, a `.part`, or of a later version.
    """
    place = Path(fspath(path))
    if not place.is_file():
        raise FileNotFoundError(_missing(place))
    if place.name.endswith(".part"):
        raise NotARun(_partial(place))
    if not h5py.is_hdf5(place):
        raise NotARun(f"{place} is no run file: it is not HDF5. `hegemon run SCENARIO -o run.h5` writes one.")
    file = h5py.File(place.resolve(), "r")  # which stays the same file if the working folder changes
    try:
        _check(file, place)
    except NotARun:
        file.close()
        raise
    return file


def _check(file: h5py.File, place: Path) -> None:
    if file.attrs.get("file_type") != "hegemon run":
        raise NotARun(f"{place} is HDF5, but no run file: it lacks the attribute file_type = \"hegemon run\".")
    major, minor = (int(number) for number in file.attrs["version"])
    if major != VERSION:
        raise NotARun(f"{place} is a run file of version {major}.{minor}; this package reads version {VERSION}. A newer one may do.")
    if "digest_so_far" in file.attrs:
        raise NotARun(_partial(place))


def _partial(place: Path) -> str:
    return (f"{place} is part of a run that goes on or was cut short. Wait, or finish it by the same `hegemon run` with --resume; "
            "then open the file without .part.")


def _missing(place: Path) -> str:
    if (part := place.with_name(place.name + ".part")).exists():
        return _partial(part)
    beside = [one.name for one in place.parent.iterdir()] if place.parent.is_dir() else []
    near = get_close_matches(place.name, beside, n=1)
    return f"there is no file {place}" + (f"; did you mean {place.with_name(near[0])}?" if near else "")
