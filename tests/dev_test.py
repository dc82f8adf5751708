"""The front door ./dev: its help and its exit codes."""
import os
import subprocess
import tempfile
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

    def packages_of(self, tier: str) -> list[str]:
        """What `./dev setup TIER` wants."""
        return subprocess.run(["bash", "-c", f'set -- help; . "$0" > /dev/null; packages_of {tier}', SOURCE / "dev"],
                              capture_output=True, text=True, check=True).stdout.split()

    def test_only_the_benchmarks_want_their_library(self) -> None:
        wanting = [tier for tier in ("run", "test", "format", "lint", "fuzz", "prove", "bench", "all")
                   if "libbenchmark-dev" in self.packages_of(tier)]
        self.assertEqual(wanting, ["bench", "all"])

    def setup_with(self, *programs: str) -> subprocess.CompletedProcess:
        """`./dev setup test` on a system where every package but nodejs and npm is installed, and these programs are."""
        with tempfile.TemporaryDirectory() as folder:
            rest = "\n".join(f"installed {name}" for name in self.packages_of("test") if name not in ("nodejs", "npm"))
            for name, text in {"dpkg-query": f"cat <<'END'\n{rest}\nEND", "apt-get": 'echo "apt-get $*"',
                               "id": "echo 0", **{name: ":" for name in programs}}.items():
                (path := Path(folder) / name).write_text(f"#!/bin/bash\n{text}\n")
                path.chmod(0o755)
            for name in ("bash", "env", "dirname", "sed", "sort", "comm", "paste", "cat"):
                (Path(folder) / name).symlink_to(Path("/usr/bin") / name)
            return subprocess.run([SOURCE / "dev", "setup", "test"], env={"PATH": folder}, capture_output=True, text=True)

    def test_nodejs_and_npm_from_elsewhere_are_not_replaced(self) -> None:
        both = self.setup_with("node", "npm")
        self.assertEqual((both.returncode, both.stdout, both.stderr), (0, "", ""))
        self.assertIn("installing: nodejs npm\n", self.setup_with().stdout)


if __name__ == "__main__":
    unittest.main()
