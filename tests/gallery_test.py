"""Every shipped scenario can be checked and run, so that none can rot; the classics are short enough to be read."""
import json
import os
import subprocess
import tempfile
import unittest
from collections.abc import Callable
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

    def each(self, claim: Callable[[Path], None], folder: str = "") -> None:
        """Hold every scenario below scenarios/FOLDER against a claim."""
        found = sorted((SCENARIOS / folder).rglob("*.toml"))
        self.assertTrue(found, f"no scenario in {folder}")
        for scenario in found:
            with self.subTest(scenario=str(scenario.relative_to(SCENARIOS))):
                claim(scenario)

    def is_right(self, scenario: Path) -> None:
        done = hegemon("check", scenario)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertNotIn("warning", done.stdout + done.stderr)

    def runs(self, scenario: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            done = hegemon("run", scenario, "--replicates", 3, "--json", "-o", Path(folder) / "run.h5")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertTrue(json.loads(done.stdout)["outcomes"], "a scenario has outcomes")

    def opens_with_a_comment(self, scenario: Path) -> None:
        self.assertTrue(scenario.read_text(encoding="utf-8").startswith("# "))

    def is_short(self, scenario: Path) -> None:
        self.assertLessEqual(len(lines_of(scenario)), MOST_LINES)

    def names_a_source(self, scenario: Path) -> None:
        self.assertRegex(scenario.read_text(encoding="utf-8"), r"(?m)^# Source: |source += \"")

    def test_every_scenario_is_checked_without_an_error_or_a_warning(self) -> None:
        self.each(self.is_right)

    def test_every_scenario_runs(self) -> None:
        self.each(self.runs)

    def test_every_scenario_tells_first_what_it_shows(self) -> None:
        self.each(self.opens_with_a_comment)

    def test_every_classic_is_short(self) -> None:
        self.each(self.is_short, "classics")

    def test_every_classic_names_a_source(self) -> None:
        self.each(self.names_a_source, "classics")

    def test_every_classic_is_there(self) -> None:
        self.assertLessEqual(CLASSICS, {scenario.stem for scenario in (SCENARIOS / "classics").glob("*.toml")})


if __name__ == "__main__":
    unittest.main()
