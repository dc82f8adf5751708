"""`hegemon run --arms`: the table, the sentences, what the file holds."""
import json
import re
import unittest

import h5py
import numpy as np

from program import VARIANTS, ProgramTest


class Arms(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.scenario = self.write("variants.toml", VARIANTS)

    def run_arms(self, arms: str, *words: object, code: int = 0) -> str:
        return self.expect(code, "run", self.scenario, "--arms", arms, "--replicates", 200, *words).stdout

    def outcome(self, arm: str, name: str = "left") -> np.ndarray:
        with h5py.File(self.folder / "variants.h5") as file:
            return file[f"{arm}/outcomes/{name}"][:]

    def test_the_table_compares_pair_by_pair(self) -> None:
        text = self.run_arms("base,calm")
        self.assertIn("`base` beside `calm` (Losses are rarer), 200 pairs\n", text)
        self.assertRegex(text, r"\n +mean +mean +base +pairs +pairs\noutcome +base +calm +- calm +95 % interval +> 0 +< 0\n")
        base, calm = self.outcome("base"), self.outcome("calm")
        line = re.search(r"^left +(\S+) +(\S+) +(\S+) +(\S+) to (\S+) +(\S+) % +(\S+) %  kg$", text, re.MULTILINE)
        first, other, mean, low, high, above, below = (float(number) for number in line.groups())
        difference = base - calm
        half = 1.971957 * difference.std(ddof=1) / 200**0.5  # t(199)
        for told, is_ in ((first, base.mean()), (other, calm.mean()), (mean, difference.mean()),
                          (low, difference.mean() - half), (high, difference.mean() + half)):
            self.assertAlmostEqual(told, is_, delta=0.00501)
        self.assertAlmostEqual(above, 100 * (difference > 0).mean(), delta=0.501)
        self.assertAlmostEqual(below, 100 * (difference < 0).mean(), delta=0.501)
        self.assertRegex(text, r"\nspeed +[\d.e+]+ arm-replicates/s")
        self.assertRegex(text, r"\narms +base, calm\nreplicates +200 of 200 of each arm, seed 1\n")

    def test_the_sentence_has_the_numbers_of_the_table(self) -> None:
        text = self.run_arms("base,calm")
        first, other, mean, low, high = re.search(r"^left +(\S+) +(\S+) +(\S+) +(\S+) to (\S+) ", text, re.MULTILINE).groups()
        words = " ".join(text[text.index("In this model:"):].split())
        self.assertIn(f"- What is left: {first} kg in `base`, {other} kg in `calm`; the difference of {mean} kg "
                      f"(95 % interval {low} to {high}) is below 0 in ", words)
        self.assertEqual(text.count("In this model"), 1)
        self.assertNotIn("below:", words, "only headlines are told")
        self.assertLessEqual(max(map(len, text.splitlines())), 80)

    def test_an_arm_runs_alone_as_it_does_beside_others(self) -> None:
        self.run_arms("base,calm")
        beside = self.outcome("calm")
        text = self.run_arms("calm")
        self.assertTrue((self.outcome("calm") == beside).all())
        self.assertRegex(text, r"\narms +calm\n")
        self.assertRegex(text, r"\nspeed +[\d.e+]+ replicates/s")

    def test_json_has_the_table_the_sentences_and_each_arm(self) -> None:
        told = json.loads(self.run_arms("calm,base", "--json"))
        base, calm = self.outcome("base"), self.outcome("calm")
        self.assertEqual([arm["name"] for arm in told["arms"]], ["calm", "base"])
        self.assertAlmostEqual(told["arms"][1]["outcomes"]["left"]["mean"], base.mean(), delta=1e-12)
        self.assertAlmostEqual(told["outcomes"]["left"]["mean"], calm.mean(), delta=1e-12)
        comparison, = told["comparisons"]
        self.assertEqual((comparison["first"], comparison["other"], comparison["pairs"]), ("calm", "base", 200))
        left = comparison["outcomes"]["left"]
        self.assertAlmostEqual(left["difference"], (calm - base).mean(), delta=1e-12)
        self.assertAlmostEqual(left["standard_error"], (calm - base).std(ddof=1) / 200**0.5, delta=1e-12)
        self.assertEqual((left["pairs"], left["missing"], left["headline"]), (200, 0, True))
        self.assertEqual(len(comparison["sentences"]), 1)
        self.assertIn("arm_replicates_per_second", told)

    def test_failed_replicates_make_no_pairs(self) -> None:
        text = self.run_arms("base,frail", code=1)
        failed = int(re.search(r"\n(\d+) of 400 arm-replicates failed", text).group(1))
        self.assertTrue(60 < failed < 140)
        self.assertRegex(text, rf"\nleft .* {failed}  kg\n")
        self.assertRegex(text, r"\n  arm frail, replicate \d+, step 0: update.thing")
        self.assertIn(f"the two are equal in all {200 - failed} pairs.", " ".join(text.split()))
        with h5py.File(self.folder / "variants.h5") as file:
            self.assertEqual(file["frail/thing/pairs"][0], 200 - failed)
            self.assertEqual(len(file["frail/failures/replicate"]), failed)
            self.assertEqual(len(file["base/failures/replicate"]), 0)

    def test_the_file_has_each_arm_and_the_differences(self) -> None:
        self.run_arms("base,calm", "--record", "all")
        with h5py.File(self.folder / "variants.h5") as file:
            self.assertEqual(list(file.attrs["arms"]), ["base", "calm"])
            self.assertEqual(file["calm"].attrs["title"], "Losses are rarer")
            self.assertEqual(file["calm/parameters/chance"][()], 0.1)
            difference = file["base/thing/x"][:].astype(float) - file["calm/thing/x"][:]
            np.testing.assert_allclose(file["calm/thing/x.difference.sum"][:], difference.sum(axis=0), atol=1e-9)
            np.testing.assert_allclose(file["calm/thing/x.difference.sum_of_squares"][:], (difference**2).sum(axis=0), atol=1e-9)
            self.assertTrue((file["calm/thing/pairs"][:] == 200).all())

    def test_an_unknown_arm_is_told_with_the_nearest(self) -> None:
        done = self.expect(64, "run", self.scenario, "--arms", "base,clam")
        self.assertEqual(done.stderr, "hegemon: unknown variant 'clam' (calm?); the arms of the scenario are `base`, "
                                      "`calm` and `frail`\n")
        done = self.expect(64, "run", self.scenario, "--arms", "nope", "--json")
        self.assertIn("`base`, `calm` and `frail`", done.stderr)
        self.assertEqual(self.files(), ["variants.toml"])

    def test_a_dry_run_counts_all_arms(self) -> None:
        one = json.loads(self.run_arms("base", "--dry-run", "--json"))
        two = json.loads(self.run_arms("base,calm", "--dry-run", "--json"))
        self.assertEqual(two["arms"], ["base", "calm"])
        self.assertGreater(two["file_bytes"], 1.8 * one["file_bytes"])
        self.assertIn("200 of each arm", self.run_arms("base,calm", "--dry-run"))


if __name__ == "__main__":
    unittest.main()
