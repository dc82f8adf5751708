#!/usr/bin/env python3
"""How fast the flagship runs: arm-replicates a second of the program, beside the numpy prototype of the same model, measured in one go.

usage: flagship.py PROGRAM [PROTOTYPE.py] [--replicates 20000] [--prototype-replicates 2000] [--threads 2] [--rounds 3]

The program is timed from outside: start, reading the scenario, two arms, outcomes only, the run file. PROTOTYPE.py is the numpy program
with `P0`, `uniforms` and `run`; it is timed with its random numbers, without its start. Rounds take turns; the median of each counts.
"""
import argparse
import importlib.util
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent.parent
SCENARIO = SOURCE / "scenarios" / "post-soviet" / "2022-prototype.toml"
ARMS = ("base", "no_war")


def time_program(program: str, replicates: int, threads: int, folder: str) -> float:
    """Arm-replicates a second."""
    output = Path(folder) / "flagship.h5"
    command = [program, "run", SCENARIO, "--arms", ",".join(ARMS), "--replicates", replicates, "--threads", threads,
               "--record", "outcomes", "-q", "-o", output]
    begin = time.perf_counter()
    subprocess.run(list(map(str, command)), check=True)
    seconds = time.perf_counter() - begin
    output.unlink()
    return len(ARMS) * replicates / seconds


def load_prototype(path: str):
    sys.dont_write_bytecode = True
    description = importlib.util.spec_from_file_location("prototype", path)
    module = importlib.util.module_from_spec(description)
    description.loader.exec_module(module)
    return module


def time_prototype(prototype, replicates: int) -> float:
    """Arm-replicates a second; both arms share their random numbers, which are drawn once."""
    begin = time.perf_counter()
    numbers = prototype.uniforms(replicates, prototype.P0["T"], 20220224)
    for war in (True, False):
        prototype.run(prototype.P0, war, numbers)
    return 2 * replicates / (time.perf_counter() - begin)


def report(name: str, rates: list[float]) -> float:
    median = statistics.median(rates)
    print(f"{name:34s} {median:10.0f} arm-replicates/s   (rounds: {', '.join(f'{rate:.0f}' for rate in rates)})")
    return median


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("prototype", nargs="?")
    parser.add_argument("--replicates", type=int, default=20000, help="of each arm, of the program")
    parser.add_argument("--prototype-replicates", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-least", type=float, default=0, help="exit code 1 if the ratio is below")
    arguments = parser.parse_args()
    prototype = load_prototype(arguments.prototype) if arguments.prototype else None
    program_rates, prototype_rates = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(arguments.rounds):
            program_rates.append(time_program(arguments.program, arguments.replicates, arguments.threads, folder))
            if prototype:
                prototype_rates.append(time_prototype(prototype, arguments.prototype_replicates))
    fast = report(f"program, 2 x {arguments.replicates}, {arguments.threads} threads", program_rates)
    if not prototype:
        return 0
    slow = report(f"numpy prototype, 2 x {arguments.prototype_replicates}", prototype_rates)
    print(f"{'ratio':34s} {fast / slow:10.2f}")
    return 0 if fast / slow >= arguments.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
