"""Runs the flagship, changed or not, into a folder that goes away with the test."""
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
sys.path.insert(0, str(SOURCE / "tests" / "determinism"))
from run_file import Arm
from toml_text import toml_text

PROGRAM = os.environ["HEGEMON"]
SCENARIO = SOURCE / "scenarios" / "post-soviet" / "2022-prototype.toml"
REPLICATES = 70  # a whole batch of 64 lanes and a part of one


def read_scenario() -> dict:
    """The flagship's own file."""
    return tomllib.loads(SCENARIO.read_text(encoding="utf-8"))


def read_model() -> dict:
    """The rules that it is laid over."""
    path = next(p for p in (SCENARIO.parent / read_scenario()["model"], SOURCE / "scenarios" / read_scenario()["model"]) if p.exists())
    return tomllib.loads(path.read_text(encoding="utf-8"))


def mean_and_error(values: np.ndarray) -> tuple[float, float]:
    """Mean over the replicates, and its standard error."""
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


class FlagshipTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        shutil.copytree(SOURCE / "scenarios" / "models", self.folder / "models")

    def run_file(self, scenario: dict | None = None, arms: str = "base", replicates: int = REPLICATES, record: str = "all") -> h5py.File:
        """The run file of the flagship, or of what a test made of it."""
        number = len(list(self.folder.glob("*.h5")))
        path, output = SCENARIO, self.folder / f"run{number}.h5"
        if scenario is not None:
            path = self.folder / f"scenario{number}.toml"
            path.write_text(toml_text(scenario), encoding="utf-8")
        command = [PROGRAM, "run", path, "--arms", arms, "--replicates", replicates, "--seed", 5, "--record", record, "-q", "-o", output]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        file = h5py.File(output)
        self.addCleanup(file.close)
        return file

    def run_arms(self, scenario: dict | None = None, arms: str = "base", **more: object) -> list[Arm]:
        """The arms of one run."""
        file = self.run_file(scenario, arms, **more)
        return [Arm(file, arm) for arm in arms.split(",")]
