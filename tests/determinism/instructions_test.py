"""Every set of instructions that this processor has gives the same bits, and no code of one can be linked where another is meant."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py

PROGRAM = os.environ["HEGEMON"]
SOURCE = Path(os.environ["HEGEMON_SOURCE"])
BUILD = Path(os.environ["HEGEMON_BUILD"])
SCENARIOS = [path for folder in ("classics", "examples", "post-soviet") for path in sorted((SOURCE / "scenarios" / folder).glob("*.toml"))]


def sets() -> list[str]:
    told = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout
    return re.search(r"^kernels +\w+ \(there are ([\w, ]+)\)$", told, re.MULTILINE).group(1).split(", ")


class Instructions(unittest.TestCase):
    def test_every_scenario_has_the_same_digest(self) -> None:
        if len(sets()) < 2:
            self.skipTest("this processor has the baseline alone")
        self.assertGreaterEqual(len(SCENARIOS), 25)
        for scenario in SCENARIOS:
            with self.subTest(scenario.name), tempfile.TemporaryDirectory() as folder:
                self.assertEqual(len({self.digest(scenario, name, Path(folder)) for name in sets()}), 1)

    def digest(self, scenario: Path, name: str, folder: Path) -> str:
        run = folder / f"{name}.h5"
        done = subprocess.run([PROGRAM, "run", scenario, "--replicates", "10", "--quiet", "--isa", name, "-o", run], capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        with h5py.File(run) as file:
            return file.attrs["digest"]

    def test_a_set_that_is_not_there_is_refused_with_those_that_are(self) -> None:
        done = subprocess.run([PROGRAM, "run", SCENARIOS[0], "--isa", "mmx"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 64)
        self.assertIn(f"has no instruction set 'mmx' (it has {', '.join(sets())})", done.stderr)

    def test_a_unit_of_kernels_gives_the_linker_nothing_but_its_table(self) -> None:
        units = sorted(BUILD.glob("CMakeFiles/hegemon_language.dir/sim/language/kernels_avx*.cpp.o"))
        if not shutil.which("nm") or not units:
            self.skipTest("no objects to look into")
        for unit in units:
            listed = subprocess.run(["nm", "--defined-only", "--extern-only", "--demangle", unit], capture_output=True, text=True, check=True).stdout
            names = [line.split(" ", 2)[2] for line in listed.splitlines()]
            self.assertEqual(names, [f"hegemon::{re.search('avx[0-9]*', unit.name).group()}::table"])


if __name__ == "__main__":
    unittest.main()
