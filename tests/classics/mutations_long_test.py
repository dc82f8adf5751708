"""The tests of the classics can fail: each fault of mutations.toml, planted in a copy of its classic, is found by that classic's test."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unittest
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCENARIOS = Path(os.environ["HEGEMON_SOURCE"]) / "scenarios"
MUTATIONS = tomllib.loads((HERE / "mutations.toml").read_text(encoding="utf-8"))["mutation"]
CATCH_PROGRAM = Path(os.environ["HEGEMON_BUILD"]) / "bin" / "test_classics"


def command_of(classic: str) -> list[str]:
    """Runs the tests of a classic: NAME_test.py, or the tests of NAME_test.cpp."""
    script = HERE / f"{classic}_test.py"
    if script.exists():
        return [sys.executable, "-B", str(script)]
    return [str(CATCH_PROGRAM), "--filenames-as-tags", f"[#{classic}_test]"]


def found_wrong(output: str) -> bool:
    """Whether an assertion failed: a scenario that cannot be read would find nothing."""
    return "AssertionError" in output or re.search(r"^  REQUIRE\(|^assertions: .* failed", output, re.MULTILINE) is not None


class Mutations(unittest.TestCase):
    def test_each_fault_is_found(self) -> None:
        for mutation in MUTATIONS:
            with self.subTest(**mutation), tempfile.TemporaryDirectory() as folder:
                scenarios = Path(folder) / "scenarios"
                shutil.copytree(SCENARIOS, scenarios)
                classic = scenarios / "classics" / f"{mutation['classic']}.toml"
                text = classic.read_text(encoding="utf-8")
                self.assertEqual(text.count(mutation["find"]), 1, "stands in the file once")
                classic.write_text(text.replace(mutation["find"], mutation["put"]), encoding="utf-8")
                checked = subprocess.run([os.environ["HEGEMON"], "check", classic], capture_output=True, text=True, check=False)
                self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
                done = subprocess.run(command_of(mutation["classic"]), env={**os.environ, "HEGEMON_SCENARIOS": str(scenarios)},
                                      capture_output=True, text=True, check=False)
                output = done.stdout + done.stderr
                self.assertNotEqual(done.returncode, 0, f"nothing found in\n{output}")
                self.assertTrue(found_wrong(output), output)

    def test_each_classic_has_a_wrong_sign_and_a_wrong_factor(self) -> None:
        planted = Counter((mutation["classic"], mutation["what"]) for mutation in MUTATIONS)
        for classic in sorted(path.stem for path in (SCENARIOS / "classics").glob("*.toml")):
            for what in ("sign", "factor"):
                with self.subTest(classic=classic, what=what):
                    self.assertGreater(planted[classic, what], 0)


if __name__ == "__main__":
    unittest.main()
