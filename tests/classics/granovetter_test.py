"""Thresholds: the crowd that all join, the one person who stops it, and crowds drawn at random against their exact distribution."""
import unittest

import numpy as np
from classic_support import TOLERATED_CHANCE, TOLERATED_ERRORS, ClassicTest
from scipy.stats import binom, chisquare, norm

PEOPLE = 100


def end_of(thresholds: np.ndarray) -> int:
    """The k-th most willing joins if all k - 1 before have, and k - 1 are enough."""
    waiting = np.flatnonzero(np.sort(thresholds) > np.arange(len(thresholds)))
    return int(waiting[0]) if len(waiting) else len(thresholds)


def chances_of_ends(deviation: float) -> np.ndarray:
    """Of each number of rioters, exactly. A riot that has got to j people ends if just j thresholds are at most j; what is known of
    the others is that they are above j, so that the number of those up to j + 1 is binomial."""
    end = np.zeros(PEOPLE + 1)
    beyond = norm.sf((np.arange(PEOPLE + 1) - 25) / deviation)  # chance that a threshold is above j
    count = binom.pmf(np.arange(PEOPLE + 1), PEOPLE, 1 - beyond[0])
    for j in range(PEOPLE + 1):
        end[j], count[j] = count[j], 0
        if j == PEOPLE:
            break
        more = (beyond[j] - beyond[j + 1]) / beyond[j]
        moved = np.zeros_like(count)
        for n in range(j + 1, PEOPLE + 1):
            moved[n:] += count[n] * binom.pmf(np.arange(PEOPLE - n + 1), PEOPLE - n, more)
        count = moved
    return end


class Granovetter(ClassicTest):
    def rioters(self, run, arm: str = "base") -> np.ndarray:
        """After each step, in the only replicate."""
        return run[f"{arm}/person/riots"][0].sum(axis=1)

    def test_all_riot_one_by_one(self) -> None:
        run = self.run_classic("granovetter")
        self.assertEqual(run["base/outcomes/rioters"][0], 100)
        self.assertEqual(run["base/outcomes/half_time"][0], 49)
        self.assertEqual(list(self.rioters(run)), [*range(1, 101), 100])

    def test_one_person_changes_it(self) -> None:
        run = self.run_classic("granovetter", arms=("base", "one_calmer"))
        self.assertEqual(run["one_calmer/outcomes/rioters"][0], 1)
        self.assertEqual(run["one_calmer/outcomes/half_time"][0], 101)
        self.assertEqual(list(self.rioters(run, "one_calmer")), [1] * 101)

    def test_whoever_changes_stops_it_there(self) -> None:
        for place in (0, 50, 99):
            with self.subTest(place=place):
                run = self.run_classic("granovetter", arms=("base", "one_calmer"),
                                       changes={'"person[p01].threshold" = 2': f'"person[p{place:02}].threshold" = {place + 1}'})
                self.assertEqual(run["one_calmer/outcomes/rioters"][0], place)

    def test_a_lower_threshold_makes_it_faster(self) -> None:
        """With two at 0, r riot and one more threshold lies at or below r than before: two join in each step."""
        run = self.run_classic("granovetter", arms=("base", "one_calmer"),
                               changes={'"person[p01].threshold" = 2': '"person[p99].threshold" = 0'})
        self.assertEqual(list(self.rioters(run, "one_calmer")), [*range(2, 101, 2)] + [100] * 51)

    def test_any_thresholds_end_at_their_fixed_point(self) -> None:
        ends = set()
        for seed in range(1, 21):
            run = self.run_classic("granovetter", seed=seed, parameters={"deviation": 12})
            thresholds = run["base/person/threshold.sum"][0]  # of one replicate: the value, in double precision
            self.assertEqual(run["base/outcomes/rioters"][0], end_of(thresholds))
            ends.add(end_of(thresholds))
        self.assertGreater(len(ends), 5, "not the same every time")

    def test_ends_of_random_crowds_are_distributed_as_they_should(self) -> None:
        replicates = 1500
        expected = replicates * chances_of_ends(12.2)
        self.assertAlmostEqual(expected.sum(), replicates, places=6)
        run = self.run_classic("granovetter", replicates=replicates, record="outcomes", parameters={"deviation": 12.2})
        ends = run["base/outcomes/rioters"][:]
        found = np.bincount(ends.astype(int), minlength=PEOPLE + 1)
        often = expected >= 10
        self.assertGreater(often.sum(), 10)
        fit = chisquare([*found[often], found[~often].sum()], [*expected[often], expected[~often].sum()])
        self.assertGreater(fit.pvalue, TOLERATED_CHANCE)
        full = chances_of_ends(12.2)[50:].sum()
        self.assertLess(abs((ends >= 50).mean() - full), TOLERATED_ERRORS * (full * (1 - full) / replicates) ** 0.5)

    def test_wide_crowds_riot_narrow_ones_do_not(self) -> None:
        for deviation in (3, 20):
            chances = chances_of_ends(deviation)
            mean = chances @ np.arange(PEOPLE + 1)
            with self.subTest(deviation=deviation, mean=mean):
                self.assertTrue(mean < 0.01 if deviation == 3 else mean > 90, mean)
                ends = self.run_classic("granovetter", replicates=200, record="outcomes", parameters={"deviation": deviation})
                error = (chances @ (np.arange(PEOPLE + 1) - mean) ** 2 / 200) ** 0.5
                self.assertLessEqual(abs(ends["base/outcomes/rioters"][:].mean() - mean), TOLERATED_ERRORS * error)


if __name__ == "__main__":
    unittest.main()
