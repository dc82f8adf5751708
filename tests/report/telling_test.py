"""The happening with which the page opens its history is the one that tells most."""
import json
import os
import subprocess
import unittest
from pathlib import Path

import report

KARABAKH = {"clashes": {"headline": True, "formula": "dispute[karabakh].attacked", "note": "Attacks over Karabakh"}}


def event(rule, row, chance=0.1, **explanation):
    return {"sort": "event", "rule": rule, "row": row, "step": 1, "time": 1, "explanation": {"chance": chance, "but_for": [], "earlier": 0, **explanation}}


def elsewhere(happened, chance):
    return [{"arm": "other", "has_row": True, "happened": happened, "may_happen": chance > 0, "chance": chance}]


def hinges(*places):
    return [{"without": place, "still": False, "fails": False} for place in places]


ENTRY = {"sort": "entry", "rule": "invasion", "step": 0, "time": 0}


class Telling(unittest.TestCase):
    def ask(self, *histories, outcomes=None):
        packages = report.packages()
        case = {"histories": [{"arm": "base", "replicate": i, "paths": {}, "happenings": list(one)} for i, one in enumerate(histories)], "outcomes": outcomes or {}}
        script = Path(__file__).with_name("telling.mjs")
        done = subprocess.run(["node", script, report.REPORT / "src"], input=json.dumps(case), capture_output=True, text=True, env={**os.environ, "PACKAGES": str(packages)})
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_what_did_not_happen_elsewhere_beats_what_did(self):
        found = self.ask([event("a", "x", other_arms=elsewhere(True, 0.1)), event("b", "x", other_arms=elsewhere(False, 0.01))])["found"]
        self.assertEqual((found["index"], found["elsewhere"]), (1, {"arm": "other", "chance": 0.01, "possible": True}))

    def test_the_less_likely_elsewhere_the_more_it_tells(self):
        found = self.ask([event("a", "x", other_arms=elsewhere(False, 0.09)), event("b", "x", other_arms=elsewhere(False, 0.02))])["found"]
        self.assertEqual(found["index"], 1)

    def test_what_belongs_to_the_headline_comes_before_what_does_not(self):
        happenings = [event("attack", "batken/KGZ"), event("attack", "karabakh/AZE")]
        told = self.ask(happenings, outcomes=KARABAKH)
        self.assertEqual(told["subject"], {"kind": "dispute", "row": "karabakh", "column": "attacked", "label": "Attacks over Karabakh"})
        self.assertEqual((told["found"]["index"], told["found"]["belongs"]), (1, True))
        self.assertEqual(self.ask(happenings)["found"]["index"], 0)  # no headline: the first of equals

    def test_what_the_report_marks_as_the_headline_s_comes_first_too(self):
        found = self.ask([event("a", "x"), {**event("b", "y"), "headline": True}])["found"]
        self.assertEqual((found["index"], found["belongs"]), (1, True))

    def test_what_hinges_on_the_calendar_beats_what_hinges_on_nothing(self):
        found = self.ask([ENTRY, event("a", "x"), event("b", "x", but_for=hinges(0))])["found"]
        self.assertEqual((found["index"], found["hinges_on"]), (2, [0]))

    def test_what_is_rare_beats_what_is_routine(self):
        self.assertEqual(self.ask([event("often", "x"), event("often", "y"), event("often", "z"), event("once", "x")])["found"]["index"], 3)

    def test_another_replicate_than_the_first_can_be_the_one(self):
        found = self.ask([event("a", "x")], [event("a", "x", other_arms=elsewhere(False, 0))])["found"]
        self.assertEqual((found["history"], found["elsewhere"]["possible"]), (["base", 1], False))

    def test_entries_and_what_came_by_date_are_never_opened(self):
        self.assertIsNone(self.ask([ENTRY, event("help", "x", entry=0), {"sort": "event", "rule": "a", "row": "x", "step": 1, "time": 1}])["found"])

    def test_a_formula_without_a_row_has_no_subject(self):
        self.assertIsNone(self.ask([], outcomes={"all": {"headline": True, "formula": "count(d in dispute where d.attacked)"}})["subject"])


if __name__ == "__main__":
    unittest.main()
