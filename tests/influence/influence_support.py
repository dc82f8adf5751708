"""Runs a copy of the full model's scenarios, changed or not, in a folder that goes away with the test."""
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unittest
from pathlib import Path

import h5py
import numpy as np

sys.dont_write_bytecode = True
SOURCE = Path(os.environ["HEGEMON_SOURCE"])
sys.path[1:1] = [str(SOURCE / "tests" / "determinism"), str(SOURCE / "tests" / "flagship")]
from run_file import Arm
from toml_text import toml_text

PROGRAM = os.environ["HEGEMON"]
SCENARIOS = SOURCE / "scenarios"
FOLDER = SCENARIOS / "post-soviet"
MODEL = SCENARIOS / "models" / "influence.toml"
REPLICATES = 70  # a whole batch of 64 lanes and a part of one


def read(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_scenario(name: str = "2022") -> dict:
    """One of the shipped scenarios, as its file has it."""
    return read(FOLDER / f"{name}.toml")


class Rows:
    """A table of rows, of a scenario or of the CSV file that it names; to be changed and written back."""

    def __init__(self, folder: Path, scenario: dict, kind: str):
        self.section = scenario["rows"][kind]
        self.path = folder / "post-soviet" / self.section["from"] if "from" in self.section else None
        if self.path:
            with self.path.open(encoding="utf-8", newline="") as file:
                self.columns, *self.data = csv.reader(file)
        else:
            self.columns, self.data = self.section["columns"], self.section["data"]

    def add(self, like: list[str], **values: object) -> None:
        """A row in front that differs from another, which the first values of a row name, in these values."""
        twin = next(row for row in self.data if [str(value) for value in row[:len(like)]] == like)
        self.data.insert(0, [values.get(column, value) for column, value in zip(self.columns, twin)])

    def write(self) -> None:
        if not self.path:
            self.section["columns"], self.section["data"] = self.columns, self.data
            return
        with self.path.open("w", encoding="utf-8", newline="") as file:
            text = [[str(value).lower() if isinstance(value, bool) else value for value in row] for row in self.data]
            csv.writer(file, lineterminator="\n").writerows([self.columns, *text])


class InfluenceTest(unittest.TestCase):
    """Each test has a copy of its own: `self.folder` holds models/ and post-soviet/."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for name in ("models", "post-soviet"):
            shutil.copytree(SCENARIOS / name, self.folder / name)

    def rows(self, scenario: dict, kind: str) -> Rows:
        return Rows(self.folder, scenario, kind)

    def run_file(self, scenario: dict, arms: str, replicates: int = REPLICATES, record: str = "all") -> h5py.File:
        number = len(list(self.folder.glob("*.h5")))
        path, output = self.folder / "post-soviet" / f"copy{number}.toml", self.folder / f"run{number}.h5"
        path.write_text(toml_text(scenario), encoding="utf-8")
        command = [PROGRAM, "run", path, "--arms", arms, "--replicates", replicates, "--seed", 5, "--record", record, "-q", "-o", output]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        file = h5py.File(output)
        self.addCleanup(file.close)
        return file

    def run_arms(self, scenario: dict, arms: str, **more: object) -> list[Arm]:
        file = self.run_file(scenario, arms, **more)
        return [Arm(file, arm) for arm in arms.split(",")]


def option_names(arm: Arm, decision: str) -> np.ndarray:
    """Names of a decision's options, in the order of their numbers."""
    meanings = arm.group[f"decisions/{decision}/option"].attrs["flag_meanings"]
    return np.array((meanings.decode() if isinstance(meanings, bytes) else meanings).split())


def mean_and_error(values: np.ndarray) -> tuple[float, float]:
    """Mean over the replicates that have a value, and its standard error."""
    known = values[np.isfinite(values)]
    return float(known.mean()), float(known.std(ddof=1) / np.sqrt(len(known)))
