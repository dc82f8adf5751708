"""The memory of a run does not grow with its replicates, and is what the dry run says."""
import json
import os
import subprocess
import unittest

from program import PROGRAM, SOURCE, ProgramTest

FLAGSHIP = SOURCE / "scenarios" / "post-soviet" / "2022-prototype.toml"
NETWORK = SOURCE / "scenarios" / "classics" / "network.toml"
RUNS = [
    [FLAGSHIP, "--arms", "base,no_war", "--replicates", 1000],
    [FLAGSHIP, "--arms", "base,no_war", "--replicates", 300, "--record", "all"],
    [NETWORK, "--replicates", 256],
    [SOURCE / "scenarios" / "examples" / "overstretch.toml", "--replicates", 4000],
]


class Memory(ProgramTest):
    def peak(self, *words: object) -> int:
        """Of the resident memory of that process alone, in bytes."""
        command = [str(word) for word in (PROGRAM, "run", *words, "--threads", 2, "-q")]
        process = subprocess.Popen(command, cwd=self.folder)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        return usage.ru_maxrss * 1024

    def planned(self, *words: object) -> float:
        done = self.expect(0, "run", *words, "--threads", 2, "--dry-run", "--json")
        return json.loads(done.stdout)["memory_bytes"]

    def test_the_peak_with_ten_times_the_replicates_is_at_most_a_tenth_higher(self) -> None:
        words = [FLAGSHIP, "--arms", "base,no_war"]
        few, many = (self.peak(*words, "--replicates", count) for count in (2000, 20000))
        self.assertLess(many, 1.1 * few, f"{few} bytes with 2,000 replicates, {many} with 20,000")

    def test_a_plan_says_how_much_memory_a_run_takes(self) -> None:
        for words in RUNS:
            with self.subTest(words=words[1:], scenario=words[0].name):
                self.assertLess(abs(self.planned(*words) / self.peak(*words) - 1), 0.4)

    def test_a_run_keeps_within_the_memory_that_it_is_given_and_yields_the_same(self) -> None:
        words = [FLAGSHIP, "--arms", "base,no_war", "--replicates", 300]
        free = self.peak(*words, "-o", "free.h5")
        limit = int(0.75 * self.planned(*words))
        bound = self.peak(*words, "-o", "bound.h5", "--memory", limit)
        self.assertLess(bound, free)
        self.assertLess(bound, 1.4 * limit)
        self.expect(0, "verify", "free.h5", "bound.h5")

    def test_too_little_memory_is_refused_with_what_is_enough(self) -> None:
        words = ["run", FLAGSHIP, "--replicates", 300, "--threads", 2, "--dry-run", "--memory"]
        done = self.expect(71, *words, "1 MB")
        least = done.stderr.split("at least ")[1].split(";")[0]
        self.expect(0, *words, least)


if __name__ == "__main__":
    unittest.main()
