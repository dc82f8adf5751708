"""Every scenario that is shipped can be checked and run, so that none can rot; the classics are short enough to be read."""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["HEGEMON"]
SCENARIOS = Path(os.environ["HEGEMON_SOURCE"]) / "scenarios"
CLASSICS = {"competing_hazards", "constant_hazard", "lanchester", "network", "richardson"}
MOST_LINES = 60  # of a classic, without comments and empty lines


def hegemon(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False)


def lines_of(scenario: Path) -> list[str]:
    """The lines that say something to the program."""
    lines = [line.strip() for line in scenario.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


class Gallery(unittest.TestCase):
    """One subtest a scenario."""

    def each(self, folder: str = ""):
        found = sorted((SCENARIOS / folder).rglob("*.toml"))
        self.assertTrue(found, f"no scenario in {folder}")
        for scenario in found:
            with self.subTest(scenario=str(scenario.relative_to(SCENARIOS))):
                yield scenario

    def test_every_scenario_is_checked_without_an_error_or_a_warning(self) -> None:
        for scenario in self.each():
            done = hegemon("check", scenario)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertNotIn("warning", done.stdout + done.stderr)

    def test_every_scenario_runs(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for scenario in self.each():
                output = Path(folder) / "run.h5"
                done = hegemon("run", scenario, "--replicates", 3, "--json", "-o", output)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertTrue(json.loads(done.stdout)["outcomes"], "a scenario has outcomes")
                output.unlink()

    def test_every_scenario_opens_with_a_comment_that_tells_what_it_shows(self) -> None:
        for scenario in self.each():
            self.assertTrue(scenario.read_text(encoding="utf-8").startswith("# "))

    def test_every_classic_is_there_and_short(self) -> None:
        names = set()
        for scenario in self.each("classics"):
            self.assertLessEqual(len(lines_of(scenario)), MOST_LINES)
            names.add(scenario.stem)
        self.assertLessEqual(CLASSICS, names)

    def test_every_classic_names_a_source(self) -> None:
        for scenario in self.each("classics"):
            self.assertRegex(scenario.read_text(encoding="utf-8"), r"(?m)^# Source: |source += \"")


if __name__ == "__main__":
    unittest.main()
