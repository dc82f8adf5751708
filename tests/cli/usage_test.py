"""Help, the version, wrong usage."""
import re
import subprocess
import unittest

from program import HAZARD, PROGRAM, ProgramTest


class Usage(ProgramTest):
    def test_help_has_an_example_for_each_command(self) -> None:
        for words in (["--help"], ["run", "--help"], ["check", "--help"]):
            with self.subTest(words=words):
                done = self.expect(0, *words)
                self.assertRegex(done.stdout, r"Examples?:\n  hegemon (run|check) ")
                self.assertEqual(done.stderr, "")

    def test_help_of_run_shows_how_to_run_arms(self) -> None:
        self.assertRegex(self.expect(0, "run", "--help").stdout, r"Examples:\n(.*\n)*  hegemon run scenario.toml --arms base,")

    def test_version_goes_to_stdout(self) -> None:
        lines = self.expect(0, "--version").stdout.splitlines()
        self.assertRegex(lines[0], r"^hegemon \d+\.\d+\.\d+ \(commit ([0-9a-f]{40}|unknown)(, with changes that are not committed)?\)$")
        self.assertEqual([line.split()[0] for line in lines[1:3]], ["compiler", "HDF5"])
        self.assertRegex(lines[-1], r"^kernels +(\w+) \(there are baseline(, \w+)*\)$")

    def test_libraries_are_not_looked_for_in_the_folder_at_hand(self) -> None:
        for library in re.findall(r"^\s*(lib\S+) => /", subprocess.run(["ldd", PROGRAM], capture_output=True, text=True).stdout, re.MULTILINE):
            (self.folder / library).write_text("not a library")
        self.expect(0, "--version")

    def test_without_arguments_help_goes_to_stderr(self) -> None:
        done = self.expect(64)
        self.assertIn("check", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_wrong_usage_says_what_is_wrong_and_writes_nothing(self) -> None:
        cases = [
            (["rnu", HAZARD], "unknown command 'rnu' (run?)"),
            (["run"], "SCENARIO is required"),
            (["run", HAZARD, "--replicate", "3"], "unknown option '--replicate' (--replicates?)"),
            (["run", HAZARD, "--seeed=3"], "unknown option '--seeed=3' (--seed?)"),
            (["run", HAZARD, "second.toml"], "unknown word 'second.toml'"),
            (["run", HAZARD, "--replicates", "0"], "'0' is not a whole number from 1 to 8589934592"),
            (["run", HAZARD, "--replicates", "-3"], "'-3' is not a whole number"),
            (["run", HAZARD, "--replicates", "1e3"], "'1e3' is not a whole number"),
            (["run", HAZARD, "--replicates", "8589934593"], "'8589934593' is not a whole number"),
            (["run", HAZARD, "--seed", "18446744073709551616"], "'18446744073709551616' is not a whole number"),
            (["run", HAZARD, "--threads", "1025"], "'1025' is not a whole number from 0 to 1024"),
            (["run", HAZARD, "--threads"], "--threads"),
            (["run", HAZARD, "--lanes", "2"], "'2' is not 1, 8, 16, 32 or 64"),
            (["run", HAZARD, "--record", "most"], "'most' is not outcomes, events, default or all"),
            (["run", HAZARD, "--arms", "base,calm,base"], "'base,calm,base' names 'base' twice"),
            (["run", HAZARD, "--arms", "base,,calm"], "'base,,calm' has an empty name"),
            (["run", HAZARD, "--arms", ""], "'' has an empty name"),
            (["run", HAZARD, "--arms", "calm,"], "'calm,' has an empty name"),
            (["check", HAZARD, "--arms", "base"], "unknown option '--arms'"),
            (["run", HAZARD, "--set", "hazard"], "'hazard' is not PARAMETER=VALUE"),
            (["run", HAZARD, "--set", "=2"], "'=2' is not PARAMETER=VALUE"),
            (["check", HAZARD, "--set", "hazard="], "'hazard=' is not PARAMETER=VALUE"),
            (["check", HAZARD, "--seed", "3"], "unknown option '--seed'"),
        ]
        for words, message in cases:
            with self.subTest(words=words):
                done = self.expect(64, *words)
                self.assertIn(message, done.stderr)
                self.assertRegex(done.stderr, r"see `hegemon( \w+)? --help`\n$")
                self.assertEqual(done.stdout, "")
        self.assertEqual(self.files(), [])

    def test_of_an_option_given_twice_the_last_counts(self) -> None:
        done = self.expect(0, "run", HAZARD, "--seed", 3, "--dry-run", "--seed=4")
        self.assertIn("seed 4", done.stdout)


if __name__ == "__main__":
    unittest.main()
