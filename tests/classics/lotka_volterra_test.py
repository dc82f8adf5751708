"""Prey and predators: what never changes, means over a cycle, and how long a cycle takes."""
import math
import unittest

import numpy as np
from classic_support import ClassicTest
from scipy.integrate import solve_ivp

A, B, C, D = 1.0, 0.1, 0.5, 0.02
SMALL_CYCLE = 2 * math.pi / math.sqrt(A * C)


def cycle(hares: float, catch: float = 0) -> float:
    """How long it takes from (hares, 10) round to 10 lynxes on the same side, by scipy's method of order eight, in logarithms."""
    def rates(_, logs):
        return [A - catch - B * math.exp(logs[1]), -C - catch + D * math.exp(logs[0])]

    def back(_, logs):
        return logs[1] - math.log(10)

    back.direction = math.copysign(1, D * hares - C - catch)
    start = [math.log(hares), math.log(10)]
    solved = solve_ivp(rates, (0, 60), start, method="DOP853", rtol=1e-12, atol=1e-13, events=back)
    return next(time for time in solved.t_events[0] if time > 1)


class LotkaVolterra(ClassicTest):
    def outcomes(self, *, duration: float | None = None, hares: float = 50, steps: int = 1000, integrator: str = "rk4", catch: float = 0,
                 lynxes: float = 10) -> dict[str, float]:
        duration = duration or cycle(hares, catch)
        changes = {"step       = 0.0092297410389": f"step = {duration / steps!r}", "end        = 9.2297410389": f"end = {duration!r}",
                   '["hare", 50, 1]': f'["hare", {hares!r}, 1]', '["lynx", 10, -0.5]': f'["lynx", {lynxes!r}, -0.5]', '"rk4"': f'"{integrator}"'}
        run = self.run_classic("lotka_volterra", parameters={"catch": catch}, changes=changes)
        return {name: values[0] for name, values in run["base/outcomes"].items()}

    def test_the_cycle_in_the_file(self) -> None:
        """The method errs by about (h L)^4 / 120 of what changes, 1e-9 with h = 0.009 and L up to 2, some more where it turns."""
        outcomes = {name: values[0] for name, values in self.run_classic("lotka_volterra")["base/outcomes"].items()}
        for name, expected in (("mean_hares", C / D), ("mean_lynxes", A / B), ("hares", 50), ("lynxes", 10)):
            self.assertAlmostEqual(outcomes[name], expected, delta=1e-6, msg=name)
        self.assertAlmostEqual(outcomes["constant"], D * 50 - C * math.log(50) + B * 10 - A * math.log(10), delta=1e-8)
        self.assertAlmostEqual(cycle(50), 9.2297410389, delta=1e-9)

    def test_what_never_changes(self) -> None:
        """At each step; columns are kept in single precision."""
        hares, lynxes = self.run_classic("lotka_volterra")["base/species/number"][0].astype(float).T
        constant = D * hares - C * np.log(hares) + B * lynxes - A * np.log(lynxes)
        self.assertLess(np.ptp(constant), 1e-6)
        self.assertGreater(np.ptp(hares), 35)

    def test_round_it_goes_from_anywhere(self) -> None:
        """Back after the cycle's time by another integrator, with the same means; 5 and 120 hares are far from the 25 of the balance."""
        for hares in (5.0, 35.0, 120.0):
            outcomes = self.outcomes(hares=hares, steps=4000)
            self.assertAlmostEqual(outcomes["hares"] / hares, 1, delta=1e-7)
            self.assertAlmostEqual(outcomes["lynxes"], 10, delta=1e-6)
            self.assertAlmostEqual(outcomes["mean_hares"], C / D, delta=1e-6)
            self.assertAlmostEqual(outcomes["mean_lynxes"], A / B, delta=1e-6)

    def test_a_catch_leaves_more_prey_and_fewer_predators(self) -> None:
        catch = 0.2
        outcomes = self.outcomes(catch=catch)
        self.assertAlmostEqual(outcomes["mean_hares"], (C + catch) / D, delta=1e-6)
        self.assertAlmostEqual(outcomes["mean_lynxes"], (A - catch) / B, delta=1e-6)

    def test_nothing_moves_at_the_balance(self) -> None:
        outcomes = self.outcomes(hares=25.0, duration=20.0)
        self.assertEqual((outcomes["hares"], outcomes["lynxes"], outcomes["least_hares"]), (25, 10, 25))

    def test_small_cycles_take_2_pi_over_the_root(self) -> None:
        """They go on an ellipse: 25 + e cos(w t) hares. A cycle is longer in proportion to e squared, so that after the small one's
        time lynxes are off by about e cubed."""
        off = []
        for e in (0.5, 0.25, 0.125):
            outcomes = self.outcomes(hares=25 + e, duration=SMALL_CYCLE, steps=4000)
            off.append(abs(outcomes["lynxes"] - 10))
        self.assertLess(off[-1], 1e-3 * 0.125 * math.sqrt(C / A))
        for wide, narrow in zip(off, off[1:]):
            self.assertAlmostEqual(wide / narrow / 8, 1, delta=0.02)

    def test_after_a_quarter_of_a_small_cycle(self) -> None:
        """The hares' surplus has become one of lynxes, sqrt(c / a) (a / b) / (c / d) as large."""
        e = 1e-3
        outcomes = self.outcomes(hares=25 + e, duration=SMALL_CYCLE / 4)
        self.assertAlmostEqual((outcomes["lynxes"] - 10) / e, math.sqrt(A * C) * D / (B * C), delta=1e-3)
        self.assertAlmostEqual((outcomes["hares"] - 25) / e, 0, delta=1e-3)

    def test_halving_the_step_divides_the_error_by_16_with_rk4_and_by_2_with_euler(self) -> None:
        start = (50.0, 10.0)
        for integrator, order, steps in (("rk4", 16, 100), ("euler", 2, 16000)):
            errors = []
            for count in (steps, 2 * steps):
                outcomes = self.outcomes(steps=count, integrator=integrator)
                errors.append(math.dist((outcomes["hares"], outcomes["lynxes"]), start))
            self.assertAlmostEqual(errors[0] / errors[1] / order, 1, delta=0.15, msg=integrator)

    def test_eulers_cycles_widen(self) -> None:
        """Each step adds h^2 / 2 (c p^2 + a q^2) to the constant, and terms of h^3, where p and q are what hares and lynxes grow by."""
        run = self.run_classic("lotka_volterra", changes={'"rk4"': '"euler"'})
        hares, lynxes = run["base/species/number"][0].astype(float).T
        step = cycle(50) / 1000
        expected = step**2 / 2 * np.sum(C * (A - B * lynxes) ** 2 + A * (D * hares - C) ** 2)
        started = D * 50 - C * math.log(50) + B * 10 - A * math.log(10)
        self.assertAlmostEqual((run["base/outcomes/constant"][0] - started) / expected, 1, delta=4 * step)


if __name__ == "__main__":
    unittest.main()
