"""What the lesson tells a class is what the program prints: every command in it runs, every number in its table is measured."""
import os
import re
import shlex
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ["HEGEMON_SOURCE"])
PROGRAM = os.environ["HEGEMON"]
LESSON = (SOURCE / "scenarios" / "examples" / "LESSON.md").read_text(encoding="utf-8")


class Lesson(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.folder = Path(holder.name)
        for name in ("scenarios", "analysis"):
            (cls.folder / name).symlink_to(SOURCE / name)

    def run_line(self, line: str) -> str:
        words = shlex.split(line)
        if words[0] == "hegemon":
            words[0] = PROGRAM
        if words[0] == "/usr/bin/python3":
            words[:1] = [sys.executable, "-B"]
        done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True,
                              env={**os.environ, "PYTHONPATH": str(SOURCE / "analysis"), "MPLBACKEND": "agg"})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_each_command_prints_what_is_shown_below_it(self) -> None:
        commands = shown = 0
        for block in re.findall(r"```\n(\$ .*?)```", LESSON, re.DOTALL):
            printed = iter([])
            for line in block.splitlines():
                if line.startswith("$ export "):
                    continue
                if line.startswith("$ "):
                    printed = iter(self.run_line(line[2:]).splitlines())
                    commands += 1
                else:
                    self.assertIn(line, printed, f"'{line}' is not printed, or not in this order")
                    shown += 1
        self.assertGreaterEqual((commands, shown), (8, 15))
        for picture in ("histories", "will", "peace"):
            self.assertTrue((self.folder / f"{picture}.png").exists())

    def test_each_change_in_the_table_gives_the_numbers_in_it(self) -> None:
        rows = re.findall(r"^\| (none|`--set [^`]*`) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$", LESSON, re.MULTILINE)
        self.assertGreaterEqual(len(rows), 6)
        for change, *numbers, told in rows:
            with self.subTest(change):
                output = self.run_line("hegemon run scenarios/examples/two-patrons.toml --arms base,no_strikes --replicates 500 -o changed.h5 "
                                       + change.strip("`").removeprefix("none"))
                lines = {}
                for line in output.splitlines():  # the first block of the table has the means
                    if line.startswith(("attacks ", "south ")):
                        lines.setdefault(line.split()[0], line.split()[1:4])
                self.assertEqual(lines["attacks"], numbers)
                for gain in re.findall(r"\((\+[\d.]+)\)", told):
                    self.assertEqual(lines["south"][2], gain)

    def test_the_lines_that_it_reads_aloud_stand_in_the_scenario(self) -> None:
        scenario = (SOURCE / "scenarios" / "examples" / "two-patrons.toml").read_text(encoding="utf-8")
        written = [" ".join(line.split()) for line in scenario.splitlines()]
        lines = re.findall(r"^\| `(\w+(?:\.\w+)? = .*?)` \|", LESSON, re.MULTILINE)
        self.assertEqual(len(lines), 5)
        for line in lines:
            parts = ".*".join(re.escape(part.strip()) for part in line.split("..."))
            self.assertTrue(any(re.match(parts, one) for one in written), line)

    def test_a_guardian_whom_no_strikes_touch_gives_the_numbers_that_it_tells(self) -> None:
        scenario = (SOURCE / "scenarios" / "examples" / "two-patrons.toml").read_text(encoding="utf-8")
        self.assertEqual(scenario.count('["ford", "ash", "north"]'), 1)
        (self.folder / "south.toml").write_text(scenario.replace('["ford", "ash", "north"]', '["ford", "ash", "south"]'), encoding="utf-8")
        output = self.run_line("hegemon run south.toml --arms base,no_strikes --replicates 500 -o changed.h5")
        told = re.search(r"([\d.]+) instead of ([\d.]+)\?", LESSON).groups()
        self.assertRegex(output, rf"(?m)^attacks +{re.escape(told[0])} +{re.escape(told[1])} ")


if __name__ == "__main__":
    unittest.main()
