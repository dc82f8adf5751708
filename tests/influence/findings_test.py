"""./dev findings: its intervals against mathematics, its draws, its ablations, and a small page made twice."""
import itertools
import math
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np
from scipy import stats

from findings_support import FOLDER, PROGRAM, SCENARIO, PageTest, row_of

from ablations import laid_over, read_ablations
from effects import EFFECTS, Effect, Measure, estimate
from hypercube import Parameter, at_zero, chance_limit, latin_hypercube, partial_rank_correlations
from scenario_runs import Runs


def effect(measure: Measure, *outcomes: str) -> Effect:
    return Effect("e", "E", measure, outcomes, 0, 2)


class Intervals(unittest.TestCase):
    def test_a_difference_has_students_interval_of_its_pairs(self) -> None:
        found = estimate(effect(Measure.DIFFERENCE, "x"), {"x": np.array([1.0, 2, 3, 4])}, {"x": np.array([0.0, 2, 2, 4])})
        half = 3.182446 * math.sqrt(1 / 3) / 2  # t of three degrees of freedom; the differences are 1, 0, 1, 0
        self.assertAlmostEqual(found.value, 0.5)
        self.assertAlmostEqual(found.low, 0.5 - half, 5)
        self.assertAlmostEqual(found.high, 0.5 + half, 5)
        self.assertEqual((found.above, found.below, found.sign, found.sure_sign), (0.5, 0.0, 1, 0))

    def test_what_is_always_twice_as_much_is_a_factor_of_two_without_doubt(self) -> None:
        second = np.array([1.0, 5, 2, 9])
        found = estimate(effect(Measure.RATIO, "x"), {"x": 2 * second}, {"x": second})
        np.testing.assert_allclose([found.value, found.low, found.high], 2)
        self.assertEqual(found.sure_sign, 1)
        backward = estimate(effect(Measure.RATIO, "x"), {"x": second}, {"x": 2 * second})
        self.assertEqual((backward.sign, backward.sure_sign), (-1, -1))

    def test_equal_arms_have_no_effect_and_no_sign(self) -> None:
        for measure in Measure:
            values = {"x": np.array([0.0, 1, 1, 1]), "y": np.array([1.0, 1, 0, 2])}
            outcomes = ("x", "y") if measure is Measure.POOLED else ("x",)
            found = estimate(effect(measure, *outcomes), values, values)
            self.assertEqual((found.value, found.sign, found.sure_sign), (found.effect.nothing, 0, 0), measure)

    def test_the_interval_of_a_factor_covers_the_true_one(self) -> None:
        random = np.random.default_rng(3)
        covered = 0
        for _ in range(400):
            common = random.gamma(2, size=150)
            found = estimate(effect(Measure.RATIO, "x"), {"x": 1.5 * common + random.gamma(1, 0.5, 150)}, {"x": common})
            covered += found.low <= (1.5 * 2 + 0.5) / 2 <= found.high
        self.assertTrue(0.92 <= covered / 400 <= 0.98, covered)

    def test_the_interval_of_shares_covers_the_true_difference_by_enumeration(self) -> None:
        pairs, gained, lost = 20, 0.2, 0.1
        covered = 0.0
        for up, down in itertools.product(range(pairs + 1), repeat=2):
            if up + down > pairs:
                continue
            first = np.array([1.0] * up + [0.0] * (pairs - up))
            second = np.array([0.0] * up + [1.0] * down + [0.0] * (pairs - up - down))
            found = estimate(effect(Measure.TRUTH, "x"), {"x": first}, {"x": second})
            chance = stats.multinomial.pmf([up, down, pairs - up - down], pairs, [gained, lost, 1 - gained - lost])
            covered += chance * (found.low <= gained - lost <= found.high)
        self.assertTrue(0.94 <= covered <= 0.99, covered)

    def test_a_pooled_share_counts_cases_and_its_interval_covers(self) -> None:
        first = {"good": np.array([1.0, 0, 2]), "answered": np.array([1.0, 0, 2]), "lapsed": np.array([0.0, 0, 1])}
        second = {"good": np.array([0.0, 1, 0]), "answered": np.array([1.0, 1, 1]), "lapsed": np.array([0.0, 1, 0])}
        found = estimate(effect(Measure.POOLED, "good", "answered", "lapsed"), first, second)
        self.assertAlmostEqual(found.first, 3 / 4)
        self.assertAlmostEqual(found.second, 1 / 4)
        random = np.random.default_rng(5)
        covered = 0
        for _ in range(400):
            arms = []
            for share in (0.6, 0.3):
                cases = random.poisson(3, 150)
                arms.append({"good": random.binomial(cases, share).astype(float), "cases": cases.astype(float)})
            found = estimate(effect(Measure.POOLED, "good", "cases"), *arms)
            covered += found.low <= 0.3 <= found.high
        self.assertTrue(0.92 <= covered / 400 <= 0.98, covered)

    def test_replicates_without_a_value_are_left_out_with_their_twins(self) -> None:
        found = estimate(effect(Measure.DIFFERENCE, "x"), {"x": np.array([np.nan, 3, 5.0])}, {"x": np.array([100.0, 1, 2])})
        self.assertAlmostEqual(found.value, 2.5)
        self.assertTrue(math.isnan(estimate(effect(Measure.DIFFERENCE, "x"), {"x": np.array([np.nan])}, {"x": np.array([1.0])}).value))


class Draws(unittest.TestCase):
    PARAMETERS = [Parameter("a", 1, 0, 2), Parameter("b", 0, -1, 1), Parameter("c", 5, 4, 10), Parameter("d", 0.5, -1, 3)]

    def test_every_part_of_every_range_is_used_once(self) -> None:
        draws = latin_hypercube(self.PARAMETERS, 50, seed=1)
        for parameter in self.PARAMETERS:
            parts = [math.floor(50 * (draw[parameter.name] - parameter.low) / (parameter.high - parameter.low)) for draw in draws]
            self.assertEqual(sorted(parts), list(range(50)), parameter.name)

    def test_zero_and_the_other_sign_are_asked_for_just_where_a_range_has_them(self) -> None:
        found = [(parameter.name, value) for parameter, value in at_zero(self.PARAMETERS)]
        self.assertEqual(found, [("a", 0), ("b", -1), ("d", 0), ("d", -1)])

    def test_a_partial_rank_correlation_is_that_of_the_residuals(self) -> None:
        random = np.random.default_rng(7)
        inputs = random.uniform(size=(80, 4))
        inputs[:, 1] += inputs[:, 0]
        output = np.exp(2 * inputs[:, 0]) - inputs[:, 2] + 0.3 * random.normal(size=80)
        ranks = np.column_stack([stats.rankdata(column) for column in inputs.T])
        expected = []
        for column in range(4):
            others = np.column_stack([np.ones(80), np.delete(ranks, column, axis=1)])
            left = [y - others @ np.linalg.lstsq(others, y, rcond=None)[0] for y in (ranks[:, column], stats.rankdata(output))]
            expected.append(np.corrcoef(*left)[0, 1])
        np.testing.assert_allclose(partial_rank_correlations(inputs, output), expected, atol=1e-9)
        self.assertTrue(np.isnan(partial_rank_correlations(inputs[:6], output[:6])).all())

    def test_luck_passes_the_limit_as_seldom_as_it_says(self) -> None:
        random, passed, tables = np.random.default_rng(11), 0, 400
        limit = chance_limit(40, 5, 5, level=0.2)
        for _ in range(tables):
            passed += np.abs(partial_rank_correlations(random.uniform(size=(40, 5)), random.normal(size=40))).max() > limit
        self.assertTrue(0.12 <= passed / tables <= 0.27, passed / tables)


class Ablations(unittest.TestCase):
    def test_patches_are_joined_table_by_table_and_list_by_list(self) -> None:
        below = {"without": ["at.a", "at.d"], "at": {"b": {"set": {"x": 1, "y": 2}}}, "title": "below"}
        above = {"without": ["at.c", "at.a"], "at": {"b": {"set": {"y": 3}}}, "title": "above"}
        self.assertEqual(laid_over(below, above), {"without": ["at.a", "at.d", "at.c"], "at": {"b": {"set": {"x": 1, "y": 3}}}, "title": "above"})

    def test_each_mechanism_is_one_line(self) -> None:
        lines = [line for line in (FOLDER / "ablations.toml").read_text(encoding="utf-8").splitlines() if line and line[0] not in "#["]
        self.assertEqual(len(lines), sum(len(read_ablations(FOLDER / "ablations.toml", section)) for section in ("ablation", "dose")))


class OneRun(unittest.TestCase):
    def test_it_is_the_programs_own_with_its_seed_and_values_and_each_is_kept_apart(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            runs = Runs(PROGRAM, SCENARIO, Path(folder) / "cache")
            output = Path(folder) / "run.h5"
            seen = set()
            for seed, values in ((1, {}), (2, {}), (2, {"temptation": 0.125})):
                settings = [word for name, value in values.items() for word in ("--set", f"{name}={value}")]
                subprocess.run([PROGRAM, "run", SCENARIO, "--replicates", "4", "--seed", str(seed), *settings, "-q", "-o", output], check=True)
                for _ in range(2):  # made, then found again
                    found = runs.outcomes(["base"], 4, seed, values)["base"]
                    with h5py.File(output) as file:
                        for name in found:
                            np.testing.assert_array_equal(found[name], file["base/outcomes"][name][:], name)
                seen.add(found["hazard_batken"].tobytes())
            self.assertEqual(len(seen), 3)
            self.assertEqual((runs.replicates, runs.failed), (24, 0))


class Page(PageTest):
    def test_a_small_page(self) -> None:
        page = self.page("war", "ranges")
        self.assertRegex(page, r"^# .*\n\n\*\*Everything on this page is a statement about a model, not about the world")
        self.assertTrue("equals no war in every outcome of every pair" in " ".join(page.split()), "null_war and no_war differ")
        for title in (effect.title for effect in EFFECTS):
            self.assertTrue(f"| {title} |" in page, title)
        self.check_against_the_program(page)
        self.check_that_it_goes_on(page)

    def check_against_the_program(self, page: str) -> None:
        output = self.folder / "run.h5"
        subprocess.run([PROGRAM, "run", SCENARIO, "--arms", "base,no_war", "--replicates", "8", "-q", "-o", output], check=True)
        with h5py.File(output) as file:
            hazards = [file[arm]["outcomes/hazard_karabakh"][:].mean() for arm in ("base", "no_war")]
        expected = [f"{hazards[0]:.2f}", f"{hazards[1]:.2f}", f"×{hazards[0] / hazards[1]:.2f}"]
        self.assertEqual(row_of(page, "Hazard of an attack over Karabakh")[1:4], expected)

    def check_that_it_goes_on(self, page: str) -> None:
        made = self.runs()
        kept = sorted((self.folder / "cache").glob("*/*.npz"))
        self.assertEqual(len(kept), made)
        kept[0].unlink()  # as if it had been cut short there
        self.assertEqual(self.page("war", "ranges"), page)
        self.assertEqual(self.runs(), 1)


if __name__ == "__main__":
    unittest.main()
