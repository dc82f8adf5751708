"""Budgets over theatres: the balance, best replies found by bisection, and how fast plans settle."""
import math
import unittest

import numpy as np
from classic_support import ClassicTest
from scipy.optimize import brentq

THEATRES = ("north", "east", "south", "west")
VALUES = np.array([60.0, 40.0, 15.0, 5.0])
START = 'amount  = { start = "side.budget / count(t in theatre)"'
TOTAL = VALUES.sum()
# Off the balance by a hundred-thousandth and less.
NEAR = {START: 'amount = { start = "side.budget / 120 * (theatre.value + if(theatre.value >= 40, 1e-6 * (theatre.value - 50), 0))"'}


def best_reply(budget: float, against: np.ndarray) -> np.ndarray:
    """All theatres in use yield the same for the last unit spent, and what that is follows from the budget: by bisection."""
    def plan(yields: float) -> np.ndarray:
        return np.maximum(0, np.sqrt(VALUES * against / yields) - against)

    highest = (VALUES / against).max()
    return plan(brentq(lambda yields: plan(yields).sum() - budget, 1e-9 * highest, highest, xtol=1e-15, rtol=1e-15))


def wins(plan: np.ndarray, against: np.ndarray) -> float:
    return (VALUES * plan / (plan + against)).sum()


def contraction(first: float, second: float, haste: float) -> float:
    slope = abs(first - second) / (2 * math.sqrt(first * second))
    return math.hypot(1 - haste, haste * slope)


class Theatres(ClassicTest):
    def play(self, first: float = 30, second: float = 10, haste: float = 0.5, changes: dict[str, str] | None = None):
        budgets = {'["first", 30]': f'["first", {first}]', '["second", 10]': f'["second", {second}]'}
        return self.run_classic("theatres", parameters={"haste": haste}, changes={**budgets, **(changes or {})})

    @staticmethod
    def outcome(run, name: str) -> float:
        return run[f"base/outcomes/{name}"][0]

    @staticmethod
    def plans(run) -> np.ndarray:
        """[round, side, theatre]"""
        rows = list(run["base/effort/effort"].asstr())
        order = [[rows.index(f"{side}/{theatre}") for theatre in THEATRES] for side in ("first", "second")]
        return run["base/effort/amount"][0].astype(float)[:, order]

    def test_budgets_end_in_proportion_to_the_values_and_winnings_to_the_budgets(self) -> None:
        """0.577 ^ 60 of the first deviation is left: 5e-15."""
        for first, second, haste in ((30, 10, 0.5), (10, 30, 0.5), (12, 12, 0.5), (50, 10, 0.5), (90, 10, 0.4)):
            with self.subTest(first=first, second=second):
                run = self.play(first, second, haste)
                left = 100 * contraction(first, second, haste) ** 60
                self.assertLess(self.outcome(run, "off_balance"), max(1e-12, left))
                self.assertAlmostEqual(self.outcome(run, "first_wins"), TOTAL * first / (first + second), delta=max(1e-9, 100 * left))
                self.assertAlmostEqual(self.outcome(run, "second_wins"), TOTAL * second / (first + second), delta=max(1e-9, 100 * left))
                for plan, budget in zip(self.plans(run)[-1], (first, second)):
                    np.testing.assert_allclose(plan, budget * VALUES / TOTAL, rtol=max(1e-6, 100 * left))

    def test_rounds_go_toward_the_best_replies(self) -> None:
        """Those found by bisection, theatres that are left alone among them; columns are kept in single precision."""
        for first, second, haste in ((30, 10, 0.5), (90, 10, 0.3), (10, 10, 0.9)):
            run = self.play(first, second, haste)
            plans = np.array([[first / 4] * 4, [second / 4] * 4])
            corners = 0
            for recorded in self.plans(run)[:20]:
                replies = np.array([best_reply(first, plans[1]), best_reply(second, plans[0])])
                corners += np.count_nonzero(replies == 0)
                plans = plans + haste * (replies - plans)
                np.testing.assert_allclose(recorded, plans, rtol=1e-6)
            self.assertGreater(corners, 0)

    def test_all_of_a_budget_is_spent(self) -> None:
        plans = self.plans(self.play())
        np.testing.assert_allclose(plans.sum(axis=2), [[30, 10]] * 60, rtol=1e-6)
        self.assertTrue((plans > 0).all())

    def test_nobody_gains_by_leaving_the_balance(self) -> None:
        """Ten thousand other plans of each side win less."""
        first, second = self.plans(self.play())[-1]
        random = np.random.default_rng(5)
        for plan, against in ((first, second), (second, first)):
            best = wins(plan, against)
            for other in plan.sum() * random.dirichlet(np.ones(4), 10000):
                self.assertLess(wins(other, against), best + 1e-5)

    def test_how_fast_plans_settle(self) -> None:
        """What is of second order in the deviation at round 20 is left out: 4e-5 of it, and less later."""
        for first, second, haste in ((30, 10, 0.5), (10, 30, 0.5), (25, 10, 0.4), (50, 10, 0.5)):
            with self.subTest(first=first, second=second, haste=haste):
                expected = contraction(first, second, haste)
                self.assertAlmostEqual(self.outcome(self.play(first, second, haste), "shrinks"), expected, delta=10 * expected**20)
        self.assertAlmostEqual(contraction(30, 10, 0.5), 0.577350, delta=5e-7)

    def test_haste_misses_the_balance_if_budgets_are_too_unequal(self) -> None:
        """Near the balance, from a plan that is a little off: shrinking if the ratio is below 3 + sqrt(8), else growing."""
        limit = 3 + math.sqrt(8)
        for ratio in (0.9 * limit, 1.1 * limit):
            run = self.play(round(10 * ratio, 6), 10, 1, NEAR)
            self.assertAlmostEqual(self.outcome(run, "shrinks"), contraction(round(10 * ratio, 6), 10, 1), delta=1e-4)
            self.assertEqual(self.outcome(run, "off_at_40") > self.outcome(run, "off_at_20"), ratio > limit)

    def test_how_much_haste_two_unequal_budgets_bear(self) -> None:
        """2 / (1 + s^2) = 0.72 with 90 against 10: near the balance a deviation shrinks just below it; well above, plans circle."""
        for haste in (0.71, 0.73):
            run = self.play(90, 10, haste, NEAR)
            self.assertAlmostEqual(self.outcome(run, "shrinks"), contraction(90, 10, haste), delta=1e-4)
            self.assertEqual(self.outcome(run, "off_at_40") > self.outcome(run, "off_at_20"), haste > 0.72)
        self.assertGreater(self.outcome(self.play(90, 10, 0.8), "off_balance"), 0.1)

    def test_equals_in_haste_are_there_at_once(self) -> None:
        """With even budgets a deviation is squared in each round, if it is small enough that nobody leaves a theatre at first."""
        run = self.play(20, 20, 1, {START: 'amount = { start = "side.budget / 200 * (theatre.value + 20)"'})
        self.assertLess(self.outcome(run, "off_at_20"), 1e-13)
        np.testing.assert_allclose(self.plans(run)[5], 20 * np.array([VALUES, VALUES]) / TOTAL, rtol=1e-6)


if __name__ == "__main__":
    unittest.main()
