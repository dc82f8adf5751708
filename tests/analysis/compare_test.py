"""Differences of outcomes in Python are those of `hegemon compare`."""
import importlib.util
import json
import os
import re
import subprocess
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
from scipy import stats

from patrons import PROGRAM, SOURCE, InFolder

import hegemon
from hegemon import comparison


class Compared(InFolder):
    def setUp(self) -> None:
        self.run_ = hegemon.open(self.calendar())

    def test_it_has_means_intervals_and_pairs_of_all_outcomes(self) -> None:
        run = hegemon.open(self.patrons)
        frame = run.compare(program=PROGRAM)
        self.assertEqual(sorted(frame.outcome), sorted(run.outcomes.columns[2:]))
        methods = set(frame.method)
        for line in frame.itertuples():
            values = run.outcome(line.outcome)
            difference = (values.base - values.no_strikes).dropna()
            self.assertEqual((line.first, line.other, line.pairs), ("base", "no_strikes", len(difference)))
            self.assertAlmostEqual(line.difference, difference.mean())
            self.assertEqual((line.positive, line.negative), ((difference > 0).sum(), (difference < 0).sum()))
            if line.method == "Student":
                expected = stats.t.interval(0.95, len(difference) - 1, difference.mean(), stats.sem(difference))
                np.testing.assert_allclose((line.low, line.high), expected, rtol=1e-9)
        self.assertIn("Student", methods)

    def test_it_says_what_the_command_says(self) -> None:
        done = subprocess.run([PROGRAM, "compare", self.patrons, "--json", "--outcome", "south"], capture_output=True, text=True, check=True)
        said = json.loads(done.stdout)["comparisons"][0]["outcomes"]["south"]
        line = hegemon.open(self.patrons).compare("south", program=PROGRAM).iloc[0]
        self.assertEqual((line.low, line.high, line.p), (said["low"], said["high"], said["adjusted_p"]))

    @unittest.skipUnless(importlib.util.find_spec("jinja2"), "jinja2 is not installed")
    def test_the_table_for_a_paper_that_the_readme_shows(self) -> None:
        shown = re.search(r"`(run\.compare\(\)\.style.*?)`", (SOURCE / "analysis" / "README.md").read_text(encoding="utf-8")).group(1)
        with mock.patch.dict(os.environ, {"HEGEMON": PROGRAM}):
            table = eval(shown, {"run": hegemon.open(self.patrons)})
        self.assertIn(r"will\_north & base & no\_strikes", table)

    def test_any_two_arms_can_be_compared(self) -> None:
        frame = self.run_.compare(arms=["larger", "dry"], program=PROGRAM)
        self.assertEqual(frame[["outcome", "first", "other"]].values.tolist(), [["arm.value", "larger", "dry"]])
        self.assertEqual(self.run_.compare("arm.value", arms=["larger", "dry"], program=PROGRAM).difference[0], frame.difference[0])
        values = self.run_.outcome("arm.value")
        self.assertAlmostEqual(frame.difference[0], (values.larger - values.dry).mean())

    def test_wrong_names_and_a_missing_program_are_said(self) -> None:
        with self.assertRaisesRegex(hegemon.NotThere, "did you mean 'dry'"):
            self.run_.compare(arms=["base", "dyr"], program=PROGRAM)
        with self.assertRaisesRegex(hegemon.NotThere, "no outcome 'arms'"):
            self.run_.compare("arms", program=PROGRAM)
        with self.assertRaisesRegex(hegemon.RunError, "needs two arms"):
            self.run_.compare(arms=["base"], program=PROGRAM)
        with self.assertRaisesRegex(hegemon.RunError, "no program /nowhere/hegemon: say program="):
            self.run_.compare(program="/nowhere/hegemon")
        with mock.patch.dict(os.environ, {"HEGEMON": "/nowhere/hegemon"}), self.assertRaisesRegex(hegemon.RunError, "HEGEMON in the environment"):
            self.run_.compare()
        with mock.patch.dict(os.environ, {"PATH": "/nowhere"}), mock.patch.object(comparison, "BESIDE", Path("/nowhere/hegemon")):
            os.environ.pop("HEGEMON")
            with self.assertRaisesRegex(hegemon.RunError, "neither in PATH nor built beside"):
                self.run_.compare()

    def test_the_program_is_found_by_the_environment_or_in_the_path(self) -> None:
        with mock.patch.dict(os.environ, {"HEGEMON": PROGRAM}):
            self.assertEqual(os.path.realpath(comparison.find_program()), os.path.realpath(PROGRAM))
        with mock.patch.dict(os.environ, {"PATH": os.path.dirname(PROGRAM)}):
            os.environ.pop("HEGEMON")
            self.assertEqual(os.path.realpath(comparison.find_program()), os.path.realpath(PROGRAM))

    def test_what_the_program_refuses_is_said(self) -> None:
        with self.assertRaisesRegex(hegemon.RunError, "`hegemon compare` refused: "):
            comparison.compare(str(self.patrons), ["nothing"], ["base", "no_strikes"], PROGRAM)


if __name__ == "__main__":
    unittest.main()
