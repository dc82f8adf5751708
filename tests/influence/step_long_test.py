"""Half as long a step hardly moves what the model finds: hazards, shares of influence and credibility, in the mean of 2,000 pairs."""
import math
import unittest

from influence_support import InfluenceTest, mean_and_error, read_scenario

REPLICATES = 2000
ARMS = "base,no_war"
LARGEST = 0.03  # relative change that is allowed
OUTCOMES = ("hazard_karabakh", "hazard_batken", "share_RUS", "share_TUR", "share_CHN", "share_USA", "share_EU", "credibility")


class Step(InfluenceTest):
    def test_half_a_week_gives_what_a_week_gives(self) -> None:
        scenario = read_scenario()
        weeks = self.run_arms(scenario, ARMS, replicates=REPLICATES, record="outcomes")
        scenario["step"] = "0.5 week"
        halves = self.run_arms(scenario, ARMS, replicates=REPLICATES, record="outcomes")
        for arm, week, half in zip(ARMS.split(","), weeks, halves):
            for outcome in OUTCOMES:
                (first, error), (second, other) = (mean_and_error(found.outcomes()[outcome]) for found in (week, half))
                change, uncertain = second / first - 1, math.hypot(error, other) / first
                print(f"{arm} {outcome}: {first:.4f} to {second:.4f}, {change:+.2%} (se {uncertain:.2%})")
                with self.subTest(arm=arm, outcome=outcome):
                    self.assertLess(abs(change), LARGEST)


if __name__ == "__main__":
    unittest.main()
