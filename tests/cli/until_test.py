"""`hegemon run --until`: how many replicates it takes, and that it changes nothing else."""
import json
import re
import unittest

import h5py
from scipy import stats

from program import ProgramTest
from compare_test import WORLD, without_missing


class UntilTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.write("world.toml", without_missing(WORLD))

    def ran(self, *words: object, code: int = 0) -> dict:
        return json.loads(self.expect(code, "run", "world.toml", *words, "--json").stdout)

    def test_it_ends_at_the_first_look_that_is_narrow_enough(self) -> None:
        # All looks, from one run of the most.
        self.ran("--arms", "base,late", "--replicates", 2048, "-o", "all.h5", "--record", "outcomes")
        with h5py.File(self.folder / "all.h5") as file:
            difference = file["base/outcomes/floods"][:] - file["late/outcomes/floods"][:]
        halves = [stats.t.ppf(0.975, n - 1) * stats.sem(difference[:n]) for n in (256, 512, 1024, 2048)]
        target = (halves[1] + halves[2]) / 2
        told = self.ran("--arms", "base,late", "--until", f"floods +- {target}")
        until = told["until"]
        self.assertEqual([look["replicates"] for look in until["looks"]], [256, 512, 1024])
        for look, half in zip(until["looks"], halves):
            self.assertAlmostEqual(look["half_width"], half, delta=1e-5 * half)
        self.assertEqual((until["enough"], until["replicates"], told["replicates"], told["asked"]), (True, 1024, 1024, 1024))
        self.assertAlmostEqual(told["comparisons"][0]["outcomes"]["floods"]["high"]
                               - told["comparisons"][0]["outcomes"]["floods"]["low"], 2 * halves[2], delta=1e-5)

    def test_the_file_is_that_of_a_run_of_so_many_replicates(self) -> None:
        plain = self.ran("--arms", "base,late", "--replicates", 512, "-o", "plain.h5")["digest"]
        half = self.ran("--arms", "base,late", "--replicates", 512, "-o", "plain.h5")["comparisons"][0]["outcomes"]["floods"]
        until = f"floods +- {(half['high'] - half['low']) / 2 * 1.0001}"
        for threads, lanes in ((1, 1), (4, 64), (3, 8)):
            told = self.ran("--arms", "base,late", "--until", until, "--threads", threads, "--lanes", lanes, "-o", "until.h5")
            self.assertEqual((told["replicates"], told["digest"]), (512, plain))
        with h5py.File(self.folder / "until.h5") as file:
            self.assertEqual(file.attrs["replicates"], 512)

    def test_of_one_arm_the_mean_is_looked_at(self) -> None:
        told = self.ran("--until", "wet±0.06", "--seed", 3)
        self.assertEqual((told["until"]["first"], told["until"]["other"]), ("base", ""))
        outcome = told["outcomes"]["wet"]
        self.assertTrue(outcome["half_width"] <= 0.06)
        self.assertAlmostEqual(told["until"]["looks"][-1]["half_width"], outcome["half_width"], delta=1e-12)

    def test_what_never_gets_narrow_ends_at_the_most(self) -> None:
        told = self.ran("--arms", "base,late", "--until", "floods +- 1e-9", "--replicates", 600, code=1)
        self.assertEqual((told["until"]["enough"], told["replicates"]), (False, 600))
        self.assertEqual([look["replicates"] for look in told["until"]["looks"]], [256, 512])

    def test_what_is_not_reached_is_told_with_what_it_would_take(self) -> None:
        words = ("run", "world.toml", "--arms", "base,late", "--replicates", 600, "--until")
        look = self.ran(*words[2:], "floods +- 0.01", code=1)["until"]["looks"][-1]
        needed = 512 * (look["half_width"] / 0.01) ** 2
        done = self.expect(1, *words, "floods +- 0.01")
        text = " ".join(done.stdout.split())
        found = re.search(r"`--until` was not reached with 600 pairs: at 512 the interval of `floods` was \+- ([\d.]+); "
                          r"\+- 0.01 would take about ([\d,]+) \(`--replicates (\d+)`\)", text)
        self.assertIsNotNone(found, text)
        half, about, replicates = (float(number.replace(",", "")) for number in found.groups())
        self.assertAlmostEqual(half / look["half_width"], 1, delta=0.05)
        self.assertTrue(needed <= about <= 1.1 * needed)
        self.assertTrue(replicates / 2 < needed <= replicates)
        self.assertTrue((self.folder / "world.h5").exists())
        quiet = self.expect(1, *words, "floods +- 0.01", "-q")
        self.assertEqual(quiet.stdout, "")
        self.assertIn("`--until` was not reached", quiet.stderr)
        self.assertIn("would take more than 8,589,934,592", " ".join(self.expect(1, *words, "floods +- 1e-9").stdout.split()))
        self.assertIn("--until was not reached", self.expect(0, "run", "--help").stdout)

    def test_equal_pairs_are_not_narrow(self) -> None:
        told = self.ran("--arms", "base,late", "--until", "heat +- 0.1", "--replicates", 512, code=1)
        self.assertEqual([(look["enough"], look["interval"]) for look in told["until"]["looks"]], [(False, "equal")] * 2)
        self.assertEqual(told["replicates"], 512)
        text = self.expect(1, "run", "world.toml", "--arms", "base,late", "--until", "heat +- 0.1", "--replicates", 512).stdout
        self.assertIn("at 512 pairs all are equal, so nothing tells how many +- 0.1 would take", " ".join(text.split()))

    def test_wrong_usage_is_refused(self) -> None:
        for words, message in ((["--until", "floods 0.1"], 'is not "OUTCOME +- X"'), (["--until", "floods +- 0"], "above 0"),
                               (["--until", "floods +- -1"], "above 0"), (["--until", "floods +- nan"], "above 0"),
                               (["--until", "flods +- 1"], "no outcome 'flods' (it has floods, heat, water, wet)"),
                               (["--until", "floods +- 1", "--replicates", 100], "the first look is at 256 replicates")):
            with self.subTest(words=words):
                self.assertIn(message, self.expect(64, "run", "world.toml", *words).stderr)
        self.assertEqual(self.files(), ["world.toml"])

    def test_the_text_tells_the_looks(self) -> None:
        text = self.expect(0, "run", "world.toml", "--arms", "base,late", "--until", "floods +- 0.3").stdout
        self.assertRegex(text, r"^floods, `base` - `late`, until the 95 % interval is at most \+- 0.3\n")
        self.assertTrue(re.search(r"^256 +-?[\d.]+ +0[.\d]+  narrow enough$", text, re.MULTILINE), text)
        self.assertEqual(self.expect(0, "run", "world.toml", "--until", "wet +- 0.1", "-q").stdout, "")


if __name__ == "__main__":
    unittest.main()
