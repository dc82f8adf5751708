"""Every compiler and level of optimisation gives the digests of digests.json, and runs that this build's `verify` computes
again to the bit: builds the program in other ways and asks it.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ["HEGEMON_SOURCE"])
FLAGSHIP = SOURCE / "scenarios" / "post-soviet" / "2022.toml"
TEST = Path(__file__).with_name("determinism_test.py")


class Builds(unittest.TestCase):
    def check(self, preset: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for command in (["cmake", "--preset", preset, "-B", folder, "-DHEGEMON_TESTS=OFF"],
                            ["cmake", "--build", folder, "--target", "hegemon_program"]):
                done = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            environment = {**os.environ, "HEGEMON": f"{folder}/bin/hegemon", "HEGEMON_BUILD": folder}
            done = subprocess.run([sys.executable, TEST], env=environment, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.verify(f"{folder}/bin/hegemon", Path(folder) / "run.h5")

    def verify(self, other: str, run: Path) -> None:
        """A run of the other program, made by one thread, holds before this one."""
        for command in ([other, "run", FLAGSHIP, "--arms", "base,no_war", "--replicates", "64", "--threads", "1", "-q", "-o", run],
                        [os.environ["HEGEMON"], "verify", run]):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_gcc_without_optimisation(self) -> None:
        self.check("debug")

    def test_gcc_with_all_optimisation(self) -> None:
        self.check("release")

    @unittest.skipUnless(shutil.which("clang++-14"), "clang is not installed")
    def test_clang_with_all_optimisation(self) -> None:
        self.check("clang-release")


if __name__ == "__main__":
    unittest.main()
