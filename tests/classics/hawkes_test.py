"""The self-exciting process against Hawkes's: the mean of its rate from day to day, how many quakes there are in the long run, how they
cluster; and, in steps of any length, against what it is then."""
import unittest
from collections.abc import Callable

import h5py
import numpy as np
from scipy.stats import kstest

from classic_support import TOLERATED_CHANCE, TOLERATED_ERRORS, ClassicTest
from extrapolation import SCALES, WEIGHTS, at_no_step

PATCHES, END, LATE = 50, 40, 20
LONGEST = 0.4  # of the three steps


def mean_rate(time, background: float = 1, children: float = 0.5, decay: float = 1):
    """Hawkes (1971): the solution of r' = decay (background - r) + children decay r, r(0) = background."""
    return background / (1 - children) * (1 - children * np.exp(-(1 - children) * decay * time))


def mean_count(time: float, background: float = 1, children: float = 0.5, decay: float = 1) -> float:
    """The integral of mean_rate from 0."""
    slow = (1 - children) * decay
    return background / (1 - children) * (time + children * np.expm1(-slow * time) / slow)


def dispersion(length: float, children: float = 0.5, decay: float = 1) -> float:
    """Variance over mean of the number in a window, in the long run: Hawkes's covariance density, integrated twice. It tends to
    1 / (1 - children)^2."""
    slow = (1 - children) * decay
    clustering = children * decay * (2 - children) * decay / slow ** 2
    return 1 + clustering * (1 + np.expm1(-slow * length) / (slow * length))


def scheme_rate(step: float, background: float = 1, children: float = 0.5, decay: float = 1) -> float:
    """Quakes a unit of time in the long run at a finite step: each excites the next step by exp(-decay h), the one after it by
    exp(-2 decay h), and so on."""
    return background / (1 - children * decay * step / np.expm1(decay * step))


class Hawkes(ClassicTest):
    REPLICATES = 6000  # hawkes_long_test.py takes more

    def at_step(self, step: float, replicates: int, record: str = "default", **parameters: float) -> h5py.File:
        return self.run_classic("hawkes", replicates=replicates, record=record, parameters=parameters,
                                changes={"step  = 0.02": f"step  = {step}"})

    def assert_limit(self, runs: list[h5py.File], measure: Callable[[h5py.File], tuple[float, float]], expected: float,
                     most_error: float) -> None:
        """Extrapolated to a step of 0, `measure` (a value and its standard error) is as expected; the error is small enough to say so."""
        limit, error = at_no_step([measure(run) for run in runs])
        self.assertLess(error, most_error * expected)
        self.assertLess(abs(limit - expected), TOLERATED_ERRORS * error, f"limit {limit} (se {error}), expected {expected}")

    def test_mean_variance_and_course_as_the_step_goes_to_0(self) -> None:
        runs = [self.at_step(LONGEST * scale, self.REPLICATES) for scale in SCALES]
        for day in (2, 6, 12, 40):
            with self.subTest(day=day):
                self.assert_limit(runs, lambda run, day=day: mean_excited(run, day), mean_rate(day) - 1, 0.05)
        self.assert_limit(runs, lambda run: mean_outcome(run, "quakes"), mean_count(END), 0.02)
        self.assert_limit(runs, lambda run: mean_outcome(run, "late"), mean_count(END) - mean_count(LATE), 0.02)
        self.assert_limit(runs, dispersion_of_late, dispersion(END - LATE), 0.1)
        # The extrapolation is what does it: at the longest step far fewer happen.
        mean, error = mean_outcome(runs[0], "quakes")
        self.assertLess(mean, mean_count(END) - 20 * error)

    def test_other_parameters_as_the_step_goes_to_0(self) -> None:
        """Another background, more children, and another decay. The quickest excitation needs the shortest steps."""
        for parameters, longest in ({"background": 3}, 0.4), ({"background": 0.5, "children": 0.7}, 0.4), ({"decay": 2}, 0.2):
            with self.subTest(**parameters):
                runs = [self.at_step(longest * scale, 1000, "outcomes", **parameters) for scale in SCALES]
                self.assert_limit(runs, lambda run: mean_outcome(run, "quakes"), mean_count(END, **parameters), 0.05)

    def test_what_the_extrapolation_leaves_is_small(self) -> None:
        """Computed with the mean at a finite step: a fifth of a per cent, less than the standard error that is asked for."""
        left = sum(weight * scheme_rate(LONGEST * scale) for weight, scale in zip(WEIGHTS, SCALES))
        self.assertLess(abs(left - 2), 0.002 * 2)

    def test_at_any_step_a_quake_excites_and_excitement_decays_exactly(self) -> None:
        """Each path is the scheme's: x -> x exp(-decay h) + children decay (quakes in the step), to float32."""
        for step in (0.1, 0.5):
            run = self.at_step(step, 50)
            excited, counts = run["base/fault/excited"][:, :, 0].astype(float), quakes_in_steps(run)
            before = np.hstack([np.zeros((50, 1)), excited[:, :-1]])
            np.testing.assert_allclose(excited, before * np.exp(-step) + 0.5 * counts, rtol=1e-6, atol=1e-6)
            self.assertGreater(counts.sum(), 1000)

    def test_at_any_step_quakes_follow_the_rate(self) -> None:
        """What happens less what was expected, given the past, adds up to 0 on average, and its square to the sum of the binomial
        variances: 50 patches fire independently with probability 1 - exp(-rate h / 50)."""
        for step in (0.1, 0.5):
            run = self.at_step(step, 1500, "all")
            excited = run["base/fault/excited"][:, :, 0].astype(float)
            rate = 1 + np.exp(-step) * np.hstack([np.zeros((1500, 1)), excited[:, :-1]])
            fires = -np.expm1(-rate * step / PATCHES)
            surplus = (quakes_in_steps(run) - PATCHES * fires).sum(axis=1)
            self.assert_mean(surplus, 0, f"surplus at a step of {step}")
            self.assert_mean(surplus ** 2 - (PATCHES * fires * (1 - fires)).sum(axis=1), 0, f"its variance at a step of {step}")

    def test_with_the_clock_of_its_own_rate_quakes_are_a_poisson_process(self) -> None:
        """Ogata (1988): between two quakes the true rate, integrated, is exponential with mean 1. A constant rate would not do."""
        run = self.at_step(0.01, 40)
        gaps, plain = [], []
        quake = run["base/events/quake"]
        for replicate in range(40):
            times = np.sort(quake["time"][quake["replicate"][:] == replicate])
            excited, before, clock = 0.0, 0.0, []
            for time in times:
                fading = np.exp(-(time - before))
                clock.append(time - before + excited * (1 - fading))
                excited, before = excited * fading + 0.5, time
            gaps += clock
            plain += list(np.diff(times, prepend=0) * len(times) / END)
        self.assertGreater(kstest(gaps, "expon").pvalue, TOLERATED_CHANCE)
        self.assertLess(kstest(plain, "expon").pvalue, TOLERATED_CHANCE ** 2)

    def test_without_children_they_are_a_poisson_process(self) -> None:
        """But for what a patch cannot do twice in a step: the number is binomial, of 50 patches and 400 steps."""
        counts = self.at_step(0.1, 4000, "outcomes", children=0)["base/outcomes/quakes"][:]
        fires = -np.expm1(-0.1 / PATCHES)
        self.assert_mean(counts, 400 * PATCHES * fires)
        self.assert_mean((counts - counts.mean()) ** 2, 400 * PATCHES * fires * (1 - fires), "variance")


def mean_excited(run: h5py.File, day: float) -> tuple[float, float]:
    """Over all replicates."""
    fault, step = run["base/fault"], run.attrs["time_step"]
    index = round(day / step) - 1
    count = fault["count"][index]
    mean = fault["excited.sum"][index, 0] / count
    return mean, ((fault["excited.sum_of_squares"][index, 0] / count - mean ** 2) / count) ** 0.5


def mean_outcome(run: h5py.File, name: str) -> tuple[float, float]:
    values = run[f"base/outcomes/{name}"][:]
    return values.mean(), values.std(ddof=1) / len(values) ** 0.5


def dispersion_of_late(run: h5py.File) -> tuple[float, float]:
    """Variance over mean, and its standard error by the delta method: that of the mean of its influence function."""
    late = run["base/outcomes/late"][:]
    mean, variance = late.mean(), late.var(ddof=1)
    influence = (late - mean) ** 2 / mean - variance * late / mean ** 2
    return variance / mean, influence.std(ddof=1) / len(late) ** 0.5


def quakes_in_steps(run: h5py.File) -> np.ndarray:
    """[replicate, step], of the replicates whose columns are kept."""
    quake, kept = run["base/events/quake"], len(run["base/fault/replicate"])
    counts = np.zeros((int(run.attrs["replicates"]), int(run.attrs["time_steps"])))
    np.add.at(counts, (quake["replicate"][:], quake["step"][:]), 1)
    return counts[:kept]


if __name__ == "__main__":
    unittest.main()
