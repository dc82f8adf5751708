"""Stacked shares: averages over wholes that have unequal numbers of parts, names for small parts, one colour for each name."""
import unittest

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from patrons import InFolder

import hegemon
from hegemon import plots

# Big has a tie to both towns, the others to one; what they hold is constant: big 0.6 and 0.2, and in one alone 0.05 each of s1 to s8.
HELD = {"big/one": 0.6, "big/two": 0.2} | {f"s{number}/one": 0.01 * number for number in range(1, 9)}
SCENARIO = f"""
title = "Holders"
time = "week"
end = 3
[kind.town]
size = {{ start = 0 }}
[kind.holder]
size = {{ start = 0 }}
[kind.tie]
key = ["holder", "town"]
holder = {{ ref = "holder" }}
town = {{ ref = "town" }}
base = {{ start = 0.1 }}
held = {{ start = "base" }}
flat = {{ start = 0.1 }}
below = {{ start = "base - 0.3" }}
[update.tie]
set.held = "held"
set.below = "below"
set.flat = "flat"
[rows.town]
columns = ["name"]
data = [["one"], ["two"]]
[rows.holder]
columns = ["name"]
data = [{", ".join(f'["{name}"]' for name in ["big", *(f"s{number}" for number in range(1, 9))])}]
[rows.tie]
columns = ["holder", "town", "base"]
data = [{", ".join('["{}", "{}", {}]'.format(*key.split("/"), share) for key, share in HELD.items())}]
[outcome]
all = {{ take = "final", of = {{ is = "sum(t in tie: t.held)" }} }}
[variant.other]
title = "The same"
update.tie.set.flat = "flat + 0"
"""


class Shares(InFolder):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.run_ = hegemon.open(cls.made("holders", SCENARIO, "--arms", "base,other", "--replicates", "3"))

    def setUp(self) -> None:
        self.addCleanup(plt.close, "all")

    def stacked(self, ax: Axes) -> dict[str, float]:
        """Height of each part by the name that stands beside it, from below."""
        names = [text.get_text() for text in ax.texts if text.get_gid() != "below" and text.get_text()]
        tops = [one.get_paths()[0].vertices[:, 1].max() for one in ax.collections]  # all are constant in time
        return dict(zip(names, np.diff([0, *tops])))

    def draw(self, **named) -> Axes:
        return plots.shares(self.run_, "tie", "held", **({"by": "holder", "whole": 1, "rest": "nobody"} | named))

    def test_parts_are_means_over_wholes_not_over_their_own_rows(self) -> None:
        stacked = self.stacked(self.draw(keep=["s1"]))
        self.assertAlmostEqual(stacked["big"], (0.6 + 0.2) / 2, places=6)
        self.assertAlmostEqual(stacked["s8"], (0.08 + 0) / 2, places=6)  # nothing in the other town
        self.assertAlmostEqual(stacked["nobody"], 1 - (0.8 + 0.36) / 2, places=6)
        self.assertAlmostEqual(sum(stacked.values()), 1, places=6)
        self.assertEqual(self.stacked(self.draw(of="town", keep=["s1"])), stacked)

    def test_within_one_whole_its_own_parts_stand(self) -> None:
        stacked = self.stacked(self.draw(within={"town": "one"}))
        self.assertAlmostEqual(stacked["big"], 0.6, places=6)
        self.assertAlmostEqual(stacked["nobody"], 1 - 0.96, places=6)

    def test_small_parts_are_named_and_apart_from_what_is_nobodys(self) -> None:
        stacked = self.stacked(self.draw(within={"town": "one"}))
        self.assertEqual(list(stacked), ["big", "s4", "s5", "s6", "s7", "s8", "others (s1, s2, s3)", "nobody"])
        self.assertAlmostEqual(stacked["others (s1, s2, s3)"], 0.06, places=6)
        kept = self.stacked(self.draw(within={"town": "one"}, keep=["s1"]))
        self.assertEqual(list(kept), ["big", "s1", "s4", "s5", "s6", "s7", "s8", "others (s2, s3)", "nobody"])
        self.assertAlmostEqual(kept["s1"], 0.01, places=6)

    def test_a_name_has_one_colour_in_all_plots_of_the_run(self) -> None:
        def colours(ax: Axes) -> dict[str, tuple]:
            return {name: (to_rgb(area.get_facecolor()[0][:3]), area.get_hatch()) for name, area in zip(self.stacked(ax), ax.collections)}
        looks = [colours(self.draw()), colours(self.draw(within={"town": "one"}, keep=["s1", "s2"])), colours(self.draw(within={"town": "two"})),
                 colours(self.draw(arm="other")), colours(plots.shares(self.run_, "tie", "flat", by="holder", keep=["s3"]))]
        for one in looks:
            for name in set(one) & set(looks[0]):
                self.assertEqual(one[name], looks[0][name], name)
            self.assertEqual(len(set(one.values())), len(one))

    def test_what_cannot_be_stacked_is_refused(self) -> None:
        with self.assertRaisesRegex(hegemon.RunError, "of the town one add up to 0.96, more than the whole of 0.9"):
            self.draw(whole=0.9)
        with self.assertRaisesRegex(hegemon.RunError, r"add up to 1.16, more than the whole of 1: say of=\.\.\. \(holder, town\)"):
            self.draw(by=None)
        with self.assertRaisesRegex(hegemon.RunError, "cannot be stacked: it falls to -0.29"):
            plots.shares(self.run_, "tie", "below", by="holder")
        with self.assertRaisesRegex(hegemon.RunError, "cannot be the whole"):
            self.draw(of="holder")
        with self.assertRaisesRegex(hegemon.NotThere, "did you mean 'big'"):
            self.draw(keep=["bigg"])


if __name__ == "__main__":
    unittest.main()
