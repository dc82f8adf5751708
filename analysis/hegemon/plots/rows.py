"""Which row of a kind a plot is of, and in which arms."""
from collections.abc import Sequence

from hegemon.errors import RunError, choose
from hegemon.run import Run


def one_row(run: Run, kind: str, row: str | None, arm: str | None = None) -> str:
    """`row`, or the only one that there is.

    Raises
    ------
    NotThere
        If the kind has no such row.
    RunError
        If none was named and there are several.
    """
    rows = run.rows(kind, arm)
    if row is not None:
        return choose(row, rows, "row", f"the kind '{kind}' of {run.path}")
    if len(rows) != 1:
        raise RunError(f"which row of the kind '{kind}'? Say row=... There are: {', '.join(rows)}")
    return rows[0]


def arms_with(run: Run, kind: str, row: str, arm: str | Sequence[str] | None) -> list[str]:
    """The arms that are asked for; without that, those that have the row.

    Raises
    ------
    NotThere
        If an arm that is asked for does not have it.
    """
    if arm is None:
        return [name for name in run.arms if kind in run.kinds_of(name) and row in run.rows(kind, name)]
    arms = [arm] if isinstance(arm, str) else list(arm)
    for name in arms:
        one_row(run, kind, row, name)
    return arms


def row_anywhere(run: Run, kind: str, row: str | None, arm: str | Sequence[str] | None) -> str:
    """As `one_row`, in the first arm that is asked for, else in the first that has it."""
    if arm is not None:
        return one_row(run, kind, row, arm if isinstance(arm, str) else arm[0])
    having = [name for name in run.arms if kind in run.kinds_of(name) and (row is None or row in run.rows(kind, name))]
    return one_row(run, kind, row, having[0] if having else None)
