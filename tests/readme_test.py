"""What README.md shows is what there is: its scenario, its commands, its options, its map of the folders."""
import os
import re
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ["HEGEMON_SOURCE"])
PROGRAM = os.environ["HEGEMON"]
README = (SOURCE / "README.md").read_text(encoding="utf-8")


class Readme(unittest.TestCase):
    def test_its_scenario_runs_by_the_commands_that_it_shows(self) -> None:
        shown = re.search(r"```toml\n(.*?)```", README, re.DOTALL)
        self.assertIsNotNone(shown)
        commands = re.findall(r"^build/release/bin/hegemon (.*)$", README, re.MULTILINE)
        self.assertGreaterEqual(len(commands), 2)
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "lamps.toml").write_text(shown.group(1), encoding="utf-8")
            for command in commands:
                with self.subTest(command=command):
                    done = subprocess.run([PROGRAM, *shlex.split(command)], cwd=folder, capture_output=True, text=True)
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertTrue((Path(folder) / "lamps.h5").exists())

    def test_its_tables_are_what_run_and_compare_print(self) -> None:
        shown = re.search(r"```\n\$ build/release/bin/hegemon (run .*?)\n(.*?)```", README, re.DOTALL)
        self.assertIsNotNone(shown)
        words = shlex.split(shown.group(1))
        with tempfile.TemporaryDirectory() as folder:
            words[words.index("-o") + 1] = str(Path(folder) / "run.h5")
            done = subprocess.run([PROGRAM, *words], cwd=SOURCE, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assert_shown(shown.group(2), done.stdout)
            compared = re.search(r"```\n\$ build/release/bin/hegemon (compare .*?)\n(.*?)```", README, re.DOTALL)
            self.assertIsNotNone(compared)
            words = [words[words.index("-o") + 1] if word.endswith(".h5") else word for word in shlex.split(compared.group(1))]
            done = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assert_shown(compared.group(2), done.stdout)

    def assert_shown(self, text: str, output: str) -> None:
        printed = iter(output.splitlines())
        lines = [line for line in text.splitlines() if line != "..."]     # what is left out
        self.assertGreaterEqual(len(lines), 9)
        for line in lines:
            self.assertIn(line, printed, f"'{line}' is not printed, or not in this order")

    def test_the_demo_runs_that_command(self) -> None:
        demo = re.search(r"(?ms)^demo\(\) \{.*?^\}", (SOURCE / "dev").read_text(encoding="utf-8")).group(0)
        for variable, value in re.findall(r"(\w+)=([\w./-]+)", demo):
            demo = demo.replace(f'"${variable}"', value)
        command = re.search(r"local command=\((.*?)\)", demo).group(1)
        self.assertIn(f"\n$ {command}\n", README)

    def test_run_knows_each_option_that_it_names(self) -> None:
        table = README[README.index("| option of `run` |"):]
        named = re.findall(r"(--?[a-z][a-z-]*)", "".join(re.findall(r"^\| (`-.*?) \|", table, re.MULTILINE)))
        self.assertGreaterEqual(len(named), 5)
        text = subprocess.run([PROGRAM, "run", "--help"], capture_output=True, text=True, check=True).stdout
        for option in named:
            self.assertRegex(text, rf"(?<![\w-]){option}(?![\w-])")

    def test_the_map_names_the_folders_that_exist(self) -> None:
        named = set(re.findall(r"^\| `(sim/\w+)/`", README, re.MULTILINE))
        self.assertEqual(named, {f"sim/{path.name}" for path in (SOURCE / "sim").iterdir() if path.is_dir()})


if __name__ == "__main__":
    unittest.main()
