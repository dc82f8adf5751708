"""A short run as text, compared line by line with what was reviewed: a difference that nobody can explain is a mistake.

`golden_test.py --update` (with HEGEMON set to the program) rewrites the texts; read the difference before keeping it.
"""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py

PROGRAM = os.environ["HEGEMON"]
HERE = Path(__file__).resolve().parent
SCENARIOS = HERE.parents[1] / "scenarios"
RUNS = {"constant_hazard": ("classics/constant_hazard.toml", 3, 7)}  # text: scenario, replicates, seed
FIRINGS = 12  # of each event that are shown
STEPS = 5     # every so many steps the state's hash is shown


def words(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def outcome_lines(arm: h5py.Group) -> list[str]:
    """One line an outcome: its value in each replicate, with all digits that it has."""
    names = sorted(set(arm["outcomes"]) - {"replicate"})
    return [f"outcome {name}: " + "  ".join(repr(float(x)) for x in arm["outcomes"][name][()]) for name in names]


def firing_lines(arm: h5py.Group) -> list[str]:
    """The first firings of each event, of how many."""
    lines = []
    for name in sorted(arm["events"]):
        event = arm["events"][name]
        count = len(event["time"])
        lines.append(f"event {name}: {count} firings")
        kind = words(event.attrs["kind"])
        names = [words(x) for x in arm[kind][kind][()]]
        for i in range(min(count, FIRINGS)):
            lines.append(f"  replicate {event['replicate'][i]} step {event['step'][i]} row {names[event['row'][i]]} "
                         f"time {float(event['time'][i])!r} rate {float(event['rate'][i])!r} cause {event['cause'][i]}")
    return lines


def hash_lines(arm: h5py.Group) -> list[str]:
    """The state's hash after some steps of each replicate."""
    hashes = arm["hash"][()]
    steps = [step for step in range(hashes.shape[1]) if (step + 1) % STEPS == 0]
    return [f"replicate {replicate} step {step}: state {int(hashes[replicate, step]) % 2**64:016x}"
            for replicate in range(hashes.shape[0]) for step in steps]


def golden_text(scenario: str, replicates: int, seed: int) -> str:
    """What a run yields, as a person reads it."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "run.h5"
        subprocess.run([PROGRAM, "run", SCENARIOS / scenario, "--replicates", str(replicates), "--seed", str(seed),
                        "--quiet", "-o", output], check=True)
        with h5py.File(output) as file:
            arm = file["base"]
            lines = [*outcome_lines(arm), *firing_lines(arm), *hash_lines(arm)]
    return "\n".join([f"{scenario}, {replicates} replicates, seed {seed}", *lines]) + "\n"


class Golden(unittest.TestCase):
    """One subtest a text."""

    def test_runs_are_those_that_were_reviewed(self) -> None:
        self.maxDiff = None
        for name, run in RUNS.items():
            with self.subTest(name=name):
                kept = (HERE / f"{name}.txt").read_text(encoding="utf-8")
                self.assertEqual(golden_text(*run).splitlines(), kept.splitlines())


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        for kept_name, kept_run in RUNS.items():
            (HERE / f"{kept_name}.txt").write_text(golden_text(*kept_run), encoding="utf-8", newline="\n")
    else:
        unittest.main()
