"""Makes a small page of findings, with a program that writes down what it is asked."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
PROGRAM = Path(os.environ["HEGEMON"])
SOURCE = Path(os.environ["HEGEMON_SOURCE"])
FOLDER = SOURCE / "analysis" / "post-soviet"
SCENARIO = SOURCE / "scenarios" / "post-soviet" / "2022.toml"
sys.path.insert(0, str(FOLDER))


def row_of(page: str, title: str) -> list[str]:
    """Cells of the first row of a table that begins so."""
    return next([word.strip() for word in line.strip("|").split("|")] for line in page.splitlines() if line.startswith(f"| {title} |"))


class PageTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.log = self.folder / "log"
        self.program = self.folder / "hegemon"
        self.program.write_text(f'#!/bin/sh\necho "$1" >> "{self.log}"\nexec "{PROGRAM}" "$@"\n', encoding="utf-8")
        self.program.chmod(0o755)

    def page(self, *sections: str) -> str:
        """Of 8 pairs, half and a quarter of that where it says so, and two draws of 4 pairs."""
        command = [sys.executable, FOLDER / "findings.py", self.program, "--draws", 2, "--pairs", 4, "--base-pairs", 8, "--only", *sections,
                   "--cache", self.folder / "cache", "-o", self.folder / "page.md"]
        self.log.write_text("", encoding="utf-8")
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, (self.folder / "page.md").read_text(encoding="utf-8"))
        return done.stdout

    def runs(self) -> int:
        """Of the program, for the last page."""
        return self.log.read_text(encoding="utf-8").splitlines().count("run")
