"""Richardson's arms race without a balance: the variant of the scenario (the rest is in richardson_test.cpp)."""
import math
import unittest

from classic_support import ClassicTest


class Fear(ClassicTest):
    def test_both_arm_without_end_as_the_solution_says(self) -> None:
        """x + y = 7 (exp(t) - 1), x - y = -(1 - exp(-5 t)) / 5. The method errs by about (h L)^4 / 120 a year: 5e-8 of what changes,
        with h = 0.01 and L = 5, and in 20 years by 20 h^4 / 120 of what grows as exp(t)."""
        outcomes = self.run_classic("richardson", arms=("fear",))["fear/outcomes"]
        for time, x, y in ((1, "x_after_a_year", "y_after_a_year"), (20, "x_at_last", "y_at_last")):
            total, difference = 7 * math.expm1(time), math.expm1(-5 * time) / 5
            self.assertAlmostEqual(outcomes[x][0] / ((total + difference) / 2), 1, delta=5e-8)
            self.assertAlmostEqual(outcomes[y][0] / ((total - difference) / 2), 1, delta=5e-8)


if __name__ == "__main__":
    unittest.main()
