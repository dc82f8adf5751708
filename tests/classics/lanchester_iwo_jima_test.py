"""Iwo Jima: the calendar's reinforcements against the solution, piece by piece in closed form, and against Euler's own steps."""
import math
import unittest
from typing import Sequence

from classic_support import ClassicTest

SHOOTS, SHOT = 0.0106, 0.0544
Landings = Sequence[tuple[float, float]]
LANDINGS: Landings = ((0, 54000), (1, 0), (2, 6000), (3, 0), (5, 13000), (6, 0))  # from day, men a day
ONE_LANDING: Landings = LANDINGS[:2]


def exact(day: float, landings: Landings = LANDINGS) -> tuple[float, float]:
    """While P men a day land, N - P / 0.0544 and M are sums of cosh and sinh: no integration."""
    root = math.sqrt(SHOOTS * SHOT)
    men, others = 0.0, 21500.0
    ends = [begin for begin, _ in landings[1:]] + [math.inf]
    for (begin, landing), end in zip(landings, ends):
        if begin >= day:
            break
        cosh, sinh = math.cosh(root * (min(end, day) - begin)), math.sinh(root * (min(end, day) - begin))
        rest = others - landing / SHOT
        men, others = (men * cosh - rest * math.sqrt(SHOT / SHOOTS) * sinh,
                       landing / SHOT + rest * cosh - men * math.sqrt(SHOOTS / SHOT) * sinh)
    return men, others


def by_euler(steps_a_day: int) -> tuple[float, float]:
    men, others, landing = 0.0, 21500.0, 0.0
    for step in range(36 * steps_a_day):
        landing = dict(LANDINGS).get(step / steps_a_day, landing)
        men, others = men + (landing - SHOT * others) / steps_a_day, others - SHOOTS * men / steps_a_day
    return men, others


class IwoJima(ClassicTest):
    def end(self, arm: str = "base", **how) -> tuple[float, float]:
        outcomes = self.run_classic("lanchester_iwo_jima", arms=("base", "one_landing"), **how)[f"{arm}/outcomes"]
        return outcomes["attackers"][0], outcomes["defenders"][0]

    def with_steps(self, step: float, integrator: str) -> tuple[float, float]:
        return self.end(changes={'integrator = "rk4"': f'integrator = "{integrator}"', "step       = 0.125": f"step = {step}"})

    def test_day_36_is_that_of_the_solution(self) -> None:
        """The method errs by about (h L)^4 / 120 of what changes: 1e-12 of 7e4 men, with h = 1/8 and L = 0.024 a day."""
        for value, expected, published in zip(self.end(), exact(36), (51985.246, 216.832)):
            self.assertAlmostEqual(value, expected, delta=1e-6)
            self.assertAlmostEqual(expected, published, delta=5e-4)

    def test_each_day_is_that_of_the_solution(self) -> None:
        """So each landing begins and ends when the calendar says; columns are kept in single precision."""
        men = self.run_classic("lanchester_iwo_jima")["base/side/men"][0]
        self.assertEqual(len(men), 288)
        for step, both in enumerate(men, start=1):
            for value, expected in zip(both, exact(step / 8)):
                self.assertAlmostEqual(value, expected, delta=2e-7 * 70000, msg=f"after {step} steps")

    def test_without_reinforcements(self) -> None:
        for value, expected in zip(self.end("one_landing"), exact(36, ONE_LANDING)):
            self.assertAlmostEqual(value, expected, delta=1e-6)

    def test_a_landing_may_come_another_day(self) -> None:
        later = self.end(changes={"1945-02-24": "1945-03-10", "1945-02-25": "1945-03-11"})
        for value, expected in zip(later, exact(36, LANDINGS[:4] + ((19, 13000), (20, 0)))):
            self.assertAlmostEqual(value, expected, delta=1e-6)

    def test_the_square_law_holds_once_all_have_landed(self) -> None:
        men = self.run_classic("lanchester_iwo_jima")["base/side/men"][0].astype(float)
        balance = SHOOTS * men[:, 0] ** 2 - SHOT * men[:, 1] ** 2
        for later in balance[6 * 8:]:
            self.assertAlmostEqual(later / balance[-1], 1, delta=1e-6)
        self.assertLess(abs(balance[5 * 8 - 1] / balance[-1]), 0.9)

    def test_euler_takes_its_own_steps(self) -> None:
        for value, expected, published in zip(self.with_steps(1, "euler"), by_euler(1), (50705.5, 715.8)):
            self.assertAlmostEqual(value, expected, delta=1e-6)
            self.assertAlmostEqual(value, published, delta=0.05)
        for value, expected in zip(self.with_steps(0.125, "euler"), by_euler(8)):
            self.assertAlmostEqual(value, expected, delta=1e-6)

    def test_halving_the_step_divides_the_error_by_16_with_rk4_and_by_2_with_euler(self) -> None:
        """Landings begin and end with a step, so that no step has a jump within it."""
        for integrator, ratio in (("rk4", 16), ("euler", 2)):
            errors = [math.dist(self.with_steps(step, integrator), exact(36)) for step in (1, 0.5, 0.25)]
            for coarse, fine in zip(errors, errors[1:]):
                self.assertAlmostEqual(coarse / fine / ratio, 1, delta=0.05, msg=integrator)


if __name__ == "__main__":
    unittest.main()
