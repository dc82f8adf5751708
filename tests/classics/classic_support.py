"""Runs a classic, as it is or with some of its text changed, and gives its run file."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py

sys.dont_write_bytecode = True
PROGRAM = os.environ["HEGEMON"]
# Another folder may stand in for the shipped one: mutations_long_test.py plants faults in a copy.
CLASSICS = Path(os.environ.get("HEGEMON_SCENARIOS") or Path(os.environ["HEGEMON_SOURCE"]) / "scenarios") / "classics"
TOLERATED_ERRORS = 4         # what is right lies within so many standard errors but for one time in 16,000
TOLERATED_CHANCE = 6.334e-5  # of that: the smallest p-value that a test of fit may have


class ClassicTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_classic(self, name: str, *, replicates: int = 1, seed: int = 1, record: str = "default", arms: tuple[str, ...] = ("base",),
                    parameters: dict[str, object] | None = None, changes: dict[str, str] | None = None) -> h5py.File:
        """scenarios/classics/NAME.toml with other parameters (as --set gives them) and changed text: each key of `changes` stands in
        the file just once. No replicate may fail."""
        text = (CLASSICS / f"{name}.toml").read_text(encoding="utf-8")
        for old, new in (changes or {}).items():
            if text.count(old) != 1:
                raise ValueError(f"{name}.toml does not say {old!r} once")
            text = text.replace(old, new)
        number = len(list(self.folder.glob("*.h5")))
        scenario, output = self.folder / f"{name}.toml", self.folder / f"{name}{number}.h5"
        scenario.write_text(text, encoding="utf-8")
        for table in CLASSICS.glob("*.csv"):
            shutil.copy(table, self.folder)
        command = [PROGRAM, "run", scenario, "--arms", ",".join(arms), "--replicates", replicates, "--seed", seed,
                   "--record", record, "--quiet", "-o", output]
        for parameter, value in (parameters or {}).items():
            command += ["--set", f"{parameter}={value}"]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        run = h5py.File(output)
        self.addCleanup(run.close)
        return run

    def assert_mean(self, values, expected: float, what: str = "") -> None:
        """The mean of independent values lies within the tolerated number of (estimated) standard errors of what is expected."""
        error = values.std(ddof=1) / len(values) ** 0.5
        self.assertLess(abs(values.mean() - expected), TOLERATED_ERRORS * error, f"{what}: mean {values.mean()}, expected {expected}")
