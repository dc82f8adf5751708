"""The front door ./dev: its help and its exit codes."""
import os
import subprocess
import unittest
from pathlib import Path

SOURCE = Path(os.environ["HEGEMON_SOURCE"])


class FrontDoor(unittest.TestCase):
    def dev(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run([SOURCE / "dev", *words], cwd="/", capture_output=True, text=True)

    def test_help_names_every_command_from_any_folder(self) -> None:
        done = self.dev("help")
        self.assertEqual(done.returncode, 0)
        for command in ("setup", "demo", "build", "test", "gallery", "findings", "reality", "bench", "prove", "mutate", "lint", "format", "fuzz"):
            self.assertRegex(done.stdout, rf"(?m)^  {command}\b")

    def test_an_unknown_command_or_word_is_wrong_usage(self) -> None:
        for words in (["nonsense"], ["setup", "nonsense"], ["lint", "nonsense"], ["test", "--preset"]):
            with self.subTest(words=words):
                done = self.dev(*words)
                self.assertEqual(done.returncode, 64)
                self.assertIn("usage: ./dev", done.stderr)


if __name__ == "__main__":
    unittest.main()
