"""Stubborn people: the published limit, the solution of the linear system at any openness, and both ends of it."""
import unittest

import numpy as np
from classic_support import ClassicTest

FIRST = np.array([25, 25, 75, 85.0])
# Friedkin and Johnsen (1999), as printed in Parsegov et al. (2017), equation 2.
TRUST = np.array([[.220, .120, .360, .300], [.147, .215, .344, .294], [0, 0, 1, 0], [.090, .178, .446, .286]])
PUBLISHED = [60, 60, 75, 75]  # the same, equation 16
SUSCEPTIBLE = 1 - np.diag(TRUST)
ROUNDING = 1e-12


def limit(susceptible: np.ndarray) -> np.ndarray:
    return np.linalg.solve(np.eye(4) - susceptible[:, None] * TRUST, (1 - susceptible) * FIRST)


def opinions(run, arm: str = "base") -> np.ndarray:
    """[step, person]: sums over replicates are recorded in double precision, and there is one replicate."""
    return run[f"{arm}/person/opinion.sum"][:]


class FriedkinJohnsen(ClassicTest):
    def test_published_limit(self) -> None:
        outcomes = self.run_classic("friedkin_johnsen")["base/outcomes"]
        found = np.array([outcomes[name][0] for name in "abcd"])
        np.testing.assert_array_equal(np.round(found), PUBLISHED)
        np.testing.assert_allclose(found, limit(SUSCEPTIBLE), rtol=ROUNDING)
        self.assertAlmostEqual(outcomes["apart"][0], 75 - limit(SUSCEPTIBLE)[1], places=10)

    def test_every_step(self) -> None:
        expected = FIRST
        for found in opinions(self.run_classic("friedkin_johnsen")):
            expected = SUSCEPTIBLE * (TRUST @ expected) + (1 - SUSCEPTIBLE) * FIRST
            np.testing.assert_allclose(found, expected, rtol=ROUNDING)

    def test_limit_at_any_openness(self) -> None:
        for openness in (0, 0.25, 0.5, 0.9):
            with self.subTest(openness=openness):
                run = self.run_classic("friedkin_johnsen", parameters={"openness": openness})
                np.testing.assert_allclose(opinions(run)[-1], limit(openness * SUSCEPTIBLE), rtol=ROUNDING)

    def test_the_more_open_the_closer(self) -> None:
        apart = [self.run_classic("friedkin_johnsen", parameters={"openness": openness})["base/outcomes/apart"][0]
                 for openness in (0, 0.2, 0.4, 0.6, 0.8, 1)]
        self.assertEqual(apart[0], 60)
        self.assertTrue(np.all(np.diff(apart) < 0), apart)
        self.assertGreater(apart[-1], 0)

    def test_two_who_never_move_hold_the_others_between_them(self) -> None:
        last = opinions(self.run_classic("friedkin_johnsen", arms=("base", "proud")), "proud")[-1]
        np.testing.assert_allclose(last, limit(np.array([1, 0, 0, 1.0])), rtol=ROUNDING)

    def test_without_stubbornness_all_agree_with_the_one_who_listens_to_nobody(self) -> None:
        """DeGroot's model: the left eigenvector of the weights is (0, 0, 1, 0)."""
        run = self.run_classic("friedkin_johnsen", changes={"openness * (1 - tie[this, this].trust)": "1"})
        np.testing.assert_allclose(opinions(run)[-1], np.full(4, 75), rtol=ROUNDING)


if __name__ == "__main__":
    unittest.main()
