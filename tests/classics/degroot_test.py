"""Consensus on a network: what all agree on, on the way there too, and networks on which nobody ever agrees."""
import unittest

import numpy as np
from classic_support import ClassicTest

PEOPLE = ["ann", "bob", "cem", "dora", "eve"]
FIRST = np.array([10, 30, 50, 60, 100.0])
TRUST = np.array([[2, 2, 0, 0, 0], [0, 0, 2, 2, 0], [1, 0, 2, 0, 1], [0, 1, 1, 2, 0], [1, 0, 0, 0, 3]]) / 4
WEIGHTS = np.array([3, 2, 3, 2, 3]) / 13  # solved by hand; held against TRUST below
ROUNDING = 1e-12                          # of numbers up to 100 that are added up a few hundred times


def opinions(run, arm: str = "base") -> np.ndarray:
    """[step, person]: sums over replicates are recorded in double precision, and there is one replicate."""
    return run[f"{arm}/person/opinion.sum"][:]


class DeGroot(ClassicTest):
    def assert_close(self, found, expected) -> None:
        np.testing.assert_allclose(found, expected, rtol=ROUNDING, atol=100 * ROUNDING)

    def test_all_agree_on_the_weighted_start(self) -> None:
        np.testing.assert_allclose(WEIGHTS @ TRUST, WEIGHTS, rtol=1e-15)
        outcomes = self.run_classic("degroot")["base/outcomes"]
        for name in ("lowest", "highest", "ann", "dora"):
            self.assert_close(outcomes[name][0], 660 / 13)

    def test_every_step_is_a_multiplication_and_keeps_the_weighted_mean(self) -> None:
        expected = FIRST
        for found in opinions(self.run_classic("degroot")):
            expected = TRUST @ expected
            self.assert_close(found, expected)
            self.assert_close(WEIGHTS @ found, 660 / 13)

    def test_distance_halves_as_the_second_eigenvalue_says(self) -> None:
        """Eve's opinion less Cem's: (0, 0, -1, 0, 1) is the left eigenvector."""
        self.assertAlmostEqual(np.sort(abs(np.linalg.eigvals(TRUST)))[-2], 0.5, places=12)
        found = opinions(self.run_classic("degroot"))
        self.assert_close(found[:, 4] - found[:, 2], (100 - 50) * 0.5 ** np.arange(1, 101))

    def test_camps_agree_among_themselves_only(self) -> None:
        """Left eigenvectors by hand: (1, 1, 2) / 4 of ann, bob and cem, (1, 2) / 3 of dora and eve."""
        last = opinions(self.run_classic("degroot", arms=("base", "camps")), "camps")[-1]
        self.assert_close(last, [35] * 3 + [260 / 3] * 2)

    def test_on_a_ring_opinions_go_round(self) -> None:
        found = opinions(self.run_classic("degroot", arms=("base", "ring")), "ring")
        for step in range(100):
            np.testing.assert_array_equal(found[step], np.roll(FIRST, -(step + 1)))

    def test_any_other_network(self) -> None:
        trust = np.random.default_rng(4).dirichlet(np.full(5, 0.5), size=5)
        ties = [[who, whom, float(trust[i, j])] for i, who in enumerate(PEOPLE) for j, whom in enumerate(PEOPLE)]
        run = self.run_classic("degroot", arms=("base", "other"),
                               changes={"[outcome]": f"[variant.other.rows.tie]\ndata = {ties}\n\n[outcome]".replace("'", '"')})
        values, vectors = np.linalg.eig(trust.T)
        self.assertLess(np.sort(abs(values))[-2] ** 100, 1e-15, "one hundred steps are enough")
        weights = vectors[:, np.argmax(values.real)].real
        self.assert_close(opinions(run, "other")[-1], np.full(5, weights @ FIRST / weights.sum()))


if __name__ == "__main__":
    unittest.main()
