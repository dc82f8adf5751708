"""The network's data and figures are what their scripts make."""

import filecmp
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("HEGEMON_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BENCH = SOURCE / "tests" / "bench"


def run(script: str, *arguments: str) -> None:
    """Run a script of tests/bench; a failure of it is one of the test."""
    subprocess.run([sys.executable, "-B", BENCH / script, *arguments], check=True)


class NetworkFigures(unittest.TestCase):
    """What is kept in the repository can be made again."""

    def test_shipped_rows_are_those_of_the_generator(self) -> None:
        """Byte for byte."""
        with tempfile.TemporaryDirectory() as folder:
            run("generate_network.py", "200", folder)
            for name in ("network.toml", "network_states.csv", "network_edges.csv"):
                kept = SOURCE / "scenarios" / "classics" / name
                self.assertTrue(filecmp.cmp(kept, pathlib.Path(folder) / name, shallow=False), name)

    def test_local_neighbours_are_at_most_128_rows_away(self) -> None:
        """In a ring of 1,000 states, eight different ones each."""
        with tempfile.TemporaryDirectory() as folder:
            run("generate_network.py", "1000", folder, "--neighbours", "local")
            lines = (pathlib.Path(folder) / "network_edges.csv").read_text(encoding="utf-8").splitlines()[1:]
        pairs = [tuple(int(name[1:]) for name in line.split(",")[:2]) for line in lines]
        self.assertEqual(len(set(pairs)), 8000)
        self.assertEqual(pairs, sorted(pairs))
        for state, other in pairs:
            self.assertNotEqual(state, other)
            self.assertLessEqual(min((state - other) % 1000, (other - state) % 1000), 128)

    def test_kept_states_are_those_of_numpy(self) -> None:
        """To rounding: the order of numpy's sums depends on the machine."""
        run("check_kernel.py", "check")


if __name__ == "__main__":
    unittest.main()
