"""A scenario written up by `hegemon describe`, compared line by line with what was reviewed.

`describe_test.py --update` (with HEGEMON set to the program) rewrites the text; read the difference before keeping it.
"""
import os
import subprocess
import sys
import unittest
from pathlib import Path

PROGRAM = os.environ["HEGEMON"]
HERE = Path(__file__).resolve().parent
SCENARIO = HERE.parents[1] / "scenarios" / "examples" / "two-patrons.toml"
KEPT = {"describe_two_patrons.md": (), "describe_two_patrons_difference.md": ("--diff", "base", "no_strikes")}


def described(words: tuple[str, ...]) -> str:
    return subprocess.run([PROGRAM, "describe", SCENARIO, *words], check=True, capture_output=True, text=True).stdout


class Golden(unittest.TestCase):
    maxDiff = None

    def test_descriptions_are_as_reviewed(self) -> None:
        for name, words in KEPT.items():
            with self.subTest(text=name):
                self.assertEqual(described(words).splitlines(), (HERE / name).read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        for kept_name, kept_words in KEPT.items():
            (HERE / kept_name).write_text(described(kept_words), encoding="utf-8", newline="\n")
    else:
        unittest.main()
