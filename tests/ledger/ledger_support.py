"""Runs scenarios for the tests of the ledger."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py

sys.dont_write_bytecode = True
PROGRAM = os.environ["HEGEMON"]
SOURCE = Path(os.environ["HEGEMON_SOURCE"])
SCENARIOS = SOURCE / "scenarios"
sys.path.insert(0, str(SOURCE / "tests" / "determinism"))
from toml_text import toml_text  # noqa: F401: for the tests


class RunTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_file(self, scenario: Path, arms: list[str], replicates: int, record: str = "all") -> h5py.File:
        output = self.folder / f"run{len(list(self.folder.glob('*.h5')))}.h5"
        command = [PROGRAM, "run", scenario, "--arms", ",".join(arms), "--replicates", replicates, "--seed", 3,
                   "--record", record, "-q", "-o", output]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        file = h5py.File(output)
        self.addCleanup(file.close)
        return file
