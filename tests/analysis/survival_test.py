"""Spells and their Kaplan-Meier estimate, against hands, publications and the exponential."""
import unittest
from math import exp, log, sqrt

import numpy as np
from scipy import stats

from patrons import SOURCE, InFolder, make

import hegemon
from hegemon import estimate

# Weeks of remission under 6-mercaptopurine: Gehan 1965, from Freireich et al. 1963; + still in remission.
MERCAPTOPURINE = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+".split()


class KaplanMeier(unittest.TestCase):
    def test_a_case_worked_by_hand(self) -> None:
        # 5 spells: one ends at 1; at 2 one ends and one is cut off (it counts as at risk at 2); at 4 one ends; one goes on to 5.
        found = hegemon.kaplan_meier([1, 2, 2, 4, 5], [True, True, False, True, False])
        self.assertEqual(found.index.tolist(), [0, 1, 2, 4])
        self.assertEqual(found.at_risk.tolist(), [5, 5, 4, 2])
        self.assertEqual(found.ended.tolist(), [0, 1, 1, 1])
        np.testing.assert_allclose(found.survival, [1, 4 / 5, 3 / 5, 3 / 10])
        greenwood = 1 / (5 * 4) + 1 / (4 * 3) + 1 / (2 * 1)
        self.assertAlmostEqual(found.error.iloc[-1], 0.3 * sqrt(greenwood))
        spread = stats.norm.ppf(0.975) * sqrt(greenwood) / log(0.3)
        self.assertAlmostEqual(found.low.iloc[-1], exp(-exp(log(-log(0.3)) - spread)))
        self.assertAlmostEqual(found.high.iloc[-1], exp(-exp(log(-log(0.3)) + spread)))

    def test_the_published_estimate_of_the_remission_data(self) -> None:
        duration = [float(word.rstrip("+")) for word in MERCAPTOPURINE]
        found = hegemon.kaplan_meier(duration, [not word.endswith("+") for word in MERCAPTOPURINE])
        # Kalbfleisch and Prentice; Kleinbaum and Klein, Survival Analysis, table of group 1; the errors are Greenwood's.
        self.assertEqual(found.index.tolist(), [0, 6, 7, 10, 13, 16, 22, 23])
        np.testing.assert_allclose(found.survival, [1, 0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], atol=5e-5)
        np.testing.assert_allclose(found.error, [0, 0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], atol=5e-5)

    def test_without_censoring_it_is_the_share_that_is_left(self) -> None:
        duration = np.array([3.0, 1, 4, 1, 5, 9, 2, 6])
        found = hegemon.kaplan_meier(duration, np.ones(8, dtype=bool))
        np.testing.assert_allclose(found.survival, [np.mean(duration > time) for time in found.index])
        self.assertTrue(np.isnan(found.low.iloc[-1]))

    def test_nothing_seen_and_nothing_there(self) -> None:
        self.assertEqual(hegemon.kaplan_meier([5, 7], [False, False]).survival.tolist(), [1])
        self.assertEqual(hegemon.kaplan_meier([], []).survival.tolist(), [1])
        self.assertEqual(hegemon.kaplan_meier([0, 1], [True, True]).index.tolist(), [0, 1])
        for wrong in (([1, 2], [True]), ([-1.0], [True]), ([float("nan")], [True])):
            with self.assertRaises(ValueError):
                hegemon.kaplan_meier(*wrong)


class Spells(InFolder):
    def test_lamps_of_a_constant_hazard_outlast_as_the_exponential_says(self) -> None:
        run = hegemon.open(make(self.folder, "hazard.h5", SOURCE / "scenarios/classics/constant_hazard.toml", "--replicates", "10"))
        hazard = run.parameters.loc["hazard", "base"]
        spells = hegemon.spells(run, "failure")
        rows = len(run.rows("item"))
        self.assertEqual(len(spells), 10 * rows)
        found = hegemon.kaplan_meier(spells.duration, spells.observed)
        expected = np.exp(-hazard * found.index)
        # Greatest distance of an empirical distribution (Kolmogorov): above 1.95 / sqrt(n) with a chance of 0.001.
        self.assertLess(np.abs(found.survival - expected).max(), 1.95 / sqrt(len(spells)))

    def test_from_an_event_to_the_next_by_hand(self) -> None:
        run = hegemon.open(self.patrons)
        attacks = run.events("attack")
        spells = hegemon.spells(run, "attack", since="attack", row="ford")
        self.assertEqual(len(spells), len(attacks))
        for (arm, replicate), part in spells.groupby(["arm", "replicate"], observed=True):
            times = attacks[(attacks.arm == arm) & (attacks.replicate == replicate)].time.to_numpy()
            np.testing.assert_allclose(part.start, times)
            np.testing.assert_allclose(part.duration, np.diff([*times, 208.0]))
            self.assertEqual(part.observed.tolist(), [True] * (len(times) - 1) + [False])

    def test_of_another_event_with_dates_and_failures_by_hand(self) -> None:
        run = hegemon.open(self.calendar())
        spells = hegemon.spells(run, "rain", since="drought")
        rain, drought = run.events("rain"), run.events("drought")
        self.assertEqual(len(spells), len(drought))
        stopped = {(one.arm, one.replicate): one.step for one in run.failures.itertuples()}
        weeks = (rain.time - np.datetime64("2024-02-01")) / np.timedelta64(7, "D")
        ended = failed = 0
        for spell, began in zip(spells.itertuples(), drought.itertuples()):
            start = (began.time - np.datetime64("2024-02-01")) / np.timedelta64(7, "D")
            same = (rain.arm == spell.arm) & (rain.replicate == spell.replicate) & (rain.row == spell.row) & (weeks > start)
            last = stopped.get((spell.arm, spell.replicate), 13)
            self.assertEqual((spell.row, spell.observed), (began.row, bool(same.any())))
            self.assertAlmostEqual(spell.duration, (weeks[same].min() if same.any() else max(last, start)) - start, places=6)
            ended += same.any()
            failed += not same.any() and last < 13
        self.assertGreater(ended, 20)
        self.assertGreater(failed, 3)

    def test_from_the_start_there_is_one_spell_for_each_row(self) -> None:
        run = hegemon.open(self.calendar())
        spells = hegemon.spells(run, "rain", row="Aa")
        self.assertEqual(spells.groupby("arm", observed=True).replicate.nunique().tolist(), [80, 80, 80])
        first = run.events("rain").query("row == 'Aa'").groupby(["arm", "replicate"], observed=True).time.min()
        self.assertEqual(int(spells.observed.sum()), len(first))


class Intervals(unittest.TestCase):
    def test_the_score_interval_solves_tangos_equation(self) -> None:
        # Restricted estimate by brute force: the likelihood of (more, less) pairs, given their difference, at its greatest.
        more, less, pairs = 9, 2, 30
        (low,), (high,) = estimate.score_interval(np.array([[more - less]]), np.array([[more + less]]), np.array([pairs]), 0.95)
        for delta in (low.item(), high.item()):
            share = np.linspace(max(0, -delta) + 1e-9, (1 - delta) / 2 - 1e-9, 400_001)  # of pairs that are less
            rest = 1 - 2 * share - delta
            likelihood = more * np.log(share + delta) + less * np.log(share) + (pairs - more - less) * np.log(rest)
            best = share[np.argmax(likelihood)]
            score = (more - less - pairs * delta) / sqrt(pairs * (2 * best + delta - delta**2))
            self.assertAlmostEqual(abs(score), stats.norm.ppf(0.975), places=3)

    def test_where_no_pair_differs_it_is_as_wide_as_wilsons(self) -> None:
        # Tango 1998, section 5: with no discordant pair the limits are those of 0 of n: z^2 / (n + z^2).
        (low,), (high,) = estimate.score_interval(np.array([[0.0]]), np.array([[0.0]]), np.array([100]), 0.95)
        limit = stats.norm.ppf(0.975) ** 2
        self.assertAlmostEqual(high.item(), limit / (100 + limit), places=8)
        self.assertAlmostEqual(low.item(), -limit / (100 + limit), places=8)

    def test_rounding_is_no_deviation_and_what_is_missing_stays_missing(self) -> None:
        same = np.full(3, 0.1)
        close = 1e8 + np.array([-0.9, 0.9])  # relative 9e-9: sums of squares cannot tell it
        apart = 1e6 + np.array([-0.9, 0.9])
        for values, expected in ((same, 0.0), (close, 0.0), (apart, np.std(apart, ddof=1))):
            _, deviation, _ = estimate.moments(np.array([[values.sum()]]), np.array([[(values**2).sum()]]), np.array([len(values)]))
            self.assertAlmostEqual(deviation.item(), expected, delta=1e-3 * expected)
        self.assertTrue(np.isnan(estimate.moments(np.array([[np.nan]]), np.array([[np.nan]]), np.array([3]))).all())

    def test_from_one_value_follows_no_deviation_and_from_none_no_mean(self) -> None:
        mean, deviation, error = estimate.moments(np.array([[4.0], [0.0]]), np.array([[16.0], [0.0]]), np.array([1, 0]))
        self.assertEqual(float(mean[0, 0]), 4)
        self.assertTrue(np.isnan([deviation[0, 0], error[0, 0], mean[1, 0], deviation[1, 0]]).all())


if __name__ == "__main__":
    unittest.main()
