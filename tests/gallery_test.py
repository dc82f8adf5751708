"""Every shipped scenario can be checked and run in all its arms, so that none can rot; what is to be read is short, and every number
says what it is."""
import json
import os
import re
import subprocess
import tempfile
import tomllib
import unittest
from collections.abc import Callable
from pathlib import Path

PROGRAM = os.environ["HEGEMON"]
SCENARIOS = Path(os.environ["HEGEMON_SOURCE"]) / "scenarios"
CLASSICS = {
    "beta_bernoulli", "boulding", "competing_hazards", "constant_hazard", "degroot", "distributions",
    "emissions", "erlang", "friedkin_johnsen", "granovetter", "hawkes", "hegselmann_krause",
    "lanchester", "lanchester_iwo_jima", "lotka_volterra", "network", "quantal_response", "richardson",
    "sir", "theatres", "voter",
}
MOST_LINES = 60  # of a classic, without comments and empty lines; of the first example, with them
STANDING = re.compile(r"(?:assumed|estimated|definition)\b")


def hegemon(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False)


def lines_of(scenario: Path) -> list[str]:
    """The lines that say something to the program."""
    lines = [line.strip() for line in scenario.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def is_model(scenario: Path) -> bool:
    return scenario.parent.name == "models"


def read(scenario: Path) -> dict:
    with scenario.open("rb") as file:
        return tomllib.load(file)


class Gallery(unittest.TestCase):
    """One subtest a scenario."""

    def each(self, claim: Callable[[Path], None], folder: str = "") -> None:
        """Hold every scenario below scenarios/FOLDER against a claim."""
        found = sorted((SCENARIOS / folder).rglob("*.toml"))
        self.assertTrue(found, f"no scenario in {folder}")
        for scenario in found:
            with self.subTest(scenario=str(scenario.relative_to(SCENARIOS))):
                claim(scenario)

    def each_that_runs(self, claim: Callable[[Path], None]) -> None:
        self.each(lambda scenario: None if is_model(scenario) else claim(scenario))

    def is_right(self, scenario: Path) -> None:
        done = hegemon("check", scenario)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertNotIn("warning", done.stdout + done.stderr)

    def runs(self, scenario: Path) -> None:
        arms = ",".join(["base", *read(scenario).get("variant", {})])
        with tempfile.TemporaryDirectory() as folder:
            done = hegemon("run", scenario, "--arms", arms, "--replicates", 3, "--json", "-o", Path(folder) / "run.h5")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertTrue(json.loads(done.stdout)["outcomes"], "a scenario has outcomes")

    def opens_with_a_comment(self, scenario: Path) -> None:
        self.assertTrue(scenario.read_text(encoding="utf-8").startswith("# "))

    def is_short(self, scenario: Path) -> None:
        self.assertLessEqual(len(lines_of(scenario)), MOST_LINES)

    def names_a_source(self, scenario: Path) -> None:
        self.assertRegex(scenario.read_text(encoding="utf-8"), r"(?m)^# Source: |source += \"")

    def test_every_scenario_is_checked_without_an_error_or_a_warning(self) -> None:
        self.each_that_runs(self.is_right)

    def test_every_scenario_runs_in_all_its_arms(self) -> None:
        self.each_that_runs(self.runs)

    def test_every_scenario_tells_first_what_it_shows(self) -> None:
        self.each(self.opens_with_a_comment)

    def says_what_its_numbers_are(self, scenario: Path) -> None:
        for name, parameter in read(scenario).get("parameter", {}).items():
            self.assertLessEqual({"value", "unit", "source"}, set(parameter), name)
            self.assertTrue("range" in parameter or isinstance(parameter["value"], str), f"{name} has no range")
            self.assertRegex(parameter["source"], STANDING, name)

    def says_what_its_columns_are(self, scenario: Path) -> None:
        for kind, columns in read(scenario).get("kind", {}).items():
            for name, column in columns.items():
                if name == "key" or "ref" in column:
                    continue
                start = column.get("start")
                start = columns[start].get("start") if start in columns else start
                self.assertTrue("unit" in column or isinstance(start, bool), f"{kind}.{name} has no unit")

    def says_what_its_outcomes_are(self, scenario: Path) -> None:
        outcomes = read(scenario)["outcome"]
        for name, outcome in outcomes.items():
            self.assertLessEqual({"unit", "note"}, set(outcome["of"]), name)
        self.assertEqual(sum(outcome.get("headline", False) for outcome in outcomes.values()), 2)

    def test_numbers_have_unit_range_and_standing(self) -> None:
        for folder in ("models", "post-soviet", "examples"):
            self.each(self.says_what_its_numbers_are, folder)

    def test_columns_have_units(self) -> None:
        for folder in ("models", "examples"):
            self.each(self.says_what_its_columns_are, folder)

    def test_outcomes_have_unit_and_note_and_two_are_headlines(self) -> None:
        for folder in ("post-soviet", "examples"):
            self.each(self.says_what_its_outcomes_are, folder)

    def test_every_model_has_a_scenario(self) -> None:
        named = {read(scenario).get("model") for scenario in SCENARIOS.rglob("*.toml")}
        models = {scenario.relative_to(SCENARIOS).as_posix() for scenario in (SCENARIOS / "models").glob("*.toml")}
        self.assertTrue(models)
        self.assertLessEqual(models, named)

    def test_the_first_example_is_short(self) -> None:
        text = (SCENARIOS / "examples" / "two-patrons.toml").read_text(encoding="utf-8")
        self.assertLessEqual(len(text.splitlines()), MOST_LINES)

    def test_every_classic_is_short(self) -> None:
        self.each(self.is_short, "classics")

    def test_every_classic_names_a_source(self) -> None:
        self.each(self.names_a_source, "classics")

    def test_every_classic_is_there(self) -> None:
        self.assertLessEqual(CLASSICS, {scenario.stem for scenario in (SCENARIOS / "classics").glob("*.toml")})


if __name__ == "__main__":
    unittest.main()
