"""Bounded confidence: a case worked in fractions, an independent computation, and what is proved of any start."""
import unittest
from fractions import Fraction

import numpy as np
from classic_support import TOLERATED_ERRORS, ClassicTest

FIVE = [Fraction(0), Fraction(1, 5), Fraction(2, 5), Fraction(3, 5), Fraction(1)]
ROWS = 'columns = ["name", "first"]\ndata = ' + str([[f"p{i}", float(x)] for i, x in enumerate(FIVE)]).replace("'", '"')
ROUNDING = 1e-13


def worked(opinions: list[Fraction], bound: Fraction) -> list[list[Fraction]]:
    """Opinions after each step until nothing moves."""
    steps = [opinions]
    while len(steps) < 2 or steps[-1] != steps[-2]:
        heard = [[y for y in steps[-1] if abs(y - x) <= bound] for x in steps[-1]]
        steps.append([sum(those) / len(those) for those in heard])
    return steps[1:-1]


def computed(opinions: np.ndarray, bound: float) -> tuple[np.ndarray, int, int]:
    """Last opinions, number of clusters, number of steps."""
    for step in range(1000):
        near = abs(opinions[:, None] - opinions) <= bound
        heard = near @ opinions / near.sum(axis=1)
        if np.all(abs(heard - opinions) < 1e-9):
            return opinions, 1 + int(np.sum(np.diff(np.sort(opinions)) > 1e-9)), step
        opinions = heard
    raise RuntimeError("does not come to rest")


class HegselmannKrause(ClassicTest):
    def run_bounded(self, bound: float, **more):
        return self.run_classic("hegselmann_krause", parameters={"bound": bound}, **more)

    def test_five_people_worked_in_fractions(self) -> None:
        steps = worked(FIVE, Fraction(1, 4))
        self.assertEqual(steps[-1], [Fraction(3, 10)] * 4 + [1])
        self.assertEqual(steps[-2][:2], [Fraction(1, 4), Fraction(3, 10)])
        run = self.run_bounded(0.25, changes={'from = "hegselmann_krause_people.csv"': ROWS})
        found = run["base/person/opinion.sum"]  # of one replicate: the value, in double precision
        np.testing.assert_allclose(found[:4], np.array(steps, dtype=float), rtol=ROUNDING)
        np.testing.assert_allclose(found[4:], np.tile(np.array(steps[-1], dtype=float), (46, 1)), rtol=ROUNDING)
        self.assertEqual(run["base/outcomes/steps"][0], len(steps))
        self.assertAlmostEqual(run["base/outcomes/clusters"][0], 2, places=12)

    def test_bound_that_is_just_met_counts(self) -> None:
        """At 1/4, 1/2, 3/4 and the bound 1/4 the middle one hears all; no number is rounded."""
        rows = 'columns = ["name", "first"]\ndata = [["a", 0.25], ["b", 0.5], ["c", 0.75]]'
        run = self.run_bounded(0.25, changes={'from = "hegselmann_krause_people.csv"': rows})
        self.assertEqual(list(run["base/person/opinion.sum"][0]), [0.375, 0.5, 0.625])
        self.assertEqual(list(run["base/person/opinion.sum"][1]), [0.5] * 3)

    def test_a_hundred_people_against_an_independent_computation(self) -> None:
        for bound in (0.05, 0.1, 0.2):
            for seed in (1, 2, 3):
                with self.subTest(bound=bound, seed=seed):
                    run = self.run_bounded(bound, seed=seed)
                    last, clusters, steps = computed(run["base/person/first.sum"][0], bound)
                    np.testing.assert_allclose(run["base/person/opinion.sum"][-1], last, rtol=ROUNDING)
                    self.assertAlmostEqual(run["base/outcomes/clusters"][0], clusters, places=9)
                    self.assertEqual(run["base/outcomes/steps"][0], steps)

    def test_order_stays_and_clusters_are_apart(self) -> None:
        run = self.run_bounded(0.1, replicates=20)
        opinion = run["base/person/opinion"][:].astype(float)
        order = np.argsort(run["base/person/first"][:, 0], axis=1)[:, None, :]
        gaps = np.diff(np.take_along_axis(opinion, np.broadcast_to(order, opinion.shape), axis=2), axis=2)
        single = 2.0**-24  # recorded in single precision
        self.assertGreaterEqual(gaps.min(), -single)
        last = gaps[:, -1]
        self.assertTrue(np.all((last < single) | (last > 0.1 - single)))
        self.assertEqual(run["base/outcomes/moving"][:].max(), 0)

    def test_wider_bound_fewer_clusters(self) -> None:
        """The same starts at each bound; the number at 0.1 also against starts and steps of our own."""
        bounds = (0.05, 0.1, 0.2, 0.3)
        found = [self.run_bounded(bound, replicates=64, record="outcomes")["base/outcomes/clusters"][:] for bound in bounds]
        for fewer, more in zip(found[1:], found[:-1]):
            difference = more - fewer
            self.assertGreater(difference.mean(), TOLERATED_ERRORS * difference.std(ddof=1) / 8)
        random = np.random.default_rng(1)
        ours = np.array([computed(random.uniform(size=100), 0.1)[1] for _ in range(1000)])
        error = (ours.var(ddof=1) / 1000 + found[1].var(ddof=1) / 64) ** 0.5
        self.assertLess(abs(ours.mean() - found[1].mean()), TOLERATED_ERRORS * error)

    def test_both_ends(self) -> None:
        for bound, clusters, steps in ((0, 100, 0), (1, 1, 1)):
            with self.subTest(bound=bound):
                run = self.run_bounded(bound)
                self.assertAlmostEqual(run["base/outcomes/clusters"][0], clusters, places=9)
                self.assertEqual(run["base/outcomes/steps"][0], steps)
        first = run["base/person/first.sum"][0]
        np.testing.assert_allclose(run["base/person/opinion.sum"][-1], first.mean(), rtol=ROUNDING)


if __name__ == "__main__":
    unittest.main()
