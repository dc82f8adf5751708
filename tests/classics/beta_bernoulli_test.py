"""Beliefs that count answers: exact given what happened, consistent without forgetting, of known variance with it."""
import unittest
from fractions import Fraction

import numpy as np
from classic_support import TOLERATED_ERRORS, ClassicTest

CALLS, CHANGE, FIRST, LATER, KEEP = 400, 200, 0.7, 0.2, 0.95


def answers(run) -> np.ndarray:
    """[replicate, call]: whether the ally came."""
    fired = run["base/events/help"]
    came = np.zeros((len(run["base/replicate"]), CALLS), dtype=bool)
    came[fired["replicate"][:], fired["step"][:]] = True
    return came


def belief(came: np.ndarray, keep: Fraction) -> Fraction:
    """The mean of the beta distribution after these calls, in exact fractions, from its definition as a weighted count."""
    last = len(came)
    weights = [keep ** (last - 1 - call) for call in range(last)]
    prior = keep ** last
    return (prior + sum(weight for weight, answered in zip(weights, came) if answered)) / (2 * prior + sum(weights))


def moments(truth: np.ndarray, keep: float) -> tuple[float, float]:
    """Mean and variance of the belief after independent calls that are answered with these chances."""
    weights = keep ** np.arange(len(truth))[::-1].astype(float)
    prior = keep ** len(truth)
    remembered = 2 * prior + weights.sum()
    return (prior + (weights * truth).sum()) / remembered, (weights**2 * truth * (1 - truth)).sum() / remembered**2


class BetaBernoulli(ClassicTest):
    def assert_spread(self, values: np.ndarray, expected: float) -> None:
        """The variance lies within the tolerated number of standard errors of what is expected."""
        squares = (values - values.mean()) ** 2
        self.assert_mean(squares * len(values) / (len(values) - 1), expected, "variance")

    def test_each_belief_is_that_of_exact_fractions(self) -> None:
        run = self.run_classic("beta_bernoulli", replicates=5, seed=1, parameters={"keep": 0.9375})
        for replicate, came in enumerate(answers(run)):
            for outcome, keep, calls in (("trusting", Fraction(1), CALLS), ("wary", Fraction(15, 16), CALLS),
                                         ("trusting_soon", Fraction(1), 220), ("wary_soon", Fraction(15, 16), 220)):
                with self.subTest(replicate=replicate, outcome=outcome):
                    found = run[f"base/outcomes/{outcome}"][replicate]
                    self.assertAlmostEqual(found, float(belief(came[:calls], keep)), delta=1e-13)

    def test_it_is_bayes_rule_without_forgetting(self) -> None:
        run = self.run_classic("beta_bernoulli", replicates=20, seed=2)
        answered = answers(run).sum(1)
        np.testing.assert_allclose(run["base/outcomes/trusting"][:], (1 + answered) / (2 + CALLS), rtol=1e-13)
        observer = run["base/observer"]
        np.testing.assert_array_equal(observer["came"][:, -1, 0], 1 + answered)
        np.testing.assert_array_equal(observer["failed"][:, -1, 0], 1 + CALLS - answered)

    def test_without_forgetting_it_tends_to_the_truth(self) -> None:
        """Mean (1 + n p) / (n + 2) and variance n p (1 - p) / (n + 2)^2 after n calls of a steady ally."""
        for calls in (400, 1600):
            with self.subTest(calls=calls):
                run = self.run_classic("beta_bernoulli", replicates=1000, seed=3, record="outcomes", parameters={"later": FIRST},
                                       changes={"end   = 400": f"end   = {calls}"})
                found = run["base/outcomes/trusting"][:]
                self.assert_mean(found, (1 + calls * FIRST) / (calls + 2), "belief")
                self.assert_spread(found, calls * FIRST * (1 - FIRST) / (calls + 2) ** 2)

    def test_with_forgetting_it_varies_about_the_truth_for_ever(self) -> None:
        for keep in (KEEP, 0.8):
            with self.subTest(keep=keep):
                run = self.run_classic("beta_bernoulli", replicates=2000, seed=4, record="outcomes",
                                       parameters={"later": FIRST, "keep": keep})
                found = run["base/outcomes/wary"][:]
                self.assert_mean(found, FIRST, "belief")
                self.assert_spread(found, FIRST * (1 - FIRST) * (1 - keep) / (1 + keep))

    def test_the_wary_sees_a_change_sooner(self) -> None:
        run = self.run_classic("beta_bernoulli", replicates=2000, seed=5, record="outcomes")
        truth = np.where(np.arange(220) < CHANGE, FIRST, LATER)
        for outcome, keep, said in (("trusting_soon", 1.0, 0.653), ("wary_soon", KEEP, 0.379)):
            with self.subTest(outcome=outcome):
                found = run[f"base/outcomes/{outcome}"][:]
                mean, variance = moments(truth, keep)
                self.assertAlmostEqual(mean, said, delta=6e-4, msg="what the comment says")
                self.assert_mean(found, mean, "belief")
                self.assert_spread(found, variance)

    def test_the_ally_comes_as_often_as_it_should(self) -> None:
        came = answers(self.run_classic("beta_bernoulli", replicates=500, seed=6))
        for calls, chance in ((slice(0, CHANGE), FIRST), (slice(CHANGE, CALLS), LATER)):
            number = came[:, calls].size
            error = (chance * (1 - chance) / number) ** 0.5
            self.assertLess(abs(came[:, calls].mean() - chance), TOLERATED_ERRORS * error)


if __name__ == "__main__":
    unittest.main()
