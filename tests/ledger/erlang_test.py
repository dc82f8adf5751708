"""Overstretch is a loss system: as the step shrinks, the share of calls refused is that of Erlang's formula."""
import math
import tomllib
import unittest

import numpy as np

from ledger_support import SCENARIOS, RunTest, toml_text

LINES, LOAD = 5, 4.0
SLOTS = 40          # instead of 300: they ring as often together, and what a slot cannot do twice in a step vanishes with the step
STEPS = (0.2, 0.1, 0.05)
# The polynomial a + b h + c h^2 through the three, at 0.
WEIGHTS = (1 / 3, -2.0, 8 / 3)


def erlang_b(lines: int, load: float) -> float:
    """Erlang (1917): the share of calls lost."""
    terms = [load ** k / math.factorial(k) for k in range(lines + 1)]
    return terms[-1] / sum(terms)


def share(refused: np.ndarray, rings: np.ndarray) -> tuple[float, float]:
    """Refused of all calls of all replicates, and the standard error of that ratio."""
    ratio = refused.sum() / rings.sum()
    return ratio, (refused - ratio * rings).std(ddof=1) / rings.mean() / math.sqrt(len(rings))


class Erlang(RunTest):
    REPLICATES, MOST_ERROR = 2000, 0.003  # erlang_long_test.py takes more

    def at_step(self, step: float) -> tuple[float, float]:
        scenario = tomllib.loads((SCENARIOS / "classics" / "erlang.toml").read_text(encoding="utf-8"))
        self.assertEqual((scenario["parameter"]["lines"]["value"], scenario["parameter"]["calls"]["value"]), (LINES, LOAD))
        scenario["step"] = step
        exchange = scenario["rows"]["exchange"]["data"][0][0]
        scenario["rows"]["slot"] = {"columns": ["name", "exchange"], "data": [[f"s{i:03}", exchange] for i in range(SLOTS)]}
        path = self.folder / f"erlang_{step}.toml"
        path.write_text(toml_text(scenario), encoding="utf-8")
        outcomes = self.run_file(path, ["base"], self.REPLICATES, "outcomes")["base/outcomes"]
        return share(outcomes["refused"][:], outcomes["rings"][:])

    def test_the_share_refused_tends_to_erlang_b(self) -> None:
        wanted = erlang_b(LINES, LOAD)
        self.assertAlmostEqual(wanted, 0.1991, places=4)
        found = [self.at_step(step) for step in STEPS]
        limit = sum(weight * mean for weight, (mean, _) in zip(WEIGHTS, found))
        error = math.hypot(*(weight * error for weight, (_, error) in zip(WEIGHTS, found)))
        print(" ".join(f"{step}: {mean:.5f} (se {e:.5f})" for step, (mean, e) in zip(STEPS, found)), f"-> {limit:.5f} (se {error:.5f})")
        self.assertLess(error, self.MOST_ERROR, "or the comparison would say little")
        self.assertLess(abs(limit - wanted), 4 * error)
        # The extrapolation is what does it: at the largest step far more is refused.
        self.assertGreater(found[0][0] - wanted, 20 * found[0][1])

    def test_the_weights_extrapolate(self) -> None:
        self.assertAlmostEqual(sum(WEIGHTS), 1, places=14)
        for power in (1, 2):
            self.assertAlmostEqual(sum(w * (s / STEPS[0]) ** power for w, s in zip(WEIGHTS, STEPS)), 0, places=14)


if __name__ == "__main__":
    unittest.main()
