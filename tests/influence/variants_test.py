"""Each variant that is shipped has a title, runs, and differs from the base in what it names."""
import datetime
import math
import unittest

import numpy as np

from influence_support import InfluenceTest, option_names, read_scenario
from run_file import Arm

REPLICATES = 16
WEEK = datetime.timedelta(days=7)
# No column tells these; as outcomes of the second week they change nothing else.
LOOKED_AT = {"test_advantage": "party[karabakh, AZE].advantage", "test_free": "state[RUS].free_share"}
RUS_IN_UKRAINE = "ukraine/RUS"


class Story:
    """The arms of one run of a scenario, by name; `step_of` a date is the first that begins on it or later."""

    def __init__(self, scenario: dict, arms: dict[str, Arm]):
        self.start, self.arms = scenario["start"], arms

    def step_of(self, *date: int) -> int:
        return math.ceil((datetime.date(*date) - self.start).days / 7)

    def column(self, arm: str, name: str, row: str) -> np.ndarray:
        """[replicate, step] of one row."""
        kind = name.split(".")[0]
        return self.arms[arm].columns(kind)[name][..., self.arms[arm].kinds[kind].index(row)]

    def mean(self, arm: str, outcome: str) -> float:
        return float(np.nanmean(self.arms[arm].outcomes()[outcome]))

    def choices(self, arm: str, decision: str) -> tuple[np.ndarray, np.ndarray]:
        """Rows and wishes, by name."""
        table = self.arms[arm].tables("decisions").get(decision)
        if table is None:
            return np.array([]), np.array([])
        return table["row"].astype(str), option_names(self.arms[arm], decision)[table["wish"]]


class Checks(unittest.TestCase):
    """One method a variant, under its name; they are asked of both scenarios."""

    def no_war(self, story: Story, name: str = "no_war") -> None:
        begins = story.step_of(2022, 2, 24)
        self.assertTrue((story.column("base", "front.military_share", RUS_IN_UKRAINE)[:, begins] > 0.6).all())
        self.assertFalse(story.column(name, "front.military_share", RUS_IN_UKRAINE).any())
        self.assertLess(story.mean("base", "share_RUS"), story.mean(name, "share_RUS"))

    def null_war(self, story: Story) -> None:
        self.no_war(story, "null_war")

    def war_ends(self, story: Story) -> None:
        ends = story.step_of(2023, 2, 24)
        self.assertTrue(story.column("war_ends", "war.over", "ukraine")[:, ends:].all())
        self.assertFalse(story.column("base", "war.over", "ukraine")[:, ends].all())
        bound = story.column("war_ends", "front.military_share", RUS_IN_UKRAINE)[:, -1]
        self.assertLess(bound.max(), 0.01, "a year and ten months after the armistice the troops are home")

    def russia_answers(self, story: Story) -> None:
        shares = {}
        for arm in ("base", "russia_answers"):
            rows, wishes = story.choices(arm, "respond")
            wishes = wishes[np.isin(rows, ["karabakh/RUS", "batken/RUS"])]
            self.assertGreater(len(wishes), 30)
            shares[arm] = np.isin(wishes, ["mediate", "deploy"]).mean()
        self.assertGreater(shares["russia_answers"], shares["base"] + 0.2)

    def peacekeepers_leave(self, story: Story) -> None:
        leaves = story.step_of(2022, 3, 1)
        self.assertEqual(leaves, 9, "the week of 5 March")
        there = {arm: story.column(arm, "stake.contingent", "karabakh/RUS") for arm in ("base", "peacekeepers_leave")}
        self.assertTrue(np.array_equal(there["base"][:, :leaves], there["peacekeepers_leave"][:, :leaves]))
        self.assertGreater(there["base"][:, leaves].mean(), 0.5)
        sent_anew = np.maximum.accumulate(story.column("peacekeepers_leave", "stake.deployed", "karabakh/RUS"), axis=1)
        self.assertFalse((there["peacekeepers_leave"] & ~sent_anew)[:, leaves:].any(), "they come back by a new decision only")
        self.assertLess(there["peacekeepers_leave"][:, leaves].mean(), 0.2)

    def turkey_aside(self, story: Story) -> None:
        backing = story.column("turkey_aside", "stake.backing", "karabakh/TUR")
        self.assertFalse(backing[:, 1:].any(), "from the second week on")
        self.assertGreater(story.column("base", "stake.backing", "karabakh/TUR").mean(), 0.5)
        chances = [story.arms[arm].outcomes()["test_advantage"] for arm in ("turkey_aside", "base")]
        self.assertTrue((chances[0] < chances[1] - 0.02).all(), "less hope to win in the second week")
        answers = [np.sum(story.choices(arm, "back")[0] == "karabakh/TUR") for arm in ("turkey_aside", "base")]
        self.assertLess(answers[0], 0.1 * answers[1], "nobody asks it again")

    def china_passive(self, story: Story) -> None:
        clients = {arm: [row for row in story.choices(arm, "court")[0] if row.endswith("/CHN")] for arm in ("base", "china_passive")}
        self.assertGreater(len(clients["base"]), 100)
        self.assertEqual(clients["china_passive"], [])

    def western_offer(self, story: Story) -> None:
        offered = story.step_of(2022, 10, 6)
        for column in ("tie.treaty", "tie.observers"):
            self.assertTrue(story.column("western_offer", column, "ARM/EU")[:, offered:].all(), column)
        self.assertFalse(story.column("western_offer", "tie.treaty", "ARM/EU")[:, :offered].any())
        self.assertFalse(story.column("base", "tie.treaty", "ARM/EU").any())

    def no_annexation(self, story: Story) -> None:
        self.assertFalse(story.column("no_annexation", "front.annexed", RUS_IN_UKRAINE).any())
        self.assertTrue(story.column("base", "front.annexed", RUS_IN_UKRAINE)[:, -1].any())

    def double_reserve(self, story: Story) -> None:
        self.assertLess(story.mean("double_reserve", "free_RUS"), story.mean("base", "free_RUS"))
        second_week = [story.mean(arm, "test_free") for arm in ("double_reserve", "base")]
        self.assertAlmostEqual(second_week[1] - second_week[0], 0.25, delta=0.02, msg="the reserve of 0.25 of the norm twice")

    def no_karabakh_war(self, story: Story) -> None:
        self.assertGreater(story.mean("base", "war_of_2020_weeks"), 2 * story.mean("no_karabakh_war", "war_of_2020_weeks"))
        first = {arm: story.column(arm, "dispute.deaths", "karabakh")[:, 0].mean() for arm in ("base", "no_karabakh_war")}
        self.assertGreater(first["base"], 1000, "in the first week of the war of 2020")
        self.assertLess(first["no_karabakh_war"], 100)


class Variants(InfluenceTest):
    def check(self, name: str) -> None:
        scenario = read_scenario(name)
        second_week = {"from": scenario["start"] + WEEK, "to": scenario["start"] + 2 * WEEK}
        for outcome, formula in LOOKED_AT.items():
            scenario["outcome"][outcome] = {"take": "mean", "of": formula, **second_week}
        variants = list(scenario["variant"])
        arms = dict(zip(["base", *variants], self.run_arms(scenario, ",".join(["base", *variants]), replicates=REPLICATES)))
        story, checks, titles = Story(scenario, arms), Checks(), set()
        for variant in variants:
            with self.subTest(scenario=name, variant=variant):
                self.assertGreater(len(scenario["variant"][variant]["title"]), 10)
                titles.add(scenario["variant"][variant]["title"])
                self.assertFalse(np.array_equal(arms[variant].hashes(), arms["base"].hashes()), "it changes nothing")
                self.assertTrue(hasattr(checks, variant), "a new variant wants a check of what it changes, above")
                getattr(checks, variant)(story)
        self.assertEqual(len(titles), len(variants), "two have the same title")

    def test_from_2022(self) -> None:
        self.check("2022")

    def test_from_2020(self) -> None:
        self.check("2020")


if __name__ == "__main__":
    unittest.main()
