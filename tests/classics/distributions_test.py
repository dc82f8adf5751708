"""Each distribution, at each place where a draw may stand, against its distribution function in scipy and its moments."""
import unittest

import numpy as np
from classic_support import TOLERATED_CHANCE, TOLERATED_ERRORS, ClassicTest
from scipy import stats

ROWS, REPLICATES = 10, 300
CHANCE = 0.3


class CutPareto(stats.rv_continuous):
    """Pareto's law cut off at 1 and at `self.b`: density in proportion to x^-(c + 1)."""

    def _pdf(self, x, c):
        return c * x ** -(c + 1) / (1 - self.b**-c)

    def _cdf(self, x, c):
        return (1 - x**-c) / (1 - self.b**-c)


CONTINUOUS = {"uniform": stats.uniform(-1, 4), "normal": stats.norm(5, 2), "lognormal": stats.lognorm(0.5),
              "exponential": stats.expon(scale=2), "pareto": CutPareto(a=1, b=100)(1.5)}
# What the comment says: mean, variance.
SAID = {"uniform": (1, 16 / 12), "normal": (5, 4), "lognormal": (1.1331, 0.3647), "exponential": (2, 4), "pareto": (2.7027, 19.7225)}
ELEVEN = {"normal": stats.norm(55, 2 * 11**0.5), "exponential": stats.gamma(11, scale=2)}


def drawn(run, place: str, name: str) -> np.ndarray:
    """All that was drawn there: at the start once, in the update in every step, in the event where it fired."""
    values = run[f"base/drawer/{place}_{name}"][:].astype(float)
    if place == "start":
        return values[:, 0].ravel()
    if place == "event":
        coin = run["base/events/coin"]
        return values[coin["replicate"][:], coin["step"][:], coin["row"][:]]
    return values.ravel()


def added(run, name: str) -> np.ndarray:
    """What was added in each step."""
    sums = run[f"base/drawer/sum_{name}"][:].astype(float)
    first = run[f"base/drawer/start_{name}"][:, :1].astype(float)
    return np.diff(np.concatenate([first, sums], axis=1), axis=1).ravel()


class Distributions(ClassicTest):
    def setUp(self) -> None:
        super().setUp()
        self.run_file = self.run_classic("distributions", replicates=REPLICATES, seed=3, record="all")

    def places(self, name: str) -> dict[str, np.ndarray]:
        found = {place: drawn(self.run_file, place, name) for place in ("start", "set", "event")}
        found["add"] = added(self.run_file, name)
        return found

    def test_each_has_its_distribution_function(self) -> None:
        for name, distribution in CONTINUOUS.items():
            for place, values in self.places(name).items():
                with self.subTest(name=name, place=place):
                    self.assertGreaterEqual(len(values), REPLICATES * ROWS)
                    self.assertGreater(stats.kstest(values, distribution.cdf).pvalue, TOLERATED_CHANCE)

    def test_each_has_its_mean_and_variance(self) -> None:
        for name, distribution in CONTINUOUS.items():
            mean, variance = distribution.stats()
            np.testing.assert_allclose((mean, variance), SAID[name], rtol=2e-4, err_msg="what the comment says")
            for place, values in self.places(name).items():
                with self.subTest(name=name, place=place):
                    self.assert_mean(values, mean, "mean")
                    self.assert_mean((values - mean) ** 2, variance, "variance")

    def test_none_leaves_its_range(self) -> None:
        for name, (low, high) in {"uniform": (-1, 3), "lognormal": (0, np.inf), "exponential": (0, np.inf), "pareto": (1, 100)}.items():
            for place in ("start", "set", "event"):
                values = drawn(self.run_file, place, name)
                self.assertGreaterEqual(values.min(), low)
                self.assertLessEqual(values.max(), high)

    def test_chances_come_true_as_often_as_they_should(self) -> None:
        for place, values in self.places("chance").items():
            with self.subTest(place=place):
                error = (CHANCE * (1 - CHANCE) / len(values)) ** 0.5
                self.assertLess(abs(values.mean() - CHANCE), TOLERATED_ERRORS * error)
                self.assertEqual(set(np.unique(values)), {0, 1})

    def test_sums_of_eleven_have_their_distributions(self) -> None:
        for name, distribution in ELEVEN.items():
            with self.subTest(name=name):
                sums = self.run_file[f"base/drawer/sum_{name}"][:, -1].ravel()
                self.assertGreater(stats.kstest(sums, distribution.cdf).pvalue, TOLERATED_CHANCE)
        found = np.bincount(self.run_file["base/drawer/sum_chance"][:, -1].ravel().astype(int), minlength=12)
        expected = found.sum() * stats.binom(11, CHANCE).pmf(np.arange(12))
        found, expected = np.append(found[:8], found[8:].sum()), np.append(expected[:8], expected[8:].sum())
        self.assertGreater(stats.chisquare(found, expected).pvalue, TOLERATED_CHANCE)

    def test_outcomes_are_means(self) -> None:
        outcomes = self.run_file["base/outcomes"]
        for name, mean in (("lognormal", SAID["lognormal"][0]), ("pareto", SAID["pareto"][0]), ("chance", CHANCE)):
            self.assert_mean(outcomes[name][:], mean, name)

    def test_other_parameters_give_other_distributions(self) -> None:
        changes = {'set.set_uniform       = "uniform(-1, 3)"': 'set.set_uniform = "uniform(0, 1e6)"',
                   'set.set_normal        = "normal(5, 2)"': 'set.set_normal = "normal(-100, 0.01)"',
                   'set.set_exponential   = "exponential(2)"': 'set.set_exponential = "exponential(1e-3)"',
                   'set.set_pareto        = "pareto(1, 100, 1.5)"': 'set.set_pareto = "pareto(2, 200, 0.5) / 2"',
                   'set.set_chance        = "chance(0.3)"': 'set.set_chance = "chance(1)"'}
        run = self.run_classic("distributions", replicates=100, seed=4, record="all", changes=changes)
        for name, distribution in {"uniform": stats.uniform(0, 1e6), "exponential": stats.expon(scale=1e-3),
                                   "pareto": CutPareto(a=1, b=100)(0.5)}.items():
            with self.subTest(name=name):
                self.assertGreater(stats.kstest(drawn(run, "set", name), distribution.cdf).pvalue, TOLERATED_CHANCE)
        normal = drawn(run, "set", "normal")  # recorded as float32, 7.6e-6 apart there: too coarse for the test of fit
        self.assert_mean(normal, -100)
        self.assert_mean((normal + 100) ** 2, 1e-4)
        self.assertTrue(run["base/drawer/set_chance"][:].all(), "a chance of 1 always comes true")


if __name__ == "__main__":
    unittest.main()
