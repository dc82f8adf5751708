"""prove.py judges what dieharder says rightly; a small program stands in for dieharder, which is not installed for the tests."""
import os
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
STREAM = '#!/bin/sh\necho "$1 $2"\n'
# Says of a counter what $COUNTER has, of the first seeds (1...) what $FIRST has, and of the second (2...) what $SECOND has.
DIEHARDER = """#!/bin/sh
read -r order seed
case $order$seed in
    counter*) say=$COUNTER ;;
    *names1026) say=$FIRST ;;
    *names2026) say=$SECOND ;;
    *) say=PASSED ;;
esac
echo '#=====#'
[ "$say" = nothing ] || printf '  a_test|   2|0.50000000|  PASSED  \\n  a_test|   3|0.00100000|  %s  \\n' "$say"
"""


class Prove(unittest.TestCase):
    def prove(self, **says: str) -> subprocess.CompletedProcess:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (("stream", STREAM), ("dieharder", DIEHARDER)):
                program = Path(folder) / name
                program.write_text(text, encoding="utf-8")
                program.chmod(program.stat().st_mode | stat.S_IXUSR)
            command = [sys.executable, "-B", HERE / "prove.py", Path(folder) / "stream", "--dieharder", Path(folder) / "dieharder",
                       "--jobs", "2", "--orders", "steps", "names"]
            return subprocess.run(command, env={**os.environ, "COUNTER": "FAILED", "FIRST": "PASSED", "SECOND": "PASSED", **says},
                                  capture_output=True, text=True, check=False)

    def test_all_passed(self) -> None:
        done = self.prove()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("64 tests: 64 passed, 0 of them when repeated; 0 failed. A plain counter fails.", done.stdout)

    def test_one_that_failed(self) -> None:
        done = self.prove(FIRST="FAILED")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout.count("  FAILED"), 1, done.stdout)
        self.assertIn("63 passed, 0 of them when repeated; 1 failed", done.stdout)

    def test_weak_once(self) -> None:
        done = self.prove(FIRST="WEAK")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("  repeated  weak 0.001000, then 0.001000", done.stdout)
        self.assertIn("64 passed, 1 of them when repeated; 0 failed", done.stdout)

    def test_weak_and_then_no_better(self) -> None:
        for second in ("WEAK", "FAILED"):
            with self.subTest(second=second):
                done = self.prove(FIRST="WEAK", SECOND=second)
                self.assertEqual(done.returncode, 1)
                self.assertIn("1 failed", done.stdout)

    def test_a_battery_that_finds_nothing_is_no_proof(self) -> None:
        done = self.prove(COUNTER="PASSED")
        self.assertEqual(done.returncode, 1)
        self.assertIn("A plain counter passes", done.stdout)

    def test_silence_is_no_proof(self) -> None:
        for who in ("COUNTER", "FIRST"):
            with self.subTest(who=who):
                done = self.prove(**{who: "nothing"})
                self.assertNotEqual(done.returncode, 0)
                self.assertIn("ended with", done.stderr)


if __name__ == "__main__":
    unittest.main()
