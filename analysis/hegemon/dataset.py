"""A kind of an arm as xarray datasets: its columns, read when they are used, and the sums over all replicates."""
import h5py
import numpy as np
import xarray

from hegemon import estimate
from hegemon.clock import Clock

STATISTICS = ("mean", "deviation", "error")


def text_of(dataset: h5py.Dataset) -> np.ndarray:
    """Strings as objects."""
    return np.asarray(dataset.asstr()[()], dtype=object)


def true_name(dataset: h5py.Dataset) -> str:
    """The name in the scenario; the file has another one where it uses that itself."""
    return str(dataset.attrs.get("name", dataset.name.rsplit("/", 1)[1]))


def members(group: h5py.Group, *roles: str) -> list[h5py.Dataset]:
    """Datasets with one of these roles, in order of their names."""
    return [one for one in group.values() if isinstance(one, h5py.Dataset) and one.attrs.get("role") in roles]


def row_names(group: h5py.Group) -> np.ndarray:
    """Names of the rows of a kind."""
    return text_of(group[row_dimension(group)])


def row_dimension(group: h5py.Group) -> str:
    return group.name.rsplit("/", 1)[1]


def names_at(names: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Names of rows by their numbers; "" where there is none (-1)."""
    return np.append(names, "")[np.asarray(rows, dtype=int)]


def read_kind(file: h5py.File, group: h5py.Group, kinds: dict[str, h5py.Group], clock: Clock) -> xarray.Dataset:
    """Columns and constants of a kind; nothing of the columns is read yet."""
    left_out = [one.name.rsplit("/", 1)[1] for one in members(group, "summary", "reference")]
    raw = xarray.open_dataset(file.filename, group=group.name, engine="h5netcdf", decode_cf=False, drop_variables=left_out)
    for variable in raw.variables.values():
        if variable.dtype == np.int8:  # false, true or missing: 0, 1, NaN
            variable.attrs = {name: value for name, value in variable.attrs.items() if not name.startswith("flag_")}
            variable.attrs["_FillValue"] = np.int8(-1)
    data = xarray.decode_cf(raw, decode_times=False, decode_timedelta=False)
    data = data.assign_coords(row_coordinates(group, kinds))
    data.attrs.pop("role", None)
    if "time" in data.variables:
        data = data.assign_coords(time=time_coordinate(group, clock))
    return data


def row_coordinates(group: h5py.Group, kinds: dict[str, h5py.Group]) -> dict[str, xarray.Variable]:
    """The names of the rows, and for each reference the names of the rows that they refer to."""
    dimension = row_dimension(group)
    coordinates = {dimension: xarray.Variable((dimension,), row_names(group), {"long_name": "name of the row"})}
    for reference in members(group, "reference"):
        names = names_at(row_names(kinds[str(reference.attrs["kind"])]), reference[()])
        attributes = {name: reference.attrs[name] for name in ("long_name", "kind") if name in reference.attrs}
        coordinates[reference.name.rsplit("/", 1)[1]] = xarray.Variable((dimension,), names, attributes)
    return coordinates


def time_coordinate(group: h5py.Group, clock: Clock) -> xarray.Variable:
    """The end of each step."""
    attributes = {"long_name": "end of the step"} | ({} if clock.has_dates else {"units": clock.label})
    return xarray.Variable(("time",), clock.times(group["time"][()]), attributes)


def summaries(group: h5py.Group, kinds: dict[str, h5py.Group], clock: Clock, columns: list[h5py.Dataset]) -> xarray.Dataset:
    """Mean, deviation and standard error of the mean over all replicates, [statistic, time, row]."""
    count = group["count"][()]
    variables = {}
    for column in columns:
        name = true_name(column)
        values = np.stack(estimate.moments(group[f"{name}.sum"][()], group[f"{name}.sum_of_squares"][()], count))
        variables[column.name.rsplit("/", 1)[1]] = (("statistic", "time", row_dimension(group)), values, notes_of(column))
    return _over_time(variables, group, kinds, clock, STATISTICS, "count")


def differences(group: h5py.Group, kinds: dict[str, h5py.Group], clock: Clock, columns: list[h5py.Dataset],
                confidence: float) -> xarray.Dataset:
    """The first arm minus this one, pair by pair: `STATISTICS`, low and high, [statistic, time, row]."""
    pairs = group["pairs"][()]
    variables = {}
    for column in columns:
        name = true_name(column)
        total, squares = (group[f"{name}.difference.{what}"][()] for what in ("sum", "sum_of_squares"))
        mean, deviation, error = estimate.moments(total, squares, pairs)
        if column.dtype == np.int8:
            low, high = estimate.score_interval(total, squares, pairs, confidence)
        else:
            low, high = estimate.student_interval(mean, error, pairs, confidence)
        values = np.stack([mean, deviation, error, low, high])
        interval = "score" if column.dtype == np.int8 else "Student"
        variables[column.name.rsplit("/", 1)[1]] = (("statistic", "time", row_dimension(group)), values, notes_of(column) | {"interval": interval})
    return _over_time(variables, group, kinds, clock, (*STATISTICS, "low", "high"), "pairs")


def notes_of(dataset: h5py.Dataset) -> dict[str, str]:
    """Unit and note, as far as there are any."""
    notes = {"long_name": dataset.attrs.get("long_name"), "units": dataset.attrs.get("units", dataset.attrs.get("unit"))}
    return {name: str(value) for name, value in notes.items() if value is not None}


def _over_time(variables: dict, group: h5py.Group, kinds: dict[str, h5py.Group], clock: Clock, statistics: tuple[str, ...],
               count: str) -> xarray.Dataset:
    coordinates = {"statistic": list(statistics), "time": time_coordinate(group, clock), **row_coordinates(group, kinds),
                   count: ("time", group[count][()])}
    return xarray.Dataset(variables, coordinates)
