"""Differences of outcomes between arms, as `hegemon compare` computes them: the statistics live there alone."""
from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import pandas

from hegemon.errors import RunError

BESIDE = Path(__file__).resolve().parents[2] / "build" / "release" / "bin" / "hegemon"
METHODS = {"t": "Student", "score": "Tango's score"}
COLUMNS = ["outcome", "first", "other", "first_mean", "other_mean", "difference", "low", "high", "method", "p", "pairs", "positive", "negative",
           "unit"]


def find_program(program: str | PathLike | None = None) -> str:
    """The program `hegemon`: what is named, else the variable HEGEMON of the environment, else in PATH, else as built beside this package.

    Raises
    ------
    RunError
        If there is none.
    """
    if program is not None:
        found = shutil.which(os.fspath(program))
        if not found:
            raise RunError(f"there is no program {program}: say program=... with the path of `hegemon`")
        return found
    if asked := os.environ.get("HEGEMON"):
        if not (found := shutil.which(asked)):
            raise RunError(f"HEGEMON in the environment is {asked}, where there is no program")
        return found
    if found := shutil.which("hegemon") or shutil.which(BESIDE):
        return found
    raise RunError("comparing needs the program `hegemon`, which computes the intervals, and it was found neither in PATH nor built beside this "
                   "package: say program=\"PATH/hegemon\", or set HEGEMON")


def compare(path: str, outcomes: Sequence[str], arms: Sequence[str], program: str | PathLike | None) -> pandas.DataFrame:
    """One line for each outcome and pair of arms; see `Run.compare`.

    Raises
    ------
    RunError
        With what the program says, if it refuses.
    """
    command = [find_program(program), "compare", os.path.abspath(path), "--json", "--arms", ",".join(arms)]
    command += [word for outcome in outcomes for word in ("--outcome", outcome)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        said = next(iter(done.stderr.strip().splitlines()), f"it ended with {done.returncode}")
        raise RunError(f"`hegemon compare` refused: {said.removeprefix('hegemon: ')}")
    found = json.loads(done.stdout)["comparisons"]
    lines = [_line(name, one, comparison) for comparison in found for name, one in comparison["outcomes"].items()]
    return pandas.DataFrame(lines, columns=COLUMNS)


def _line(name: str, one: dict, comparison: dict) -> dict[str, object]:
    pairs = one["pairs"]
    return {"outcome": name, "first": comparison["first"], "other": comparison["other"],
            **{column: one.get(column) for column in ("first_mean", "other_mean", "difference", "low", "high")},
            "method": METHODS.get(one["interval"], one["interval"]), "p": one.get("adjusted_p"), "pairs": pairs,
            "positive": round(one["share_positive"] * pairs) if pairs else 0, "negative": round(one["share_negative"] * pairs) if pairs else 0,
            "unit": "" if one["unit"] == "1" else one["unit"]}
