"""Outcomes, events, decisions and parameters of all arms as pandas frames."""
from collections.abc import Mapping

import h5py
import numpy as np
import pandas

from hegemon.clock import Clock
from hegemon.dataset import members, names_at, notes_of, row_dimension, row_names, true_name

# In the file for machines only: the dimension's own dataset.
UNSEEN = ("firing", "choice", "failure")


def with_arm(frames: Mapping[str, pandas.DataFrame]) -> pandas.DataFrame:
    """Frames of arms one below the other, with a column `arm` whose categories stand in the order of the run."""
    arms = list(frames)
    for arm, frame in frames.items():
        frame.insert(0, "arm", pandas.Categorical([arm] * len(frame), categories=arms))
    return pandas.concat(frames.values(), ignore_index=True)


def read_outcomes(group: h5py.Group) -> pandas.DataFrame:
    """One line for each replicate of an arm; float64, NaN where it is missing or the replicate failed."""
    columns = {"replicate": group["replicate"][()]}
    for name, outcome in zip(outcome_names(group), outcome_datasets(group)):
        columns[name] = outcome[()]
    return pandas.DataFrame(columns)


def outcome_names(group: h5py.Group) -> dict[str, str]:
    """Names in the scenario by names in the frames, which have a column `arm` of their own."""
    names = {}
    for outcome in outcome_datasets(group):
        name = outcome.name.rsplit("/", 1)[1]
        names["arm.value" if name == "arm" else name] = true_name(outcome)
    return names


def outcome_datasets(group: h5py.Group) -> list[h5py.Dataset]:
    return [one for name, one in group["outcomes"].items() if name != "replicate"]


def read_firings(group: h5py.Group, kinds: dict[str, h5py.Group], clock: Clock) -> pandas.DataFrame:
    """One line for each firing of an event, or for each choice of a decision, in order of replicate, step, row."""
    kind = kinds[str(group.attrs["kind"])]
    rows = group["row"][()]
    steps = group["step"][()]
    times = group["time"][()] if "time" in group else kind["time"][()][steps]
    columns: dict[str, object] = {"replicate": group["replicate"][()], "step": steps, "time": clock.times(times),
                                  "row": names_at(row_names(kind), rows)}
    if "actor" in group.attrs:
        columns["actor"] = _actors(str(group.attrs["actor"]), kind, kinds, rows)
    first = [name for name in ("wish", "option", "refused", "served_before", "precision", "rate", "cause") if name in group]
    for name in first + [name for name in group if name not in (*first, *columns, *UNSEEN)]:
        columns[name] = _values(group[name])
    return pandas.DataFrame(columns)


def _values(dataset: h5py.Dataset) -> object:
    """Numbers as they are; what has names as categories, true and false as bool."""
    values = dataset[()]
    if "flag_meanings" not in dataset.attrs:
        return values
    meanings = str(dataset.attrs["flag_meanings"]).split()
    if meanings == ["false", "true"]:
        return values.astype(bool)
    flags = list(dataset.attrs["flag_values"])
    named = [(flag, meaning) for flag, meaning in zip(flags, meanings) if flag >= 0]  # -1, "none", is missing
    places = np.full(len(values), -1)
    for place, (flag, _) in enumerate(named):
        places[values == flag] = place
    return pandas.Categorical.from_codes(places, [meaning for _, meaning in named])


def _actors(path: str, kind: h5py.Group, kinds: dict[str, h5py.Group], rows: np.ndarray) -> np.ndarray:
    """Names of who decided, along references like `dispute.guardian`; "this" and "" are the row itself."""
    for word in [] if path in ("", "this") else path.split("."):
        reference = next((one for one in members(kind, "reference") if true_name(one) == word), None)
        if reference is None:  # a reference that changes has no rows in the file
            return np.full(len(rows), None, dtype=object)
        found = reference[()]
        rows = np.where(rows >= 0, found[np.maximum(rows, 0)] if len(found) else -1, -1)
        kind = kinds[str(reference.attrs["kind"])]
    return names_at(row_names(kind), rows)


def read_failures(group: h5py.Group) -> pandas.DataFrame:
    """One line for each replicate that failed."""
    columns = {"replicate": np.array([], dtype=np.int64), "step": np.array([], dtype=np.int32)}
    columns |= {name: np.array([], dtype=object) for name in ("rule", "row", "problem")}
    for name in columns:
        if "failures" in group and name in group["failures"]:
            dataset = group["failures"][name]
            columns[name] = dataset.asstr()[()] if h5py.check_string_dtype(dataset.dtype) else dataset[()]
    return pandas.DataFrame(columns)


def read_parameters(arms: Mapping[str, h5py.Group]) -> pandas.DataFrame:
    """One line for each parameter: its value in each arm, unit, note, source and range."""
    lines: dict[str, dict[str, object]] = {}
    for arm, group in arms.items():
        for name, dataset in group["parameters"].items() if "parameters" in group else ():
            line = lines.setdefault(name, {one: np.nan for one in arms})
            line[arm] = float(dataset[()])
            line |= {"units": "", "long_name": "", "source": "", **notes_of(dataset)}
            line["source"] = str(dataset.attrs.get("source", ""))
            line["low"], line["high"] = (float(end) for end in dataset.attrs.get("range", (np.nan, np.nan)))
    frame = pandas.DataFrame.from_dict(lines, orient="index", columns=[*arms, "units", "low", "high", "source", "long_name"])
    return frame.rename_axis("parameter")


def read_contents(arms: Mapping[str, h5py.Group]) -> pandas.DataFrame:
    """What there is: a line for each outcome, kind, column, event, decision and parameter."""
    lines: dict[tuple[str, str, str], dict[str, object]] = {}

    def note(arm: str, what: str, kind: str, name: str, notes: Mapping[str, str]) -> None:
        line = lines.setdefault((what, kind, name), {"units": "", "long_name": "", **notes, "arms": []})
        line["arms"].append(arm)

    for arm, group in arms.items():
        for outcome in outcome_datasets(group):
            note(arm, "outcome", "", outcome.name.rsplit("/", 1)[1], notes_of(outcome))
        for kind in (one for one in group.values() if one.attrs.get("role") == "kind"):
            note(arm, "kind", str(kind.attrs["kind"]), row_dimension(kind), {"long_name": f"{len(row_names(kind))} rows"})
            for column in members(kind, "column", "constant", "reference"):
                note(arm, str(column.attrs["role"]), str(kind.attrs["kind"]), column.name.rsplit("/", 1)[1], notes_of(column))
        for what, folder in (("event", "events"), ("decision", "decisions")):
            for name, one in group[folder].items() if folder in group else ():
                note(arm, what, str(one.attrs["kind"]), name, {})
        for name, parameter in group["parameters"].items() if "parameters" in group else ():
            note(arm, "parameter", "", name, notes_of(parameter))
    frame = pandas.DataFrame([{"what": what, "kind": kind, "name": name, **line} for (what, kind, name), line in lines.items()],
                             columns=["what", "kind", "name", "units", "long_name", "arms"])
    frame["arms"] = [", ".join(names) for names in frame["arms"]]
    return frame
