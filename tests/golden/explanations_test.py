"""What `hegemon explain` says of ten happenings, compared line by line with what was read aloud and kept.

`explanations_test.py --update` (with HEGEMON set to the program) rewrites the texts; read the difference before keeping it.
"""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["HEGEMON"]
HERE = Path(__file__).resolve().parent
SCENARIOS = HERE.parents[1] / "scenarios"
KEPT = HERE / "explanations.txt"
RUNS = {  # name: scenario, arms, replicates, seed
    "flagship": ("post-soviet/2022-prototype.toml", "base,no_war", 8, 5),
    "overstretch": ("examples/overstretch.toml", "base,calm", 1, 4),
}
ASKED = [
    ("flagship", "--rule clash --row karabakh --replicate 7 --date 2023-04"),
    ("flagship", "--rule burnt_out --row karabakh --replicate 7 --date 2023-05"),
    ("flagship", "--rule visit --row ARM/USA --replicate 7 --date 2023-06-06"),
    ("flagship", "--rule leave --row ARM/RUS --replicate 7"),
    ("flagship", "--rule setback --row RUS --replicate 7 --date 2022-09"),
    ("flagship", "--rule help --row kazakhstan --replicate 7"),
    ("flagship", "--rule respond --row karabakh/RUS --replicate 7 --date 2023-04-12"),
    ("flagship", "--rule withdrawal --row karabakh --replicate 1 --arm no_war"),
    ("overstretch", "--rule send --row rowan --replicate 0 --step 214"),
    ("overstretch", "--rule order --row oak --replicate 0 --step 198"),
]


def hegemon(*words: object) -> str:
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=True).stdout


def golden_text() -> str:
    texts = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (scenario, arms, replicates, seed) in RUNS.items():
            hegemon("run", SCENARIOS / scenario, "--arms", arms, "--replicates", replicates, "--seed", seed, "-q", "-o", f"{folder}/{name}.h5")
        for name, words in ASKED:
            texts.append(f"$ hegemon explain {name}.h5 {words}\n" + hegemon("explain", f"{folder}/{name}.h5", *words.split()))
    return "\n".join(texts)


class Explanations(unittest.TestCase):
    def test_explanations_are_those_that_were_read_aloud(self) -> None:
        self.maxDiff = None
        self.assertEqual(golden_text().splitlines(), KEPT.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        KEPT.write_text(golden_text(), encoding="utf-8", newline="\n")
    else:
        unittest.main()
