"""./dev reality: what counts as outside, that every cell has its fact and its outcome, and a small page."""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np

sys.dont_write_bytecode = True
PROGRAM = os.environ["HEGEMON"]
SOURCE = Path(os.environ["HEGEMON_SOURCE"])
FOLDER = SOURCE / "analysis" / "post-soviet"
SCENARIOS = SOURCE / "scenarios" / "post-soviet"
sys.path.insert(0, str(FOLDER))
from reality_cells import Cell, judge, read_cells, read_facts, values_of, without_cell


def cell(low: float, high: float | None = None, truth: bool = False) -> Cell:
    return Cell("t", "s.toml", "x", low, low, low if high is None else high, "", truth, "too much", "too little", None)


class Outside(unittest.TestCase):
    HUNDRED = {"x": np.arange(1.0, 101)}

    def test_less_than_one_run_in_twenty_has_as_much(self) -> None:
        for value, word in ((96, "inside"), (97, "**above**"), (5, "inside"), (4, "**below**"), (50, "inside")):
            self.assertEqual(judge(cell(value), self.HUNDRED).word(), word, value)
        self.assertEqual(judge(cell(97), self.HUNDRED).reason(), "too much")
        self.assertEqual(judge(cell(4), self.HUNDRED).reason(), "too little")

    def test_a_fact_with_two_ends_is_inside_if_any_value_between_is(self) -> None:
        self.assertEqual(judge(cell(96, 200), self.HUNDRED).word(), "inside")
        self.assertEqual(judge(cell(97, 200), self.HUNDRED).word(), "**above**")
        self.assertEqual(judge(cell(-9, 5), self.HUNDRED).word(), "inside")

    def test_luck_puts_as_many_runs_outside_as_the_page_says(self) -> None:
        for values in (np.arange(1.0, 101), np.repeat([0.0, 1.0], [97, 3]), np.repeat([0.0, 1.0], [50, 50])):
            outcomes = {"x": values}
            found = np.mean([judge(cell(value), outcomes).outside for value in values])
            self.assertAlmostEqual(judge(cell(0), outcomes).chance, found)

    def test_what_happened_in_few_runs_lies_outside_and_what_happened_in_many_does_not(self) -> None:
        self.assertTrue(judge(cell(1, truth=True), {"x": np.repeat([0.0, 1.0], [96, 4])}).outside)
        self.assertFalse(judge(cell(1, truth=True), {"x": np.repeat([0.0, 1.0], [95, 5])}).outside)
        self.assertTrue(judge(cell(0, truth=True), {"x": np.repeat([0.0, 1.0], [4, 96])}).outside)

    def test_outcomes_may_be_divided_or_turned_round(self) -> None:
        outcomes = {"a": np.array([1.0, 0, 0]), "b": np.array([2.0, 4, 0])}
        np.testing.assert_array_equal(values_of("a / b", outcomes), [0.5, 0])  # nothing of nothing is left out
        np.testing.assert_array_equal(values_of("1 - a", outcomes), [0, 1, 1])
        with self.assertRaises(ValueError):
            values_of("a + b", outcomes)


class Cells(unittest.TestCase):
    def test_every_cell_has_its_fact_its_outcome_and_a_reason_for_one_side_at_least(self) -> None:
        facts = read_facts(SCENARIOS / "what-happened.csv")
        cells = read_cells(FOLDER / "cells.toml", facts)
        known = {}
        for scenario in {c.scenario for c in cells}:
            described = subprocess.run([PROGRAM, "describe", SCENARIOS / scenario, "--json"], capture_output=True, text=True, check=True)
            known[scenario] = {outcome["name"] for outcome in json.loads(described.stdout)["outcomes"]}
        for c in cells:
            with self.subTest(cell=c.title):
                self.assertLessEqual({word for word in c.outcome.split() if word.isidentifier()}, known[c.scenario])
                self.assertTrue(c.above or c.below)
                self.assertLessEqual(c.low, c.best)
                self.assertLessEqual(c.best, c.high)
        left = without_cell(cells, facts)
        self.assertEqual(len(left) + len({c.key for c in cells if c.key}), len(facts))


class Page(unittest.TestCase):
    def test_a_small_page_counts_its_cells_and_gives_a_reason_for_each_outside(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "page.md"
            command = [sys.executable, FOLDER / "reality.py", PROGRAM, "--replicates", 24, "--cache", Path(folder) / "cache", "-o", output]
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            page = output.read_text(encoding="utf-8")
        cells = read_cells(FOLDER / "cells.toml", read_facts(SCENARIOS / "what-happened.csv"))
        for c in cells:
            self.assertIn(f"| {c.title} |", page)
        outside = sum(word in line for line in page.splitlines() for word in ("| **above** |", "| **below** |"))
        self.assertIn(f"**{len(cells)} cells were looked at; in {outside} of them reality lies outside.**", page)
        reasons = page[page.index("## Where reality lies outside"):page.index("## Facts without a cell")]
        self.assertEqual(reasons.count("\n- **"), outside)


if __name__ == "__main__":
    unittest.main()
