"""The voter model on a ring: who wins, how long it takes, and that each step draws one of twenty pairs."""
import unittest
from fractions import Fraction

import numpy as np
from classic_support import TOLERATED_CHANCE, TOLERATED_ERRORS, ClassicTest
from scipy.stats import chisquare

PEOPLE, STEPS = 10, 1500


def block_chain() -> np.ndarray:
    """Transitions of the length of a block: 1 / N up, 1 / N down, nothing once all agree."""
    chain = np.eye(PEOPLE + 1)
    for k in range(1, PEOPLE):
        chain[k, [k - 1, k, k + 1]] = 1 / PEOPLE, 1 - 2 / PEOPLE, 1 / PEOPLE
    return chain


def chance_of_time(block: int) -> np.ndarray:
    """That all agree after 0, 1, ... STEPS steps and not before."""
    state, agreed = np.eye(PEOPLE + 1)[block], []
    for _ in range(STEPS + 1):
        agreed.append(state[0] + state[PEOPLE])
        state = state @ block_chain()
    return np.diff(agreed, prepend=0)


def pattern_chain() -> np.ndarray:
    """Transitions between all 2^N patterns of opinions, one bit a person: nothing is assumed of blocks."""
    chain = np.zeros((2**PEOPLE, 2**PEOPLE))
    for pattern in range(2**PEOPLE):
        for who in range(PEOPLE):
            for whom in ((who + 1) % PEOPLE, (who - 1) % PEOPLE):
                after = pattern & ~(1 << who) | ((pattern >> whom & 1) << who)
                chain[pattern, after] += 1 / (2 * PEOPLE)
    return chain


def mean_times() -> np.ndarray:
    """Of each pattern, until all agree."""
    inner = slice(1, 2**PEOPLE - 1)
    return np.r_[0, np.linalg.solve(np.eye(2**PEOPLE - 2) - pattern_chain()[inner, inner], np.ones(2**PEOPLE - 2)), 0]


class Voter(ClassicTest):
    def run_voters(self, replicates: int, **more):
        """Outcomes. All agree at the end: that somebody does not has a chance of a millionth, and would show in the mean as nothing."""
        outcomes = self.run_classic("voter", replicates=replicates, record="outcomes", **more)["base/outcomes"]
        self.assertEqual(outcomes["nobody"][:].sum(), 0)
        self.assertEqual(outcomes["divided"][:].sum(), 0)
        return outcomes

    def assert_wins(self, outcomes, expected: float) -> None:
        wins = outcomes["wins"][:]
        self.assertLess(abs(wins.mean() - expected), TOLERATED_ERRORS * (expected * (1 - expected) / len(wins)) ** 0.5)

    def test_the_formula_solves_its_equation(self) -> None:
        time = [Fraction(PEOPLE * k * (PEOPLE - k), 2) for k in range(PEOPLE + 1)]
        for k in range(1, PEOPLE):
            self.assertEqual(time[k], 1 + (time[k - 1] + time[k + 1]) / PEOPLE + (1 - Fraction(2, PEOPLE)) * time[k])
            self.assertAlmostEqual(mean_times()[2**k - 1], float(time[k]), places=8)
        self.assertLess(1 - chance_of_time(3).sum(), 1e-6)

    def test_three_of_ten(self) -> None:
        outcomes = self.run_voters(3000)
        self.assert_wins(outcomes, 3 / 10)
        self.assert_mean(outcomes["steps"][:], 105)

    def test_time_is_distributed_as_the_chain_says(self) -> None:
        replicates = 3000
        times = self.run_voters(replicates, seed=2)["steps"][:]
        chances = chance_of_time(3)
        edges = np.r_[np.searchsorted(np.cumsum(chances), np.arange(0, 1, 0.04)), STEPS + 1]  # 25 bins, about 120 in each
        expected = np.add.reduceat(chances, edges[:-1]) * replicates
        found = np.histogram(times, np.r_[edges[:-1], STEPS + 2])[0]
        self.assertGreater(expected.min(), 50)
        self.assertGreater(chisquare(found, expected * replicates / expected.sum()).pvalue, TOLERATED_CHANCE)

    def test_other_blocks(self) -> None:
        for block in (1, 5, 8):
            with self.subTest(block=block):
                outcomes = self.run_voters(1000, parameters={"block": block})
                self.assert_wins(outcomes, block / PEOPLE)
                self.assert_mean(outcomes["steps"][:], PEOPLE * block * (PEOPLE - block) / 2)

    def test_no_block_at_all(self) -> None:
        """0, 2, 5 and 6 hold the opinion: the same chance to win as of any four, and a time that needs all 1024 patterns."""
        start = {"place < block": "place == 0 or place == 2 or place == 5 or place == 6"}
        outcomes = self.run_voters(2000, changes=start)
        self.assert_wins(outcomes, 4 / PEOPLE)
        pattern = sum(1 << place for place in (0, 2, 5, 6))
        self.assertLess(mean_times()[pattern], 119, "clearly less than the 120 of a block")
        self.assert_mean(outcomes["steps"][:], mean_times()[pattern])

    def test_agreement_lasts(self) -> None:
        for block in (0, 10):
            with self.subTest(block=block):
                outcomes = self.run_voters(1, parameters={"block": block})
                self.assertEqual((outcomes["steps"][0], outcomes["wins"][0]), (0, block / PEOPLE))

    def test_each_step_draws_one_of_twenty_pairs(self) -> None:
        run = self.run_classic("voter", replicates=200)
        listen = run["base/decisions/listen"]
        step, row, option = listen["replicate"][:] * STEPS + listen["step"][:], listen["row"][:], listen["option"][:]
        chosen = option > 0  # options as written: nobody, to_left, to_right
        np.testing.assert_array_equal(step[chosen], np.unique(step))
        pairs = np.bincount(row[chosen] * 2 + option[chosen] - 1, minlength=2 * PEOPLE)
        self.assertEqual(len(pairs), 2 * PEOPLE)
        self.assertGreater(chisquare(pairs).pvalue, TOLERATED_CHANCE)

    def test_every_change_copies_the_neighbour(self) -> None:
        run = self.run_classic("voter", replicates=20)
        holds = run["base/person/holds"][:].astype(int)
        listen = {name: run[f"base/decisions/listen/{name}"][:] for name in ("replicate", "step", "row", "option")}
        chosen = (listen["option"] > 0) & (listen["step"] > 0)
        replicate, step, row, option = (listen[name][chosen] for name in ("replicate", "step", "row", "option"))
        expected = holds[replicate, step - 1]
        expected[np.arange(len(row)), row] = holds[replicate, step - 1, (row + np.where(option == 1, -1, 1)) % PEOPLE]
        np.testing.assert_array_equal(holds[replicate, step], expected)


if __name__ == "__main__":
    unittest.main()
