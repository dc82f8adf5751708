"""What the page says is what h5py reads in the run file."""
import re
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np
import report


def said(text: str) -> float:
    """A number as the page writes it."""
    text = text.split(" (")[0].strip().replace("−", "-").replace(",", "").replace("+", "")
    text = re.sub(r" × 10\^(-?\d+)", r"e\1", text)
    return float("nan") if text == "none" else float(text)


class Said(report.WithPage):
    @classmethod
    def setUpClass(cls):
        report.packages(), report.chromium()
        cls.make(report.PROTOTYPE, 80)
        cls.read()
        cls.seen = report.drive(cls.page, "numbers")

    def test_the_page_says_these_numbers(self):
        seen = self.seen
        states = [name.decode() for name in self.run_file["base/state/state"]]
        names = {"Armenia": "ARM", "Russia": "RUS", "Kazakhstan": "KAZ", "United States": "USA", "Turkey": "TUR"}
        kinds = {kind["name"]: kind for kind in self.payload["arms"][0]["kinds"]}
        packed = {column["name"]: column.get("mean") for column in kinds["state"]["columns"]}
        compared = 0
        for one in seen["seen"]:
            if one["arm"] != 0 or one["column"].count("/") or f"{one['column']}.sum" not in self.run_file["base/state"]:
                continue
            group = self.run_file["base/state"]
            mean = group[one["column"] + ".sum"][one["step"]] / group["count"][one["step"]]
            told = dict(one["rows"])
            for name, code in names.items():
                expected = mean[states.index(code)]
                precision = report.tolerance(packed[one["column"]])
                self.assertAlmostEqual(said(told[name]), expected, delta=0.006 * abs(expected) + precision + 1e-6, msg=(one["column"], name))
                compared += 1
        self.assertGreater(compared, 50)

    def test_the_page_tells_the_outcomes(self):
        outcomes = self.seen["outcomes"]
        self.assertEqual(len(outcomes), len(self.payload["arms"][0]["outcomes"]))
        for name, first, other, difference, *_ in outcomes:
            values = [self.run_file[arm]["outcomes"][name][()] for arm in ("base", "no_war")]
            there = np.isfinite(values[0]) & np.isfinite(values[1])
            for text, expected in zip((first, other, difference), (values[0][there].mean(), values[1][there].mean(), (values[0] - values[1])[there].mean())):
                self.assertAlmostEqual(said(text), expected, delta=0.006 * abs(expected) + 1e-9, msg=name)

    def test_the_influence_of_a_power_on_the_map_is_that_of_its_ties(self):
        seen = self.seen["seen"]
        group = self.run_file["base/tie"]
        index = [name.decode() for name in group["tie"]].index("ARM/RUS")
        of_russia = [one for one in seen if one["arm"] == 0 and one["column"].startswith("tie/influence/RUS")]
        self.assertEqual(len(of_russia), 3)
        for one in of_russia:
            mean = group["influence.sum"][one["step"], index] / group["count"][one["step"]]
            self.assertAlmostEqual(said(dict(one["rows"])["Armenia"]), mean, delta=0.006 * mean)

    def means(self, arm, kind, column, step):
        """Of all rows of a kind in an arm, by name."""
        group = self.run_file[arm][kind]
        return dict(zip(group[kind].asstr()[()], group[column + ".sum"][step] / group["count"][step]))

    def column(self, arm, kind, name):
        kinds = {one["name"]: one for one in self.payload["arms"][arm]["kinds"]}
        return next(one for one in kinds[kind]["columns"] if one["name"] == name)

    def test_the_map_tells_the_other_arm_and_the_difference(self):
        compared = 0
        for one in self.seen["seen"]:
            if one["arm"] == 0 or not one["column"].startswith("tie/influence/RUS"):
                continue
            here, there = (self.means(arm, "tie", "influence", one["step"])["ARM/RUS"] for arm in ("base", "no_war"))
            expected = there if one["arm"] == 1 else here - there
            self.assertAlmostEqual(said(dict(one["rows"])["Armenia"]), expected, delta=0.006 * abs(expected) + 1e-5)
            compared += 1
        self.assertEqual(compared, 6)

    def test_the_line_below_the_courses_tells_both_arms_and_the_difference(self):
        compared = 0
        for one in self.seen["said"]:
            if one["shows"].startswith("event:"):
                continue
            here, there = (self.means(arm, one["kind"], one["shows"], one["step"])[one["row"]] for arm in ("base", "no_war"))
            found = re.search(r"The scenario (.+), No invasion (.+), difference (.+)$", one["said"])
            first, other = (self.column(arm, one["kind"], one["shows"]) for arm in (0, 1))
            packed = (first["mean"], other["mean"], other["difference"]["mean"])
            for text, expected, array in zip(found.groups(), (here, there, here - there), packed):
                delta = 0.006 * abs(expected) + report.tolerance(array) + 1e-6 * abs(here)
                self.assertAlmostEqual(said(text), expected, delta=delta, msg=one)
            compared += 1
        self.assertGreater(compared, 5)


# A variant with a state more: rows are in order of name, so all numbers of rows move.
ENTRANT = """
title = "An entrant"
time = "week"
start = 0
step = 1
end = 4

[kind.state]
calm = { start = 1 }

[kind.tie]
key = ["client", "patron"]
client = { ref = "state" }
patron = { ref = "state" }
influence = { start = 0.1, unit = "influence" }

[flow.tie]
influence = "relax(0, 10)"

[rows.state]
columns = ["name"]
data = [["ARM"], ["RUS"], ["USA"]]

[rows.tie]
columns = ["client", "patron", "influence"]
data = [["ARM", "RUS", 0.6], ["ARM", "USA", 0.1], ["RUS", "USA", 0.2], ["USA", "RUS", 0.3], ["RUS", "ARM", 0.05], ["USA", "ARM", 0.07]]

[outcome]
influence = { take = "final", of = "tie[ARM, RUS].influence" }

[variant.entrant]
title = "With Belarus"

[variant.entrant.rows.state]
columns = ["name"]
data = [["ARM"], ["BLR"], ["RUS"], ["USA"]]

[variant.entrant.rows.tie]
columns = ["client", "patron", "influence"]
data = [["ARM", "BLR", 0.4], ["ARM", "RUS", 0.6], ["ARM", "USA", 0.1], ["RUS", "USA", 0.2], ["USA", "RUS", 0.3], ["RUS", "ARM", 0.05], ["USA", "ARM", 0.07]]
"""


class OtherRows(unittest.TestCase):
    def test_the_map_goes_by_names_where_a_variant_has_other_rows(self):
        report.packages(), report.chromium()
        with tempfile.TemporaryDirectory() as name:
            scenario, run = Path(name) / "entrant.toml", Path(name) / "run.h5"
            scenario.write_text(ENTRANT)
            report.hegemon("run", scenario, "--arms", "base,entrant", "--replicates", 2, "-q", "-o", run)
            report.write_report(run, run.with_suffix(".html"))
            seen = report.drive(run.with_suffix(".html"), "numbers")["seen"]
        first = {(one["column"], one["arm"]): dict(one["rows"]) for one in seen if one["step"] == 0}
        fading = 2 ** -0.1  # after one week of a half-life of ten
        for arm in (0, 1):
            told = first["tie/influence/USA", arm]
            self.assertAlmostEqual(said(told["Armenia"]), 0.1 * fading, delta=1e-3)
            self.assertAlmostEqual(said(told["Russia"]), 0.2 * fading, delta=1e-3)
            self.assertAlmostEqual(said(first["tie/influence/RUS", arm]["Armenia"]), 0.6 * fading, delta=1e-3)


class Wishes(unittest.TestCase):
    def test_the_ledger_counts_what_each_was_asked_for_also_where_nothing_is_explained(self):
        report.packages(), report.chromium()
        with tempfile.TemporaryDirectory() as name:
            run = Path(name) / "run.h5"
            report.hegemon("run", report.SOURCE / "scenarios/examples/overstretch.toml", "--replicates", 8, "-q", "-o", run)
            report.write_report(run, run.with_suffix(".html"), "--explanations", 0)
            told = report.drive(run.with_suffix(".html"), "wishes")
            with h5py.File(run) as file:
                send, provinces = file["base/decisions/send"], file["base/province"]
                payer = provinces[send.attrs["actor"]][()][send["row"][()]]
                asked = (send["replicate"][()] == told["replicate"]) & (payer == 0)
                refused = asked & (send["refused"][()] != 0)
        self.assertGreater(refused.sum(), 0)
        crown = told["found"]["crown"]
        self.assertEqual((crown["refused"], crown["paid"]), (refused.sum(), asked.sum() - refused.sum()))


if __name__ == "__main__":
    unittest.main()
