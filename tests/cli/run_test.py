"""`hegemon run`: what it prints, what it writes, how it ends."""
import json
import math
import os
import re
import unittest

import h5py
import numpy as np

from program import HALF_FAIL, HAZARD, SOURCE, TWO_ERRORS, ProgramTest

EPIDEMIC = SOURCE / "tests" / "docking" / "models" / "epidemic.toml"


def digest_of(text: str) -> str:
    return re.search(r"^digest +([0-9a-f]{64})$", text, re.MULTILINE).group(1)


class Run(ProgramTest):
    def test_the_file_has_the_scenarios_name_and_the_digest_that_is_printed(self) -> None:
        done = self.expect(0, "run", HAZARD, "--replicates", 20)
        self.assertEqual(self.files(), ["constant_hazard.h5"])
        with h5py.File(self.folder / "constant_hazard.h5") as file:
            self.assertEqual(file.attrs["digest"], digest_of(done.stdout))
            self.assertEqual(file.attrs["replicates"], 20)
            self.assertIn("hegemon run", file["provenance"].attrs["command"])
        self.assertEqual(done.stderr, "", "no progress where stderr is a pipe")
        self.assertRegex(done.stdout, r"speed +[\d.e+]+ replicates/s")

    def test_the_table_has_mean_error_and_interval_of_each_outcome(self) -> None:
        done = self.expect(0, "run", HAZARD, "--replicates", 50, "--seed", 3)
        with h5py.File(self.folder / "constant_hazard.h5") as file:
            values = file["base/outcomes/failures"][:]
        line = re.search(r"^failures +(\S+) +(\S+) +(\S+) +(\S+) to (\S+) +0\b", done.stdout, re.MULTILINE)
        mean, error, half, low, high = (float(text) for text in line.groups())
        # Rounded to two digits of the half-width.
        true_error = values.std(ddof=1) / 50**0.5
        true_half = 2.009575 * true_error  # t(49)
        rounding = 0.501 * 10 ** (math.floor(math.log10(true_half)) - 1)
        for told, is_ in ((mean, values.mean()), (error, true_error), (half, true_half), (low, values.mean() - true_half),
                          (high, values.mean() + true_half)):
            self.assertAlmostEqual(told, is_, delta=rounding)

    def test_the_digest_is_that_of_scenario_and_seed_alone(self) -> None:
        def digest(*words: object) -> str:
            return digest_of(self.expect(0, "run", EPIDEMIC, "--replicates", 70, *words).stdout)

        first = digest("--threads", 1, "--lanes", 1)
        self.assertEqual(digest("--threads", 4, "--lanes", 64, "-o", "other.h5"), first)
        self.assertNotEqual(digest("--seed", 2), first)
        self.assertNotEqual(digest("--set", "recovery=0.2"), first)
        self.assertNotEqual(digest("--record", "outcomes"), first)

    def test_a_run_of_events_has_what_the_default_has_but_for_columns(self) -> None:
        def contents(record: str) -> dict[str, np.ndarray]:
            self.expect(0, "run", EPIDEMIC, "--replicates", 70, "--record", record, "-q", "-o", record + ".h5")
            found = {}
            with h5py.File(self.folder / (record + ".h5")) as file:
                file["base"].visititems(lambda path, item: found.update({path: item[...]}) if isinstance(item, h5py.Dataset) and item.size else None)
            return found

        events, default = contents("events"), contents("default")
        for path in default:
            if path.startswith(("outcomes/", "events/")):
                self.assertTrue(np.array_equal(events[path], default[path]), path)
        self.assertTrue(any(path.startswith("events/") for path in events))
        left = {path for path in default if path not in events}
        self.assertIn("hash", left)
        self.assertTrue(any(path.endswith(".sum") for path in left))
        self.expect(0, "verify", "events.h5")

    def test_set_gives_parameters_other_values(self) -> None:
        done = self.expect(0, "run", HAZARD, "--set", "hazard=0", "--replicates", 3, "--json")
        outcomes = json.loads(done.stdout)["outcomes"]
        self.assertEqual(outcomes["failures"]["mean"], 0)
        self.assertEqual(outcomes["surviving"]["mean"], 1)

    def test_set_of_an_unknown_parameter_names_the_nearest(self) -> None:
        done = self.expect(65, "run", HAZARD, "--set", "hasard=1")
        self.assertIn("unknown parameter 'hasard'", done.stderr)
        self.assertIn("hazard?", done.stderr)
        self.assertEqual(self.files(), [])

    def test_json_is_one_object_and_all_of_stdout(self) -> None:
        done = self.expect(0, "run", EPIDEMIC, "--replicates", 10, "--json")
        told = json.loads(done.stdout)
        self.assertEqual((told["replicates"], told["asked"], told["complete"], told["failed"]), (10, 10, True, 0))
        self.assertEqual(told["file"], "epidemic.h5")
        with h5py.File(self.folder / "epidemic.h5") as file:
            self.assertEqual(told["digest"], file.attrs["digest"])
            for name, outcome in told["outcomes"].items():
                self.assertAlmostEqual(outcome["mean"], file["base/outcomes"][name][:].mean(), delta=1e-12)

    def test_events_for_which_the_step_is_long_are_told(self) -> None:
        done = self.expect(0, "run", HAZARD, "--set", "hazard=0.4", "--replicates", 3)
        self.assertIn("\n  event.failure: up to 0.4 (row ", done.stdout)
        told = json.loads(self.expect(0, "run", HAZARD, "--set", "hazard=0.4", "--replicates", 3, "--json").stdout)
        self.assertEqual([(at["event"], at["step"], at["expected"]) for at in told["long_steps"]], [("failure", 0, 0.4)])
        self.assertNotIn("Long steps", self.expect(0, "run", HAZARD, "--replicates", 3).stdout)

    def test_quiet_prints_nothing(self) -> None:
        done = self.expect(0, "run", HAZARD, "--replicates", 3, "-q")
        self.assertEqual(done.stdout + done.stderr, "")
        self.assertEqual(self.files(), ["constant_hazard.h5"])

    def test_a_dry_run_says_what_would_be_run_and_writes_nothing(self) -> None:
        done = self.expect(0, "run", HAZARD, "--dry-run", "--replicates", 500)
        for part in ("item: 200 rows", "20 steps", "500, seed 1", "constant_hazard.h5", "columns of 64 replicates", "memory"):
            self.assertIn(part, done.stdout)
        told = json.loads(self.expect(0, "run", HAZARD, "--dry-run", "--json", "--record", "all").stdout)
        self.assertEqual((told["replicates"], told["recorded"], told["record"]), (100, 100, "all"))
        # Two columns (float32, int8) of 200 rows and 20 steps.
        self.assertGreater(told["file_bytes"], 100 * 20 * 200 * 5)
        self.assertEqual(self.files(), [])

    def test_a_dry_run_measures_how_long_the_run_takes(self) -> None:
        # Far too many to be run here: what is told is what was measured, times how many more there are.
        words = ("run", HAZARD, "--dry-run", "--replicates", 10_000_000, "--threads", 1)
        told = json.loads(self.expect(0, *words, "--json").stdout)
        self.assertTrue(0 < told["measured_replicates"] < 10_000_000)
        self.assertGreaterEqual(told["measured_seconds"], 1)
        self.assertAlmostEqual(told["seconds"] * told["measured_replicates"] / told["measured_seconds"] / 1e7, 1)
        self.assertRegex(self.expect(0, *words).stdout, r"\ntime        about \d.* on 1 thread \(measured on \d+ replicates\)\n")
        # So few that all are run.
        few = json.loads(self.expect(0, "run", HAZARD, "--dry-run", "--replicates", 3, "--json").stdout)
        self.assertEqual((few["measured_replicates"], few["seconds"]), (3, few["measured_seconds"]))
        self.assertEqual(self.files(), [])


class Failures(ProgramTest):
    def test_failed_replicates_are_told_and_the_exit_code_is_1(self) -> None:
        done = self.expect(1, "run", self.write("half.toml", HALF_FAIL), "--replicates", 40)
        failed = int(re.search(r"(\d+) of 40 replicates failed", done.stdout).group(1))
        self.assertTrue(5 < failed < 35)
        first = re.search(r"replicate (\d+), step 3: (\S+).*, row only: (.*)", done.stdout)
        self.assertTrue(first.group(2).startswith("update.thing"))
        self.assertIn(f"and {failed - 5} more", done.stdout)
        with h5py.File(self.folder / "half.h5") as file:
            self.assertEqual(sum(file["base/status"][:] == 1), failed)
            self.assertEqual(file["base/failures/replicate"][0], int(first.group(1)))
            self.assertEqual(file["base/failures/problem"].asstr()[0], first.group(3))

    def test_json_has_all_failures_and_quiet_their_number(self) -> None:
        scenario = self.write("half.toml", HALF_FAIL)
        told = json.loads(self.expect(1, "run", scenario, "--replicates", 40, "--json").stdout)
        self.assertEqual(len(told["failures"]), told["failed"])
        self.assertEqual(told["outcomes"]["y"]["count"], 40 - told["failed"])
        self.assertEqual(told["outcomes"]["y"]["missing"], 0)
        quiet = self.expect(1, "run", scenario, "--replicates", 40, "-q")
        self.assertEqual(quiet.stderr, f"hegemon: {told['failed']} of 40 replicates failed\n")
        self.assertEqual(quiet.stdout, "")


class Refusals(ProgramTest):
    def test_a_wrong_scenario_leaves_no_file(self) -> None:
        done = self.expect(65, "run", self.write("wrong.toml", TWO_ERRORS))
        self.assertRegex(done.stderr, r"\n2 errors(, \d+ warnings?)?\n$")
        self.assertEqual(done.stdout, "")
        self.assertEqual(self.files(), ["wrong.toml"])

    def test_a_scenario_that_is_not_there_is_no_input(self) -> None:
        self.assertIn("nothing.toml: No such file", self.expect(66, "run", "nothing.toml").stderr)
        self.assertEqual(self.files(), [])

    def test_a_run_file_that_cannot_be_created(self) -> None:
        self.assertIn("no/run.h5: cannot create it: there is no folder no\n",
                      self.expect(73, "run", HAZARD, "-o", "no/run.h5").stderr)
        self.expect(73, "run", HAZARD, "-o", self.folder)
        self.assertEqual(self.files(), [])

    @unittest.skipUnless(os.path.exists("/dev/full"), "no device that is always full")
    def test_results_that_cannot_be_printed_are_an_input_output_error(self) -> None:
        import subprocess
        from program import PROGRAM
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([PROGRAM, "check", HAZARD], stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 74)

    def test_what_is_no_run_file_is_not_overwritten(self) -> None:
        text = HAZARD.read_text(encoding="utf-8")
        scenario = self.write("own.toml", text)
        for name in (scenario, self.write("notes.csv", "a,b"), self.write("empty.txt", "")):
            with self.subTest(name=name):
                before = (self.folder / name).read_bytes()
                self.assertIn("is no run file", self.expect(64, "run", scenario, "-o", f"./{name}").stderr)
                self.assertEqual((self.folder / name).read_bytes(), before)

    def test_an_earlier_file_stays_until_the_new_one_is_whole(self) -> None:
        earlier = b"\x89HDF\r\n\x1a\nearlier"
        (self.folder / "run.h5").write_bytes(earlier)
        self.expect(65, "run", self.write("wrong.toml", TWO_ERRORS), "-o", "run.h5")
        self.assertEqual((self.folder / "run.h5").read_bytes(), earlier)
        self.expect(0, "run", HAZARD, "-o", "run.h5", "--replicates", 2)
        with h5py.File(self.folder / "run.h5") as file:
            self.assertEqual(file.attrs["replicates"], 2)


if __name__ == "__main__":
    unittest.main()
