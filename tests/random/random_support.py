"""Tests of randomness: p-values that are collected and judged together, and the batteries that give them."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np
from scipy import stats

sys.dont_write_bytecode = True
PROGRAM = os.environ["HEGEMON"]
TOLERATED_CHANCE = 6.334e-5  # of 4 standard errors: a family of tests may fail so often if all is right


def even(u: np.ndarray) -> float:
    """Kolmogorov and Smirnov: numbers between 0 and 1 are evenly spread."""
    return stats.kstest(np.ravel(u), "uniform").pvalue


def joint(*numbers: np.ndarray, cells: int = 16) -> float:
    """Chi-square: tuples of numbers in [0, 1] fill the cells of a square (cube, ...) evenly, so that they are independent, too."""
    index = np.zeros(np.size(numbers[0]), dtype=np.int64)
    for u in numbers:
        index = index * cells + np.minimum(np.ravel(u) * cells, cells - 1).astype(np.int64)
    return stats.chisquare(np.bincount(index, minlength=cells ** len(numbers))).pvalue


def uncorrelated(u: np.ndarray, v: np.ndarray) -> float:
    """Of the correlation of two series of independent pairs."""
    u, v = np.ravel(u), np.ravel(v)
    return 2 * stats.norm.sf(abs(np.corrcoef(u, v)[0, 1]) * len(u) ** 0.5)


def halves(u: np.ndarray, axis: int, lag: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of numbers that are `lag` apart along an axis. None is in two pairs: chi-square wants them independent."""
    u = np.moveaxis(u, axis, 0)
    index = np.arange(len(u) - lag)
    first = index[index // lag % 2 == 0]
    return u[first], u[first + lag]


class RandomTest(unittest.TestCase):
    """Each test method collects p-values by hold(); the smallest, and the largest (what is too even is not random either), are
    judged at the end, for as many as there are (Bonferroni), and so is the spread of all (Kolmogorov and Smirnov)."""

    def setUp(self) -> None:
        self.found: list[tuple[float, str, bool]] = []
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_text(self, text: str, *, replicates: int, seed: int = 1, record: str = "all") -> h5py.File:
        scenario = self.folder / "random.toml"
        output = self.folder / f"{len(list(self.folder.glob('*.h5')))}.h5"
        scenario.write_text(text, encoding="utf-8")
        command = [PROGRAM, "run", scenario, "--replicates", replicates, "--seed", seed, "--record", record, "--quiet", "-o", output]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        run = h5py.File(output)
        self.addCleanup(run.close)
        return run

    def hold(self, what: str, p: float, *, coarse: bool = False) -> None:
        """`coarse`: of so few cells that they may well be filled just as expected."""
        self.found.append((p, what, coarse))

    def hold_pair(self, what: str, u: np.ndarray, v: np.ndarray, cells: int = 16) -> None:
        """Two series have nothing to do with each other."""
        self.hold(f"{what}: pairs", joint(u, v, cells=cells), coarse=cells == 2)
        self.hold(f"{what}: correlation", uncorrelated(u, v))

    def hold_all(self, what: str, u: np.ndarray, cells: int = 16) -> None:
        """Numbers in [0, 1], [replicate, step, row], know nothing of their neighbours along any axis. Replicates 2 k and 2 k + 1 share
        a block of the generator; 8 may be computed side by side. If the numbers are whole ones in disguise, `cells` is how many."""
        self.hold(f"{what}: shares", joint(u, cells=cells), coarse=cells == 2)
        for axis, name, lags in ((0, "replicate", (1, 2, 8)), (1, "step", (1, 2)), (2, "row", (1, 2))):
            for lag in lags:
                self.hold_pair(f"{what}: {name} + {lag}", *halves(u, axis, lag), cells=cells)
        self.hold_pair(f"{what}: replicates 2 k + 1, 2 k + 2", *halves(u[1:], 0, 1), cells=cells)
        first, second = halves(u, 1, 1)
        coarse = 4 if cells % 4 == 0 else cells
        self.hold(f"{what}: two steps by two replicates", joint(*halves(first, 0, 1), *halves(second, 0, 1), cells=coarse))

    def judge(self, number: int) -> None:
        """There are `number` p-values, and none is smaller, or nearer to 1, than chance allows to so many."""
        self.assertEqual(len(self.found), number, "p-values: the count is stated, so that none can get lost")
        bound = TOLERATED_CHANCE / number
        for p, what, coarse in self.found:
            self.assertGreater(p, bound, f"{what}, one of {number}")
            self.assertTrue(coarse or p < 1 - bound / 2, f"{what}, one of {number}: p = {p} is too near to 1")
        if number >= 20:
            spread = even(np.array([p for p, _, _ in self.found]))
            self.assertGreater(spread, TOLERATED_CHANCE, f"{number} p-values are not evenly spread")
