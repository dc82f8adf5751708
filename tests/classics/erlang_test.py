"""Overstretch is a loss system: as the step shrinks, the share of calls refused is that of Erlang's formula, whether calls last an
exponential time or all the same one; and in steps of any length it is that of a Markov chain."""
import itertools
import math
import unittest
from functools import cache

import h5py
import numpy as np
from scipy import sparse
from scipy.stats import binom

from classic_support import TOLERATED_ERRORS, ClassicTest
from extrapolation import SCALES, WEIGHTS, at_no_step

LINES, LOAD = 5, 4.0
SLOTS = 20          # instead of 40: they ring as often together, and what a slot cannot do twice in a step vanishes with the step
LONGEST = 0.2       # of the three steps
ARMS = ("base", "fixed")


def erlang_b(lines: int, load: float) -> float:
    """Erlang (1917): the share of calls lost."""
    terms = [load ** k / math.factorial(k) for k in range(lines + 1)]
    return terms[-1] / sum(terms)


def rings(busy: int, load: float, step: float, slots: int) -> np.ndarray:
    """Chances of 0, 1, ... calls in a step: each slot that is not busy rings with 1 - exp(-load h / their number)."""
    quiet = slots - busy
    return binom.pmf(np.arange(quiet + 1), quiet, -np.expm1(-load * step / quiet))


def served(busy: int, lines: int, load: float, step: float, slots: int) -> np.ndarray:
    """Chances that 0, 1, ... calls get one of the free lines; a line that falls free in this step is not among them."""
    free, chances = lines - busy, rings(busy, load, step, slots)
    return np.append(chances[:free], chances[free:].sum())


def lost(occupied: np.ndarray, lines: int, load: float, step: float, slots: int) -> float:
    """Refused of all calls, if the chance that b lines are occupied when a step begins is occupied[b]."""
    chances = [rings(busy, load, step, slots) for busy in range(lines + 1)]
    calls = [(np.arange(len(each)) * each).sum() for each in chances]
    over = [(np.maximum(0, np.arange(len(each)) - (lines - busy)) * each).sum() for busy, each in enumerate(chances)]
    return float(occupied @ over / (occupied @ calls))


def settled(transitions: sparse.csr_matrix) -> np.ndarray:
    """Where a chain is in the long run: all of it, after so many steps that nothing changes any more."""
    share, move = np.full(transitions.shape[0], 1 / transitions.shape[0]), transitions.T.tocsr()
    for _ in range(10000):
        before, share = share, move @ share
        if np.abs(share - before).sum() < 1e-14:
            return share
    raise ValueError("the chain does not settle")


@cache
def exponential_in_steps(lines: int, load: float, step: float, slots: int) -> float:
    """Share refused at a finite step: lines occupied -> those whose call did not end, with exp(-h) each, and those served."""
    transitions = np.zeros((lines + 1, lines + 1))
    for busy in range(lines + 1):
        staying = binom.pmf(np.arange(busy + 1), busy, math.exp(-step))
        both = np.convolve(staying, served(busy, lines, load, step, slots))
        transitions[busy, : len(both)] = both
    return lost(settled(sparse.csr_matrix(transitions)), lines, load, step, slots)


@cache
def fixed_in_steps(lines: int, load: float, step: float, slots: int) -> float:
    """The same if a line is occupied for just 1/h steps: the state is the number served in each of the last 1/h steps."""
    length = round(1 / step)
    # A state is an order of `lines` stars and `length` bars: so many states as ways to place the bars.
    bars = itertools.combinations(range(lines + length), length)
    states = [tuple(b - a - 1 for a, b in itertools.pairwise((-1, *each))) for each in bars]
    number = {state: index for index, state in enumerate(states)}
    chances = [served(busy, lines, load, step, slots) for busy in range(lines + 1)]
    entries = [(number[state], number[(*state[1:], new)], chance) for state in states for new, chance in enumerate(chances[sum(state)])
               if sum(state[1:]) + new <= lines]
    begin, end, weight = zip(*entries)
    chain = settled(sparse.csr_matrix((weight, (begin, end)), shape=(len(states), len(states))))
    return lost(np.bincount([sum(state) for state in states], chain, lines + 1), lines, load, step, slots)


IN_STEPS = {"base": exponential_in_steps, "fixed": fixed_in_steps}


def share(outcomes: h5py.Group) -> tuple[float, float]:
    """Refused of all calls of all replicates, and the standard error of that ratio."""
    refused, calls = outcomes["refused"][:], outcomes["rings"][:]
    ratio = refused.sum() / calls.sum()
    return ratio, (refused - ratio * calls).std(ddof=1) / calls.mean() / math.sqrt(len(calls))


def mean(values: np.ndarray) -> tuple[float, float]:
    return values.mean(), values.std(ddof=1) / math.sqrt(len(values))


class Erlang(ClassicTest):
    # erlang_long_test.py takes more; the other arm's chain has 53,130 states at the shortest step.
    REPLICATES, MOST_ERROR, EXTRAPOLATED = 1000, 0.004, ("base",)

    def at_step(self, step: float, replicates: int, record: str = "outcomes", **parameters: float) -> h5py.File:
        names = ", ".join(f'["s{i:03}", "operator"]' for i in range(SLOTS))
        rows = f'columns = ["name", "exchange"]\ndata = [{names}]'
        changes = {"step  = 0.02": f"step  = {step}", 'from = "slots.csv"': rows}
        return self.run_classic("erlang", replicates=replicates, record=record, arms=ARMS, changes=changes, parameters=parameters)

    def assert_near(self, found: tuple[float, float], expected: float, what: str) -> None:
        self.assertLess(abs(found[0] - expected), TOLERATED_ERRORS * found[1], f"{what}: {found[0]} (se {found[1]}), expected {expected}")

    def test_the_share_refused_tends_to_erlang_b(self) -> None:
        """As the step goes to 0, for calls of both kinds: how lengths are spread does not matter. With it the lines in use are those of the
        calls that are served (Little 1961): load (1 - B)."""
        wanted = erlang_b(LINES, LOAD)
        self.assertAlmostEqual(wanted, 0.199067, places=6)
        runs = [self.at_step(LONGEST * scale, self.REPLICATES) for scale in SCALES]
        for arm in ARMS:
            found = [share(run[f"{arm}/outcomes"]) for run in runs]
            limit = at_no_step(found)
            self.assertLess(limit[1], self.MOST_ERROR, "or the comparison would say little")
            self.assert_near(limit, wanted, f"{arm}: share refused")
            self.assert_near(at_no_step([mean(run[f"{arm}/outcomes/talking"][:]) for run in runs]), LOAD * (1 - wanted), f"{arm}: lines")
            # The extrapolation is what does it: at the longest step far more is refused.
            self.assertGreater(found[0][0] - wanted, 20 * found[0][1])

    def test_at_any_step_the_share_is_that_of_the_chain(self) -> None:
        for step, parameters in ((1, {}), (0.5, {}), (0.2, {"lines": 3, "calls": 6}), (0.25, {"lines": 2, "calls": 1})):
            run = self.at_step(step, 500, **parameters)
            lines, load = parameters.get("lines", LINES), parameters.get("calls", LOAD)
            for arm in ARMS:
                with self.subTest(arm=arm, step=step, **parameters):
                    self.assert_near(share(run[f"{arm}/outcomes"]), IN_STEPS[arm](lines, load, step, SLOTS), "share refused")

    def test_with_the_slots_that_the_scenario_has(self) -> None:
        run = self.run_classic("erlang", replicates=200, record="outcomes")
        self.assert_near(share(run["base/outcomes"]), exponential_in_steps(LINES, LOAD, 0.02, 40), "share refused")

    def test_the_chain_tends_to_erlang_b(self) -> None:
        """Computed, not simulated: the excess halves with the step, and little is left by the extrapolation."""
        for lines, load in ((LINES, LOAD), (2, 1), (3, 6)):
            coarse, fine = (exponential_in_steps(lines, load, step, SLOTS) - erlang_b(lines, load) for step in (0.02, 0.01))
            self.assertAlmostEqual(coarse / fine, 2, delta=0.02)
        for arm in self.EXTRAPOLATED:
            left = sum(weight * IN_STEPS[arm](LINES, LOAD, LONGEST * scale, SLOTS) for weight, scale in zip(WEIGHTS, SCALES))
            self.assertLess(abs(left - erlang_b(LINES, LOAD)), 0.0002, arm)

    def test_lines_are_whole_and_never_more_than_there_are(self) -> None:
        run = self.at_step(0.2, 20, "all")
        for arm in ARMS:
            in_use = run[f"{arm}/exchange/line.bound"][:]
            self.assertEqual(set(np.unique(in_use)), set(range(LINES + 1)))

    def test_without_lines_everybody_is_refused_and_with_many_nobody(self) -> None:
        for lines, expected in ((0, 1), (SLOTS, 0)):
            run = self.at_step(0.2, 20, lines=lines)
            for arm in ARMS:
                self.assertEqual(share(run[f"{arm}/outcomes"])[0], expected)

    def test_the_weights_extrapolate(self) -> None:
        self.assertAlmostEqual(sum(WEIGHTS), 1, places=14)
        for power in (1, 2):
            self.assertAlmostEqual(sum(w * s ** power for w, s in zip(WEIGHTS, SCALES)), 0, places=14)


if __name__ == "__main__":
    unittest.main()
