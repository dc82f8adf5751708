"""Runs scenarios/world/2021.toml, as it is shipped or with other rows, in a folder that goes away with the test."""
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

sys.dont_write_bytecode = True
PROGRAM = os.environ["HEGEMON"]
SCENARIOS = Path(os.environ["HEGEMON_SOURCE"]) / "scenarios"

Table = list[dict[str, str]]


def read_table(name: str) -> Table:
    """The rows of a table that is shipped: `states` or `borders`."""
    with (SCENARIOS / "world" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(path: Path, rows: Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


class WorldTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        shutil.copytree(SCENARIOS / "world", self.folder / "world")
        shutil.copytree(SCENARIOS / "models", self.folder / "world" / "models")

    def run_world(self, *options: object, code: int = 0) -> str:
        """Runs the copy into world.h5; gives what it said on the error stream."""
        words = [PROGRAM, "run", "world/2021.toml", "-o", "world.h5", "-q", *map(str, options)]
        done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stderr

    def outcomes(self, arm: str = "base") -> dict[str, np.ndarray]:
        """Outcome -> [replicate]."""
        with h5py.File(self.folder / "world.h5") as file:
            return {name: item[:] for name, item in file[arm]["outcomes"].items() if name != "replicate"}

    def disputes(self) -> dict[frozenset[str], int]:
        """How many disputes each border saw in all replicates together; needs a run with --record default."""
        with h5py.File(self.folder / "world.h5") as file:
            names = file["base/border/border"].asstr()[:]
            counts = np.bincount(file["base/events/dispute/row"][:], minlength=len(names))
        return {frozenset(name.split("/")): int(count) for name, count in zip(names, counts)}
