"""What the page says is what h5py reads in the run file."""
import re
import unittest

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
            if "rows" not in one or one["column"].count("/") or f"{one['column']}.sum" not in self.run_file["base/state"]:
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
        of_russia = [one for one in seen if one.get("column", "").startswith("tie/influence/RUS")]
        self.assertEqual(len(of_russia), 3)
        for one in of_russia:
            mean = group["influence.sum"][one["step"], index] / group["count"][one["step"]]
            self.assertAlmostEqual(said(dict(one["rows"])["Armenia"]), mean, delta=0.006 * mean)


if __name__ == "__main__":
    unittest.main()
