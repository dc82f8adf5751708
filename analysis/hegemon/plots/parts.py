"""Parts of a whole: which rows make one, how large they are, and how each is coloured."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas
import xarray

from hegemon.errors import NotThere, RunError, choose
from hegemon.plots import style
from hegemon.run import Run

MOST = 7            # parts that can be told apart
NAMED = 4           # names of small parts that are listed
OTHERS = "#A3A3A3"
HATCHES = (None, "////", "....", "\\\\\\\\")
TOLERANCE = 1e-5    # columns are kept in single precision


@dataclass(frozen=True)
class Question:
    """What is stacked: as of `hegemon.plots.shares`.

    Attributes
    ----------
    kind, column : str
        What to draw.
    by, of : str or None
        References: to what makes a part, and to the whole.
    within : mapping of str to str
        Only rows with these references.
    whole : float or None
        What the parts are of.
    """

    kind: str
    column: str
    by: str | None = None
    of: str | None = None
    within: Mapping[str, str] = field(default_factory=dict)
    whole: float | None = None


@dataclass(frozen=True)
class Parts:
    """Answers a `Question`.

    Attributes
    ----------
    sizes : pandas.DataFrame
        [time, part], parts in order of their names: mean over the wholes if there is a `whole`, else the share of all parts.
    wholes : int
        How many there are.
    of : str or None
        The reference to them.
    notes : dict of str to str
        Unit and note of the column.
    counts : numpy.ndarray
        Replicates behind the means, [time].
    """

    sizes: pandas.DataFrame
    wholes: int
    of: str | None
    notes: dict[str, str]
    counts: np.ndarray


def parts(run: Run, question: Question, arm: str | None) -> Parts:
    """The parts in an arm, from means over all its replicates.

    Raises
    ------
    RunError
        If they cannot be stacked: some are missing or negative, or they are more than the whole.
    """
    data = _rows(run, question, arm)
    values = next(iter(data.data_vars.values()))
    by_row = pandas.DataFrame(values.values, index=pandas.Index(data.time.values), columns=data[values.dims[1]].values).dropna(how="all")
    _check_stackable(by_row, question)
    named = (data[question.by] if question.by else data[values.dims[1]]).values
    sizes = by_row.T.groupby(named).sum().T
    if question.whole is None:
        return Parts(sizes.div(sizes.sum(axis=1), axis=0), 1, None, values.attrs, data["count"].values)
    of = _reference_to_whole(question, _references(data, values.dims[1]))
    wholes = data[of].values if of else np.full(by_row.shape[1], "")
    _check_whole(by_row.T.groupby(wholes).sum().T, question, of, _references(data, values.dims[1]))
    count = len(set(wholes))
    return Parts(sizes / count, count, of, values.attrs, data["count"].values)


def _references(data: xarray.Dataset, dimension: str) -> list[str]:
    return [str(name) for name, one in data.coords.items() if one.dims == (dimension,) and name != dimension]


def _rows(run: Run, question: Question, arm: str | None) -> xarray.Dataset:
    """Means of the column, [time, row], of the rows that are asked for."""
    data = run.summary(question.kind, arm, [question.column]).sel(statistic="mean")
    dimension = next(iter(data.data_vars.values())).dims[1]
    references = _references(data, dimension)
    where = f"the kind '{question.kind}' of {run.path}"
    for name in (question.by, question.of):
        if name is not None:
            choose(name, references, "reference", where)
    keep = np.ones(data.sizes[dimension], dtype=bool)
    for name, wanted in question.within.items():
        there = data[choose(name, [*references, dimension], "reference", where)].values
        choose(wanted, sorted(set(there)), name, where)
        keep &= there == wanted
    if not keep.any():
        raise RunError(f"no row of {where} has {dict(question.within)}")
    return data.isel({dimension: keep})


def _reference_to_whole(question: Question, references: Sequence[str]) -> str | None:
    """`of`; if it is not said, the one reference that is neither `by` nor fixed by `within`; None if all rows belong to one whole."""
    if question.of is not None:
        if question.of == question.by:
            raise RunError(f"by and of are both '{question.by}': what makes a part cannot be the whole, too")
        return question.of
    free = [name for name in references if name != question.by and name not in question.within]
    if question.by is None or not free:
        return None  # rows are the parts; _check_whole finds out if they are of several wholes
    if len(free) > 1:
        raise RunError(f"which reference of the kind '{question.kind}' is the whole? Say of=... There are: {', '.join(free)}")
    return free[0]


def _check_stackable(by_row: pandas.DataFrame, question: Question) -> None:
    what = f"'{question.column}' of the {question.kind}"
    if by_row.empty:
        raise RunError(f"{what} cannot be stacked: it has no mean at any time")
    missing = by_row.columns[by_row.isna().any()]
    if len(missing):
        raise RunError(f"{what} {missing[0]} cannot be stacked: its mean is missing at {style.date(by_row.index[by_row[missing[0]].isna()][0])}")
    least = by_row.min()
    if least.min() < -TOLERANCE * max(1.0, float(by_row.max().max())):
        raise RunError(f"{what} {least.idxmin()} cannot be stacked: it falls to {least.min():.4g}, and a part cannot be negative; "
                       "plots.fan draws such columns")


def _check_whole(by_whole: pandas.DataFrame, question: Question, of: str | None, references: Sequence[str]) -> None:
    most = by_whole.max()
    if most.max() <= question.whole * (1 + TOLERANCE):
        return
    of_what = f" of the {of} {most.idxmax()}" if of else ""
    help_ = f"say of=... ({', '.join(name for name in references if name != question.by)}), or another whole" if references and not of else (
        "say another whole, or none: then each part is shown as its share of all")
    raise RunError(f"the parts of '{question.column}'{of_what} add up to {most.max():.4g}, more than the whole of {question.whole:g}: {help_}")


def chosen(run: Run, question: Question, keep: Iterable[str]) -> list[str]:
    """Names of the parts that are drawn by themselves: all if they can be told apart, else `keep` and the largest, over all arms."""
    found = []
    for arm in run.arms:
        try:
            found.append(parts(run, question, arm).sizes.mean())
        except NotThere:
            pass  # an arm may lack the kind or the row
    mean = pandas.concat(found, axis=1).mean(axis=1) if found else pandas.Series(dtype=float)
    kept = [choose(name, list(mean.index), "part", f"'{question.column}' of the kind '{question.kind}'") for name in keep]
    if len(kept) > MOST:
        raise RunError(f"keep has {len(kept)} parts; at most {MOST} can be told apart")
    if len(mean) <= MOST:
        return sorted(mean.index)
    room = (MOST if kept else MOST - 1) - len(kept)
    largest = mean.drop(kept).sort_values(ascending=False, kind="stable").index[:room]
    return sorted([*kept, *largest])


def together(names: Sequence[str]) -> str:
    """What small parts are called as one.

    Examples
    --------
    >>> together(["TUR", "UN"]), together(list("abcdef"))
    ('others (TUR, UN)', 'others (6)')
    """
    return f"others ({', '.join(names) if len(names) <= NAMED else len(names)})"


def paints(run: Run, kind: str, by: str | None) -> dict[str, tuple[str, str | None]]:
    """Colour and hatch of each part: the same in all plots of the run, whatever the column, the arm and the rows shown.

    What most rows refer to comes first, then in order of names; after the seventh the colours come again, hatched.
    """
    rows: dict[str, int] = {}
    for arm in run.arms:
        if kind in run.kinds_of(arm):
            data = run.kind(kind, arm)
            named = data[by].values if by else np.asarray(run.rows(kind, arm), dtype=object)
            for name, count in zip(*np.unique(named.astype(str), return_counts=True)):
                rows[name] = max(rows.get(name, 0), int(count))
    order = sorted(rows, key=lambda name: (-rows[name], name))
    many = len(style.COLOURS)
    return {name: (style.COLOURS[place % many], HATCHES[place // many % len(HATCHES)]) for place, name in enumerate(order)}
