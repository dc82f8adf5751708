"""The epidemic's final size has the distribution that its Markov chain says: in steps of any length, and in continuous time."""
import unittest
from functools import cache

import numpy as np
from scipy.stats import binom, chi2

from classic_support import TOLERATED_CHANCE, ClassicTest

PERSONS = 50


@cache
def in_continuous_time(r0: float) -> np.ndarray:
    """The chance of each final size from 0 to 50: mass flows along the embedded jump chain, from more healthy persons to fewer, and
    among equally many from more ill ones to fewer (Bailey 1975)."""
    mass = np.zeros((PERSONS + 1, PERSONS + 2))
    mass[PERSONS - 1, 1] = 1
    for healthy in range(PERSONS - 1, -1, -1):
        for ill in range(PERSONS - healthy, 0, -1):
            infection = r0 * healthy / (r0 * healthy + PERSONS)
            mass[healthy - 1, ill + 1] += mass[healthy, ill] * infection if healthy else 0
            mass[healthy, ill - 1] += mass[healthy, ill] * (1 - infection)
    return mass[::-1, 0]


@cache
def in_steps(contagion: float, recovery: float, step: float) -> np.ndarray:
    """The same of the chain-binomial: in each step every healthy person is infected with probability 1 - exp(-contagion I h / N) and
    every ill one recovers with 1 - exp(-recovery h), all independently; a step without a change is left out."""
    mass = np.zeros((PERSONS + 1, PERSONS + 1))
    mass[PERSONS - 1, 1] = 1
    for healthy in range(PERSONS - 1, -1, -1):
        for ill in range(PERSONS - healthy, 0, -1):
            infected = binom.pmf(np.arange(healthy + 1), healthy, -np.expm1(-contagion * ill / PERSONS * step))
            recovered = binom.pmf(np.arange(ill + 1), ill, -np.expm1(-recovery * step))
            leave = mass[healthy, ill] / (1 - infected[0] * recovered[0])
            for new, chance in enumerate(infected):
                old = np.arange(0 if new else 1, ill + 1)
                mass[healthy - new, ill + new - old] += leave * chance * recovered[old]
    return mass[::-1, 0]


def cells(expected: np.ndarray) -> np.ndarray:
    """Neighbouring sizes put together until each cell expects 5 at least: the number of the cell of each size."""
    numbers, filled, number = [], 0.0, 0
    for size, count in enumerate(expected):
        if filled >= 5 and expected[size:].sum() >= 5:
            number, filled = number + 1, 0.0
        numbers.append(number)
        filled += count
    return np.array(numbers)


class Sir(ClassicTest):
    def sizes(self, step: float, replicates: int, **parameters: float) -> np.ndarray:
        outcomes = self.run_classic("sir", replicates=replicates, record="outcomes", changes={"step  = 0.02": f"step  = {step}"},
                                    parameters=parameters)["base/outcomes"]
        self.assertEqual(outcomes["ill"][:].max(), 0, "nobody is ill any more")
        return outcomes["size"][:].astype(int)

    def assert_distribution(self, sizes: np.ndarray, chances: np.ndarray) -> None:
        """Pearson's chi-square."""
        self.assertAlmostEqual(chances.sum(), 1, places=10)
        expected = len(sizes) * chances
        cell = cells(expected)
        found, wanted = np.bincount(cell[sizes], minlength=cell[-1] + 1), np.bincount(cell, expected)
        self.assertGreater(len(wanted), 5)
        statistic = ((found - wanted) ** 2 / wanted).sum()
        self.assertGreater(chi2.sf(statistic, len(wanted) - 1), TOLERATED_CHANCE, f"chi-square {statistic} of {len(wanted)} cells")

    def test_the_two_recursions_are_right(self) -> None:
        """Against what can be written down: nobody else falls ill; two persons in one step; the chain in short steps is the other."""
        self.assertAlmostEqual(in_continuous_time(2)[1], 1 / (1 + 2 * 49 / 50), places=14)
        # In one step that lasts for ever the first one recovers: who was infected in it is binomial, and nobody recovers twice.
        self.assertAlmostEqual(in_steps(2, 1e9, 1)[1], np.exp(-2 * 49 / 50), places=12)
        distances = [np.abs(in_steps(2, 1, step) - in_continuous_time(2)).sum() for step in (0.02, 0.01)]
        self.assertAlmostEqual(distances[0] / distances[1], 2, delta=0.1)

    def test_in_steps_of_any_length_the_final_size_is_that_of_the_chain_binomial(self) -> None:
        for step in (0.25, 1, 2.5):
            with self.subTest(step=step):
                self.assert_distribution(self.sizes(step, 10000), in_steps(2, 1, step))

    def test_in_short_steps_it_is_that_of_continuous_time(self) -> None:
        """With so many replicates the two distributions cannot be told apart: what the step does adds less than 4 to the chi-square."""
        step, replicates = 0.02, 2000
        bias = (in_steps(2, 1, step) - in_continuous_time(2))[1:]
        self.assertLess(replicates * (bias ** 2 / in_continuous_time(2)[1:]).sum(), 4)
        self.assert_distribution(self.sizes(step, replicates), in_continuous_time(2))

    def test_with_other_parameters_too(self) -> None:
        """Below R0 = 1 hardly anybody falls ill, at 4 nearly everybody or nobody; both rates matter, not their ratio alone."""
        for contagion, recovery in ((0.8, 1), (4, 1), (2, 0.5)):
            with self.subTest(contagion=contagion, recovery=recovery):
                sizes = self.sizes(0.5, 5000, contagion=contagion, recovery=recovery)
                self.assert_distribution(sizes, in_steps(contagion, recovery, 0.5))

    def test_nobody_falls_ill_without_contagion(self) -> None:
        self.assertEqual(set(self.sizes(0.5, 100, contagion=0)), {1})


if __name__ == "__main__":
    unittest.main()
