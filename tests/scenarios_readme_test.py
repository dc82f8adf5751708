"""What scenarios/README.md shows is what there is: its examples run, its list of scenarios is the folder's, its error is the program's."""
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ["HEGEMON_SOURCE"])
PROGRAM = os.environ["HEGEMON"]
README = (SOURCE / "scenarios" / "README.md").read_text(encoding="utf-8")
EXAMPLES = [text for text in re.findall(r"```toml\n(.*?)```", README, re.DOTALL) if "[kind." in text]


def call(*words: str, folder: str) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *words], cwd=folder, capture_output=True, text=True)


class ScenariosReadme(unittest.TestCase):
    def test_its_examples_are_right_without_a_warning_and_run_without_a_failure(self) -> None:
        self.assertGreaterEqual(len(EXAMPLES), 5)
        with tempfile.TemporaryDirectory() as folder:
            for number, text in enumerate(EXAMPLES):
                with self.subTest(example=text):
                    Path(folder, "example.toml").write_text(text, encoding="utf-8")
                    done = call("check", "example.toml", folder=folder)
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                    self.assertNotIn("warning", done.stdout + done.stderr)
                    arms = ",".join(["base", *re.findall(r"^\[variant\.(\w+)\]", text, re.MULTILINE)])
                    done = call("run", "example.toml", "--arms", arms, "--replicates", "20", "-o", f"{number}.h5", folder=folder)
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_its_examples_show_every_section(self) -> None:
        for section in ("parameter", "function", "kind", "rows", "set", "let", "flow", "event", "claim", "decision", "update", "at",
                        "variant", "outcome"):
            with self.subTest(section=section):
                self.assertTrue(any(re.search(rf"^\[{section}\b", text, re.MULTILINE) for text in EXAMPLES))

    def test_it_lists_the_scenarios_that_exist(self) -> None:
        listed = set(re.findall(r"^\| `([\w/-]+\.toml)` \|", README, re.MULTILINE))
        root = SOURCE / "scenarios"
        there = {path.relative_to(root).as_posix() for path in root.rglob("*.toml")}
        self.assertEqual(listed, {path for path in there if not path.startswith("classics/")})   # those have a page of their own
        self.assertIn("(classics/README.md)", README)

    def test_the_error_that_it_shows_is_the_programs(self) -> None:
        shown = re.search(r"```text\n(lamps.toml.*?)```", README, re.DOTALL).group(1)
        front = re.search(r"```toml\n(.*?)```", (SOURCE / "README.md").read_text(encoding="utf-8"), re.DOTALL).group(1)
        text = front.replace('rate.wear = "hazard"', 'rate.wear = "hazrd"')
        self.assertNotEqual(text, front)
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "lamps.toml").write_text(text, encoding="utf-8")
            done = call("check", "lamps.toml", folder=folder)
        self.assertIn(shown, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
