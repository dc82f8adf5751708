"""The explanation that README.md shows is the one that the program gives. Replicates do not depend on how many there are, so few will do."""
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
    def test_its_explanation_is_what_explain_prints(self) -> None:
        shown = re.search(r"```\n\$ build/release/bin/hegemon (explain .*?)\n(.*?)```", README, re.DOTALL)
        self.assertIsNotNone(shown)
        words = shlex.split(shown.group(1))
        with tempfile.TemporaryDirectory() as folder:
            words[1] = str(Path(folder) / "run.h5")
            replicates = int(words[words.index("--replicate") + 1]) + 1
            subprocess.run([PROGRAM, "run", SOURCE / "scenarios/post-soviet/2022-prototype.toml", "--arms", "base,no_war",
                            "--replicates", str(replicates), "-q", "-o", words[1]], check=True)
            told = subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=True).stdout
        self.assertEqual(told.splitlines(), shown.group(2).splitlines())


if __name__ == "__main__":
    unittest.main()
